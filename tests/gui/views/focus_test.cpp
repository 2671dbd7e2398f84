// The keyboard alone: Tab reaches everything, Enter and Space press it, arrows move inside choices.

#include "gui/views/focus.h"

#include <doctest/doctest.h>

#include <set>

#include "gui/model/command.h"
#include "tests/gui/support/headless_window.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::HeadlessWindow;

namespace {

// Splitters are for the mouse; hiding panels and "reset layout" do what one needs without it.
bool is_for_the_mouse(std::string_view label) { return label.starts_with("splitter/"); }

std::set<std::string> controls(const HeadlessWindow& window) {
    std::set<std::string> labels;
    for (const auto& [label, item] : window.context.ui.items) {
        if (item.control && item.enabled && !is_for_the_mouse(label)) {
            labels.insert(label);
        }
    }
    return labels;
}

std::set<std::string> walk(HeadlessWindow& window, bool back) {
    std::set<std::string> reached;
    for (int i = 0; i < 600; ++i) {
        window.key(Key::Tab, false, back);
        const std::string& label = window.context.ui.focus.label();
        if (!reached.insert(label).second && i > 300) {
            break;
        }
    }
    return reached;
}

void focus(HeadlessWindow& window, std::string_view label) {
    for (int i = 0; i < 600 && !window.context.ui.focus.is_on(label); ++i) {
        window.key(Key::Tab);
    }
    REQUIRE(window.context.ui.focus.is_on(label));
}

}  // namespace

TEST_CASE("keyboard only: everything can be reached, forwards and backwards") {
    for (const bool back : {false, true}) {
        HeadlessWindow window("deadlocks/ab-ba");
        window.key(Key::End);
        window.step(3);
        const auto reached = walk(window, back);
        for (const std::string& label : controls(window)) {
            CAPTURE(label);
            CHECK(reached.contains(label));
        }
    }
}

TEST_CASE("a dialog keeps the Tab key inside, and each of its controls is reached") {
    for (const char* id : {"settings", "bookmarks", "keys", "open", "legend-sheet"}) {
        CAPTURE(id);
        HeadlessWindow window("races/lost-update");
        run_command(window.session, id);
        window.step(3);
        const auto reached = walk(window, false);
        CHECK_FALSE(reached.contains("play"));
        CHECK(reached.contains("dialog/close"));
    }
}

TEST_CASE("Enter and Space press the focused control, and Space does not play then") {
    HeadlessWindow window("races/lost-update");
    focus(window, "theme");
    CHECK_FALSE(window.context.ui.focus.ring().empty());
    window.key(Key::Space);
    CHECK_FALSE(window.session.settings.dark);
    window.key(Key::Enter);
    CHECK(window.session.settings.dark);
    CHECK_FALSE(window.session.playback.playing());
    window.key(Key::Escape);
    window.key(Key::Space);
    CHECK(window.session.playback.playing());
}

TEST_CASE("arrows move inside segments and lists; elsewhere they step as ever") {
    HeadlessWindow window("races/lost-update");
    focus(window, "axis/0");
    window.key(Key::Right);
    CHECK(window.context.ui.focus.is_on("axis/1"));
    CHECK(window.session.at_start());
    window.key(Key::Enter);
    CHECK(window.session.settings.axis == AxisKind::Time);
    focus(window, "theme");
    window.key(Key::Right);
    CHECK(window.session.step() == 1);
    focus(window, "speed");
    window.key(Key::Enter);
    window.step(2);
    window.key(Key::Down);
    window.key(Key::Enter);
    CHECK(window.session.settings.speed != 1.0);
}

TEST_CASE("a text field takes what is typed after Tab has come to it, and Tab leaves it") {
    HeadlessWindow window("races/lost-update");
    focus(window, "library-search");
    window.step(2);
    window.type("dead");
    CHECK(window.state.library.search == "dead");
    window.key(Key::Tab);
    window.step();
    CHECK_FALSE(window.context.ui.focus.is_on("library-search"));
    window.type("x");
    CHECK(window.state.library.search == "dead");
}
