// The whole window without a display: what clicks and keys do, and that everything fits.

#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "gui/model/command.h"
#include "scenarios/catalogue.h"
#include "tests/gui/support/headless_window.h"
#include "tests/gui/support/patience.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::finish_work;
using coroscope::gui::test::HeadlessWindow;

namespace {

constexpr std::array<const char*, 8> kPanels{"panel/top-bar",    "panel/library",   "panel/source",
                                             "panel/timeline",   "panel/inspector", "panel/ready",
                                             "panel/wait-graph", "panel/explain"};

Settings settings_for(Language language, bool dark = true) {
    Settings settings;
    settings.language = language;
    settings.dark = dark;
    return settings;
}

// Names and source come from the run and may be any length: these may be shortened. Our own words
// may not.
bool is_ours(const DrawnText& text, Language language) {
    for (const std::string_view id : message_ids(language)) {
        if (tr(id, language) == text.text) {
            return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("buttons and keys step, and buttons say when they cannot") {
    HeadlessWindow window("races/lost-update");
    CHECK_FALSE(window.item("step-back").enabled);
    window.click("step-on");
    CHECK(window.session.step() == 1);
    window.key(Key::Right);
    CHECK(window.session.step() == 2);
    window.key(Key::Left);
    CHECK(window.session.step() == 1);
    window.key(Key::End);
    CHECK(window.session.at_end());
    CHECK_FALSE(window.item("step-on").enabled);
    window.key(Key::Home);
    CHECK(window.session.at_start());
}

TEST_CASE("space plays and pauses, but not while a text field has the focus") {
    HeadlessWindow window("races/lost-update");
    window.key(Key::Space);
    CHECK(window.session.playback.playing());
    window.step(90);
    CHECK(window.session.step() >= 2);
    window.key(Key::Space);
    CHECK_FALSE(window.session.playback.playing());

    window.click("library-search");
    window.type("lost");
    CHECK(window.state.library.search == "lost");
    const EventIndex cursor = window.session.cursor();
    window.key(Key::Space);
    window.key(Key::Right);
    CHECK_FALSE(window.session.playback.playing());
    CHECK(window.session.cursor() == cursor);
}

TEST_CASE("the library's search leaves what matches, and a click opens it") {
    HeadlessWindow window("basics/hello-gather");
    window.click("library-search");
    window.type("lost");
    CHECK(window.has("scenario/races/lost-update"));
    CHECK_FALSE(window.has("scenario/basics/hello-gather"));
    window.click("scenario/races/lost-update");
    CHECK(window.session.run_name() == "races/lost-update");
}

TEST_CASE("the segments switch twin, granularity and axis") {
    HeadlessWindow window("races/lost-update");
    window.click("variant/1");
    CHECK(window.session.variant() == "fixed");
    window.click("granularity/0");
    CHECK(window.session.settings.granularity == Granularity::Event);
    window.click("axis/2");
    CHECK(window.session.settings.axis == AxisKind::Steps);
    window.key(Key::T);
    CHECK(window.session.settings.axis == AxisKind::Elastic);
}

TEST_CASE("a click on the timeline moves the cursor and selects the lane; a drag scrubs") {
    HeadlessWindow window("races/lost-update");
    const Rect track = window.item("timeline/track").rect;
    window.click(track.x0 + track.width() * 0.5F, track.y0 + 8.0F);
    const EventIndex middle = window.session.cursor();
    CHECK(middle > 0);
    CHECK_FALSE(window.session.at_end());
    window.drag(track.x0 + track.width() * 0.5F, track.y0 + 8.0F, track.x1 - 2.0F, track.y0 + 8.0F);
    CHECK(window.session.at_end());

    const Picture& picture = *window.state.timeline.picture;
    for (const Row& row : picture.rows) {
        if (row.kind == RowKind::Task && row.label == "worker-2") {
            const Rect area = window.item("timeline").rect;
            window.click(area.x0 + 60.0F, area.y0 + row.y + row.height / 2.0F);
            break;
        }
    }
    CHECK(window.session.timeline().task_name(window.session.selection().task) == "worker-2");
}

TEST_CASE("the wheel zooms around the mouse, and F shows everything again") {
    HeadlessWindow window("races/lost-update");
    const Rect track = window.item("timeline/track").rect;
    window.move(track.center_x(), track.center_y());
    window.wheel(3.0F);
    CHECK_FALSE(window.session.view().all());
    window.key(Key::F);
    CHECK(window.session.view().all());
}

TEST_CASE("a finding's card leads to the fixed twin") {
    HeadlessWindow window("deadlocks/ab-ba");
    window.key(Key::End);
    window.step(3);
    CHECK(window.shows("Deadlock."));
    window.click("explain/compare");
    CHECK(window.session.comparison().name() == "deadlocks/ab-ba?variant=fixed");
}

TEST_CASE("a finding in the list leads to its event") {
    HeadlessWindow window("races/lost-update");
    window.click("right-tab/1");
    window.step(2);
    window.click("finding/0");
    REQUIRE_FALSE(window.session.findings().empty());
    CHECK(window.session.cursor() == window.session.findings()[0].at);
}

TEST_CASE("a parameter's slider and run again make another run") {
    Settings settings;
    settings.left_tab = LeftTab::Parameters;
    HeadlessWindow window("races/lost-update", 1600.0F, 900.0F, settings);
    const Rect slider = window.item("parameter/workers").rect;
    window.drag(slider.x0 + 8.0F, slider.center_y(), slider.center_x(), slider.center_y());
    CHECK(window.session.timeline().tasks().size() == 3);
    window.click("run-again");
    finish_work(window.session);
    window.step(3);
    CHECK(window.session.timeline().tasks().size() > 10);
    CHECK(window.session.spec().parameters.size() == 1);
}

TEST_CASE("splitters resize panels and a double click brings them back") {
    HeadlessWindow window("races/lost-update");
    const float before = window.item("panel/inspector").rect.width();
    const Rect splitter = window.item("splitter/right").rect;
    window.drag(splitter.center_x(), splitter.center_y(), splitter.center_x() - 60.0F,
                splitter.center_y());
    const float after = window.item("panel/inspector").rect.width();
    CHECK(std::abs(after - before - 60.0F) < 3.0F);
}

TEST_CASE("dialogs open by key, take a name, and close by Escape") {
    HeadlessWindow window("races/lost-update");
    window.key(Key::O, true);
    CHECK(window.has("dialog/file"));
    window.key(Key::Escape);
    CHECK_FALSE(window.has("dialog/file"));
    window.key(Key::S, true);
    CHECK(window.session.browser.name == "lost-update.ctrace");
    window.session.browser.name = "/nowhere/at/all.ctrace";
    window.step();
    window.click("file-accept");
    CHECK(window.session.dialog == Dialog::None);
    finish_work(window.session);
    window.step();
    CHECK(window.has("notice"));
    window.key(Key::Escape);
    window.type("?");
    CHECK(window.has("dialog/keys"));
    CHECK(window.shows("Ctrl+O"));
}

TEST_CASE("an empty window says what to do") {
    HeadlessWindow window;
    CHECK(window.shows("choose a scenario"));
    for (const CommandGroup& group : command_groups()) {
        for (const Command& one : group.commands) {
            (void)run_command(window.session, one);
            window.step();
        }
    }
}

TEST_CASE("panels do not overlap and stay inside the window") {
    for (const ImVec2 size : {ImVec2{1600.0F, 900.0F}, ImVec2{1280.0F, 720.0F},
                              ImVec2{2560.0F, 1440.0F}, ImVec2{900.0F, 560.0F}}) {
        HeadlessWindow window("patterns/producer-consumer", size.x, size.y);
        for (std::size_t i = 0; i < kPanels.size(); ++i) {
            const Rect rect = window.item(kPanels[i]).rect;
            CAPTURE(kPanels[i]);
            CHECK(rect.width() > 60.0F);
            CHECK(rect.height() > 30.0F);
            CHECK((rect.x0 >= 0.0F && rect.y0 >= 0.0F && rect.x1 <= size.x && rect.y1 <= size.y));
            for (std::size_t k = i + 1; k < kPanels.size(); ++k) {
                CAPTURE(kPanels[k]);
                CHECK_FALSE(rect.overlaps(window.item(kPanels[k]).rect));
            }
        }
    }
}

TEST_CASE("no word of ours is cut off, and nothing in the top bar overlaps") {
    for (const ImVec2 size : {ImVec2{1600.0F, 900.0F}, ImVec2{1280.0F, 720.0F}}) {
        for (const Language language : {Language::English, Language::Chinese}) {
            for (const char* run : {"deadlocks/ab-ba", "patterns/producer-consumer"}) {
                HeadlessWindow window(run, size.x, size.y, settings_for(language));
                for (const Key key : {Key::Home, Key::PageDown, Key::End}) {
                    window.key(key);
                    window.step(2);
                    for (const DrawnText& text : window.context.ui.texts) {
                        CAPTURE(text.text);
                        CAPTURE(size.x);
                        const bool cut = text.shortened && text.text.size() < 60;
                        CHECK_FALSE(cut);
                        CHECK((!is_ours(text, language) || text.rect.x1 <= size.x));
                    }
                }
                const std::array<const char*, 12> bar{
                    "scenario", "variant/0", "variant/1", "first",    "step-back", "play",
                    "step-on",  "last",      "speed",     "position", "order",     "keys"};
                for (std::size_t i = 0; i < bar.size(); ++i) {
                    for (std::size_t k = i + 1; k < bar.size(); ++k) {
                        if (window.has(bar[i]) && window.has(bar[k])) {
                            CAPTURE(bar[i]);
                            CAPTURE(bar[k]);
                            CHECK_FALSE(
                                window.item(bar[i]).rect.overlaps(window.item(bar[k]).rect));
                        }
                    }
                }
            }
        }
    }
}

TEST_CASE("every scenario draws at every step, in both languages, both themes and on every axis") {
    int turn = 0;
    for (const Scenario* scenario : catalogue()) {
        const bool chinese = turn % 2 == 1;
        HeadlessWindow window(
            info(*scenario).id, turn % 3 == 2 ? 1280.0F : 1600.0F, turn % 3 == 2 ? 720.0F : 900.0F,
            settings_for(chinese ? Language::Chinese : Language::English, turn % 4 < 2));
        window.session.set_axis(static_cast<AxisKind>(turn % 3));
        ++turn;
        for (int steps = 0; !window.session.at_end() && steps < 60; ++steps) {
            run_command(window.session, "step-on");
            window.step();
        }
        CHECK_FALSE(window.context.ui.items.empty());
        run_command(window.session, "last");
        window.step();
    }
}

TEST_CASE("the same session draws the same picture") {
    HeadlessWindow a("deadlocks/ab-ba");
    const Image first = a.context.image();
    a.step(3);
    CHECK(a.context.image().pixels == first.pixels);
}
