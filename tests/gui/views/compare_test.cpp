// The comparison as it is drawn, and its mouse and keys.

#include <doctest/doctest.h>

#include "gui/model/run_sides.h"
#include "gui/views/views.h"
#include "tests/gui/support/headless_window.h"
#include "tests/gui/support/patience.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::finish_comparing;
using coroscope::gui::test::HeadlessWindow;

namespace {

/// The window with two runs in it, drawn.
void compare(HeadlessWindow& window, std::string_view other) {
    window.session.compare_with(std::get<RunRequest>(parse_run(other)));
    finish_comparing(window.session);
    window.step(3);
}

}  // namespace

TEST_CASE("two runs stand one below the other, each with its banner") {
    for (const Language language : {Language::English, Language::Chinese}) {
        for (const float width : {1600.0F, 1280.0F}) {
            Settings settings;
            settings.language = language;
            HeadlessWindow window("races/lost-update", width, width * 9.0F / 16.0F, settings);
            compare(window, "races/lost-update?variant=fixed");
            CHECK(window.shows(tr("ui.compare.failing", language)));
            CHECK(window.shows(tr("ui.compare.passing", language)));
            CHECK(window.shows("counter = 1"));
            CHECK(window.shows("races/lost-update?variant=fixed"));
            const Rect own = window.item("compare/own/lanes").rect;
            const Rect other = window.item("compare/other/lanes").rect;
            CHECK(own.y1 < other.y0);
            CHECK(own.x0 == other.x0);
            CHECK(own.height() > 4.0F * 20.0F);
            CHECK(other.y1 < window.item("legend").rect.y0 + 1.0F);
        }
    }
}

TEST_CASE("the frame stands around the step in which the runs part, in both halves") {
    Settings settings;
    settings.axis = AxisKind::Steps;
    HeadlessWindow window("races/lost-update?pause=0ms", 1600.0F, 900.0F, settings);
    compare(window, "races/lost-update?pause=0ms#0.1");
    REQUIRE(window.has("compare/frame"));
    const Rect frame = window.item("compare/frame").rect;
    const Picture& picture = *window.state.compare.picture;
    const auto sides = run_sides(window.session);
    const float left = window.item("compare/track").rect.x0 - picture.track_x0;
    for (const RunSide& side : sides) {
        const Step step = side.timeline().steps()[side.parting->step];
        const float x = left + picture.x_from_position(side.axis->at(step.first));
        CHECK(std::abs(frame.x0 - x) < 2.0F);
    }
    CHECK(frame.y0 < window.item("compare/own").rect.y0);
    CHECK(frame.y1 >= window.item("compare/other/lanes").rect.y1);
    CHECK(window.shows("choice 2: first difference"));
    CHECK(window.shows("step 1"));
}

TEST_CASE("a key swaps the runs, Escape closes, T changes the axis of both") {
    HeadlessWindow window("races/lost-update");
    compare(window, "races/lost-update?variant=fixed");
    window.key(Key::X);
    window.step(2);
    CHECK(window.session.variant() == "fixed");
    CHECK(window.session.comparison().name() == "races/lost-update");
    window.key(Key::T);
    window.step(2);
    CHECK(window.session.settings.axis == AxisKind::Time);
    CHECK(window.has("compare/other/lanes"));
    window.key(Key::Escape);
    window.step(2);
    CHECK_FALSE(window.has("compare/own"));
    CHECK(window.has("timeline"));
}

TEST_CASE("buttons do what the keys do") {
    HeadlessWindow window("races/lost-update");
    compare(window, "races/lost-update?variant=fixed");
    window.click("parting/open-other");
    window.step(2);
    CHECK_FALSE(window.session.comparison().is_open());
    CHECK(window.session.variant() == "fixed");
    compare(window, "races/lost-update");
    window.click("compare-close");
    window.step(2);
    CHECK_FALSE(window.session.comparison().is_open());
}

TEST_CASE(
    "a click in either half moves the cursor, and a row of the other run selects its namesake") {
    HeadlessWindow window("races/lost-update");
    compare(window, "races/lost-update?variant=fixed");
    const Rect lanes = window.item("compare/other/lanes").rect;
    const Rect track = window.item("compare/track").rect;
    window.session.seek(0);
    window.step();
    window.click((track.x0 + track.x1) / 2.0F, lanes.y0 + 10.0F);
    CHECK(window.session.cursor() > 0);
    CHECK(window.session.timeline().task_name(window.session.selection().task) == "main");
}

TEST_CASE("the finding's card compares with the fixed twin") {
    HeadlessWindow window("races/lost-update");
    window.session.seek(window.session.findings().front().at);
    window.step(2);
    window.click("explain/compare");
    window.step(3);
    CHECK(window.session.comparison().is_open());
    CHECK(window.session.comparison().name() == "races/lost-update?variant=fixed");
}

TEST_CASE("a selected variable has the graph of its values in the place of the wait graph") {
    HeadlessWindow window("races/lost-update");
    window.session.select_name("counter");
    window.session.seek(last_event(window.session.timeline()));
    window.step(2);
    CHECK(window.has("values/own/2"));
    CHECK(window.shows("overwritten"));
    CHECK(window.shows("1 + 1 became 1"));
    window.click("values/back");
    window.step(2);
    CHECK_FALSE(window.has("values/own/2"));
    CHECK(window.shows(tr("ui.wait_graph", Language::English)));
}

TEST_CASE("in a comparison the values, choices and the parting stand in their panels") {
    HeadlessWindow window("races/lost-update?pause=0ms");
    compare(window, "races/lost-update?pause=0ms#0.1");
    CHECK(window.has("values/own/2"));
    CHECK(window.has("values/other/2"));
    CHECK(window.shows("1 + 1 became 2"));
    CHECK(window.has("choices/parting"));
    CHECK(window.has("parting/own"));
    CHECK(window.shows("decides."));
    window.session.select_task(1);
    window.step(2);
    CHECK(window.has("inspector/state"));
    CHECK_FALSE(window.has("parting/own"));
}

TEST_CASE("rows that do not fit scroll together") {
    HeadlessWindow window("races/lost-update?workers=40", 1280.0F, 720.0F);
    compare(window, "races/lost-update?workers=40&variant=fixed");
    const Rect lanes = window.item("compare/own/lanes").rect;
    window.move(lanes.center_x(), lanes.center_y());
    window.step();
    window.wheel(-3.0F);
    window.step(2);
    CHECK(window.state.compare.scroll_y > 0.0F);
    CHECK(window.item("compare/other/lanes").rect.y1 <= 720.0F);
}
