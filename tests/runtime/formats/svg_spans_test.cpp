#include <doctest/doctest.h>

#include <set>

#include "runtime/formats/svg_timeline.h"
#include "runtime/picture/colors.h"
#include "tests/support/sample_runs.h"
#include "tests/support/xml_reader.h"

namespace coroscope {
namespace {

/// A picture with one span of this look, as it is painted.
std::string painted(SpanLook look, bool dark, const std::string& label = "words") {
    Picture picture;
    picture.width = 600;
    picture.track_x0 = 100;
    picture.track_x1 = 600;
    picture.body = {0, 50, 600, 100};
    picture.content_height = 50;
    Row row;
    row.y = 50;
    row.height = 36;
    row.last_span = 1;
    picture.rows.push_back(row);
    Span span;
    span.look = look;
    span.box = {120, 60, 320, 76};
    span.colour = 3;
    span.label = label;
    span.labels = {label};
    span.label_x = 130;
    if (look == SpanLook::Merged) {
        span.columns = {{120, 320, 0.25F, 0.25F, 0.25F, 0.25F}};
    }
    picture.spans.push_back(span);
    const Timeline timeline = test::deadlock_run();
    SvgWriter svg;
    SvgTimeline(svg, timeline, picture, {.dark = dark}).draw();
    return svg.finish({.width = 600, .height = 100});
}

std::vector<SpanLook> all_looks() {
    std::vector<SpanLook> looks;
    for (int i = 0; i <= static_cast<int>(SpanLook::Stopped); ++i) {
        looks.push_back(static_cast<SpanLook>(i));
    }
    return looks;
}

/// The shapes without their colours and words: what is left in grey print.
std::string shapes(std::string svg) {
    for (std::size_t at = svg.find('#'); at != std::string::npos; at = svg.find('#', at + 1)) {
        svg.replace(at, std::min<std::size_t>(7, svg.size() - at), "#xxxxxx");
    }
    return svg.substr(svg.find("</style>"));
}

}  // namespace

TEST_CASE("every look is painted with colours of the tokens") {
    std::set<std::string> known{"#5A4300"};  // the dots of `ready`, in both themes
    for (const look::Theme* theme : {&look::kLight, &look::kDark}) {
        for (const SpanLook look : all_looks()) {
            const look::State& state = state_colors(*theme, look);
            known.insert({hex(state.fill), hex(state.edge), hex(state.label), hex(state.signal)});
        }
        const std::string svg = painted(SpanLook::Running, theme == &look::kDark);
        CHECK(svg.find(hex(theme->state.running.fill)) != std::string::npos);
        CHECK(svg.find(hex(theme->state.running.label)) != std::string::npos);
    }
    for (const SpanLook look :
         {SpanLook::Created, SpanLook::Ready, SpanLook::Sleeping, SpanLook::Waiting, SpanLook::Io,
          SpanLook::Slow, SpanLook::Finished, SpanLook::Cancelled, SpanLook::Failed}) {
        const std::string svg = painted(look, false);
        CHECK(svg.find(hex(state_colors(look::kLight, look).edge)) != std::string::npos);
    }
}

TEST_CASE("states differ in shape or pattern, so that a grey print can be read") {
    std::set<std::string> seen;
    const std::vector<SpanLook> states{SpanLook::Created,  SpanLook::Ready,   SpanLook::Running,
                                       SpanLook::Sleeping, SpanLook::Waiting, SpanLook::Io,
                                       SpanLook::Stuck,    SpanLook::Overdue};
    for (const SpanLook look : states) {
        seen.insert(shapes(painted(look, false, "")));
    }
    CHECK(seen.size() == states.size());
}

TEST_CASE("every look is well-formed, in both themes, and has its words as a tooltip") {
    for (const SpanLook look : all_looks()) {
        for (const bool dark : {false, true}) {
            const std::string svg = painted(look, dark);
            CHECK(xml_problem(svg) == "");
            CHECK(xml_texts(svg, "title").size() >= 2);
        }
    }
}

TEST_CASE("a merged span shows each state's share") {
    const std::string svg = painted(SpanLook::Merged, false, "12 spans");
    CHECK(svg.find(hex(look::kLight.state.running.signal)) != std::string::npos);
    CHECK(svg.find(hex(look::kLight.state.ready.signal)) != std::string::npos);
    CHECK(svg.find("12 spans</text>") != std::string::npos);
}

}  // namespace coroscope
