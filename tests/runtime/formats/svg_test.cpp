#include "runtime/formats/svg.h"

#include <doctest/doctest.h>

#include "runtime/formats/svg_writer.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"
#include "tests/support/xml_reader.h"

namespace coroscope {
namespace {

constexpr AxisKind kAxes[] = {AxisKind::Elastic, AxisKind::Time, AxisKind::Steps};

bool holds(std::string_view document, std::string_view part) {
    return document.find(part) != std::string_view::npos;
}

Trace awkward_names() {
    TraceBuilder t({.runspec = "a/b?name=<&>\"'", .title = "</title><script>", .producer = ""});
    const TaskId task = t.create("<b>&\"' \x01\x1B\xFF\xEF\xBF\xBF 任务");
    t.lock("]]>\n\t");
    t.resume(task);
    t.log(task, "</svg>&amp;\x02");
    t.finish(task);
    t.end(Outcome::Finished);
    return t.trace();
}

}  // namespace

TEST_CASE("a picture is well-formed XML, whatever the trace") {
    std::vector<Timeline> runs{Timeline(),           test::deadlock_run(),
                               test::blocking_run(), test::queue_run(40),
                               test::crowd_run(30),  Timeline(awkward_names())};
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        runs.emplace_back(random_trace({.seed = seed, .events = 300, .nonsense = seed > 3}));
    }
    for (const Timeline& timeline : runs) {
        for (const AxisKind axis : kAxes) {
            for (const bool dark : {false, true}) {
                const ExportSettings settings{
                    .cursor = dark ? timeline.trace().size() / 2 : kNoEvent,
                    .language = dark ? Language::Chinese : Language::English,
                    .axis = axis,
                    .theme = dark ? ExportTheme::Dark : ExportTheme::Light,
                    .width_px = dark ? 1600 : 320,
                    .height_px = dark ? 0 : 200};
                CHECK(xml_problem(encode_svg(timeline, settings)) == "");
            }
        }
    }
}

TEST_CASE("the same trace and settings give the same picture") {
    const std::string once = encode_svg(test::deadlock_run(), {});
    CHECK(once == encode_svg(test::deadlock_run(), {}));
    CHECK(once != encode_svg(test::deadlock_run(), {.theme = ExportTheme::Dark}));
    CHECK(once != encode_svg(test::deadlock_run(), {.axis = AxisKind::Time}));
    CHECK(once != encode_svg(test::deadlock_run(), {.language = Language::Chinese}));
}

TEST_CASE("what a trace says is text in its picture, never markup") {
    const std::string svg = encode_svg(Timeline(awkward_names()), {});
    CHECK(!holds(svg, "<script"));
    CHECK(!holds(svg, "<b>"));
    CHECK(holds(svg, "&lt;b&gt;&amp;&quot;' "));
    CHECK(holds(svg, "任务"));
}

TEST_CASE("a picture has the size that was asked for") {
    const Timeline timeline = test::crowd_run(60);
    const std::string svg = encode_svg(timeline, {.width_px = 1600, .height_px = 900});
    CHECK(holds(svg, "width=\"1600\" height=\"900\""));
    CHECK(holds(svg, " more</text>"));
    // Without a height there is room for all of them.
    CHECK(!holds(encode_svg(timeline, {}), " more</text>"));
}

TEST_CASE("a picture of very many tasks says how many it leaves out") {
    const std::string svg = encode_svg(test::crowd_run(300), {});
    const auto all = test::crowd_run(300).tasks().size();
    CHECK(holds(svg, "and " + std::to_string(all - kMostSvgLanes) + " more</text>"));
}

TEST_CASE("without a moment a picture has no cursor, no veil and no value of that moment") {
    const Timeline timeline = test::deadlock_run();
    const std::string ink = "fill=\"" + hex(look::kLight.base.cursor) + "\"";
    CHECK(!holds(encode_svg(timeline, {}), ink));
    const std::string at = encode_svg(timeline, {.cursor = timeline.steps()[1].last});
    CHECK(holds(at, ink));
    CHECK(holds(at, "opacity=\"0.6\""));
    CHECK(holds(at, "after step 2"));
}

TEST_CASE("title and RunSpec are the caption of a picture, also where they are long") {
    const std::string spec = "topic/name?value=" + std::string(500, '9');
    TraceBuilder t({.runspec = spec, .title = "A title", .producer = ""});
    const TaskId task = t.create("a");
    t.resume(task);
    t.finish(task);
    const std::string svg = encode_svg(Timeline(t.trace()), {.width_px = 640});
    CHECK(holds(svg, ">A title</text>"));
    CHECK(holds(svg, ">topic/name?value=999"));
    CHECK(holds(svg, "9…</text>"));
    CHECK(holds(svg, "<desc>" + spec + "</desc>"));
}

TEST_CASE("a run in which nothing happened is a picture that says so") {
    const std::string svg = encode_svg(Timeline(), {});
    CHECK(holds(svg, std::string(tr("ui.empty_run", Language::English))));
    CHECK(xml_problem(svg) == "");
}

TEST_CASE("a million events make a picture of bounded size") {
    const Timeline timeline(random_trace({.seed = 3, .events = 200'000, .tasks = 500}));
    CHECK(encode_svg(timeline, {}).size() < 12'000'000);
}

}  // namespace coroscope
