#include "runtime/formats/svg_timeline.h"

#include <doctest/doctest.h>

#include "tests/support/sample_runs.h"
#include "tests/support/xml_reader.h"

namespace coroscope {
namespace {

struct Drawn {
    Picture picture;
    std::string svg;
};

Drawn draw(const Timeline& timeline, AxisKind kind = AxisKind::Elastic) {
    const Axis axis(timeline, kind);
    PictureOptions options;
    options.axis = &axis;
    options.cursor = timeline.trace().size();
    options.height_px = 800;
    options.text_width = widest_text_width;
    Drawn drawn{make_picture(timeline, options), ""};
    SvgWriter svg;
    SvgTimeline painter(svg, timeline, drawn.picture, {});
    painter.draw();
    painter.draw_legend(10, 810, 400);
    drawn.svg = svg.finish({.width = 856, .height = 900});
    return drawn;
}

bool holds(const Drawn& drawn, const std::string& part) {
    return drawn.svg.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("rows, badges, ruler, arrows and legend of a picture are all in the SVG") {
    const Timeline timeline = test::deadlock_run();
    const Drawn drawn = draw(timeline);
    for (const TaskInfo& task : timeline.tasks()) {
        CHECK(holds(drawn, ">" + std::string(timeline.task_name(task.id)) + "</text>"));
    }
    for (const Row& row : drawn.picture.rows) {
        CHECK((row.monogram.empty() || holds(drawn, ">" + row.monogram + "</text>")));
    }
    for (const Block& block : drawn.picture.blocks) {
        CHECK((block.label.empty() || holds(drawn, ">" + block.label + "</text>")));
    }
    for (const LegendEntry& entry : drawn.picture.legend) {
        CHECK(holds(drawn, ">" + entry.label + "</text>"));
    }
    // Each arrow begins with a dot.
    CHECK(count_of(drawn.svg, "r=\"" + SvgWriter::number(look::kSize.arrow_dot) + "\"") ==
          drawn.picture.arrows.size());
}

TEST_CASE("ticks, log and plots are drawn where there are any") {
    const Drawn blocking = draw(test::blocking_run(), AxisKind::Time);
    REQUIRE(!blocking.picture.ticks.empty());
    for (const Tick& tick : blocking.picture.ticks) {
        CHECK((tick.label.empty() || holds(blocking, ">" + tick.label + "</text>")));
    }
    const Drawn queue = draw(test::queue_run(20));
    CHECK(holds(queue, ">" + queue.picture.plots.front().capacity_label + "</text>"));
    CHECK(holds(queue, "stroke-dasharray=\"" + SvgWriter::number(look::kSize.dash_on)));
    CHECK(holds(queue, ">≤"));
}

TEST_CASE("a legend that is too long for one line takes another") {
    const Timeline timeline = test::blocking_run();
    const Axis axis(timeline, AxisKind::Elastic);
    PictureOptions options;
    options.axis = &axis;
    const Picture picture = make_picture(timeline, options);
    SvgWriter svg;
    SvgTimeline painter(svg, timeline, picture, {});
    const float wide = painter.draw_legend(10, 0, 2000);
    const float narrow = painter.draw_legend(10, 0, 200);
    CHECK(narrow >= 3 * wide);
}

}  // namespace coroscope
