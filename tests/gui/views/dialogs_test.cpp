// Palette, search, bookmarks, settings, sheets: driven by keys and by the mouse.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "gui/model/command.h"
#include "tests/gui/support/headless_window.h"
#include "tests/gui/support/patience.h"
#include "tests/support/paths.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::finish_work;
using coroscope::gui::test::HeadlessWindow;

namespace {

Settings settings_for(Language language, bool dark) {
    Settings settings;
    settings.language = language;
    settings.dark = dark;
    return settings;
}

}  // namespace

TEST_CASE("the palette opens by its key, finds while one types, and Enter does it") {
    HeadlessWindow window("races/lost-update", 1600.0F, 900.0F,
                          settings_for(Language::Chinese, true));
    window.key(Key::P, true, true);
    window.step(2);
    CHECK(window.has("dialog/palette"));
    window.type("to the end");
    CHECK(window.session.palette.query == "to the end");
    window.key(Key::Enter);
    CHECK(window.session.at_end());
    CHECK_FALSE(window.has("dialog/palette"));
}

TEST_CASE("a row of the palette can be clicked, and arrows choose") {
    HeadlessWindow window("races/lost-update");
    window.key(Key::P, true, true);
    window.step(2);
    window.type("theme");
    window.click("palette/theme");
    CHECK_FALSE(window.session.settings.dark);
    window.key(Key::P, true, true);
    window.step(2);
    window.key(Key::Down);
    window.key(Key::Down);
    window.key(Key::Up);
    CHECK(window.session.palette.chosen() == 1);
    window.key(Key::Escape);
    CHECK(window.session.dialog == Dialog::None);
}

TEST_CASE("search opens over the run, Enter goes from hit to hit, Escape leaves the last one") {
    HeadlessWindow window("races/lost-update");
    window.key(Key::F, true);
    window.step(2);
    window.type("task-resumed");
    window.session.search.wait(window.session);
    window.step(2);
    REQUIRE(window.session.search.hits().size() > 2);
    window.key(Key::Enter);
    window.step(2);
    const EventIndex first = window.session.cursor();
    window.key(Key::Enter);
    window.step(2);
    CHECK(window.session.cursor() > first);
    window.key(Key::F3, false, true);
    CHECK(window.session.cursor() == first);
    window.click("search/2");
    CHECK(window.session.cursor() == window.session.search.hits()[2].event);
    const EventIndex there = window.session.cursor();
    window.key(Key::Escape);
    window.step();
    CHECK_FALSE(window.has("dialog/search"));
    CHECK(window.session.cursor() == there);
}

TEST_CASE(
    "M sets a bookmark with the sentence as its name; the list goes there, renames, removes") {
    HeadlessWindow window("races/lost-update");
    window.key(Key::PageDown);
    const EventIndex there = window.session.cursor();
    window.key(Key::M);
    window.step();
    REQUIRE(window.session.bookmarks().all().size() == 1);
    CHECK_FALSE(window.session.bookmarks().all()[0].name.empty());
    const std::string label = "bookmark/" + std::to_string(there);
    CHECK(window.has("flag/" + std::to_string(there)));
    window.key(Key::End);
    window.key(Key::B, true);
    window.click(label + "/rename");
    window.step(2);
    window.type(" again");
    window.key(Key::Enter);
    CHECK(window.session.bookmarks().all()[0].name.ends_with("again"));
    window.click(label);
    CHECK(window.session.cursor() == there);
    window.key(Key::Home);
    window.key(Key::M, false, true);
    CHECK(window.session.cursor() == there);
    window.key(Key::B, true);
    window.click(label + "/remove");
    CHECK(window.session.bookmarks().all().empty());
}

TEST_CASE("the settings change the window at once, and thresholds the findings") {
    HeadlessWindow window("blocking/blocking-sleep");
    window.key(Key::Comma, true);
    window.step(2);
    window.click("set-theme/0");
    CHECK_FALSE(window.session.settings.dark);
    window.click("set-language/1");
    CHECK(window.session.settings.language == Language::Chinese);
    window.click("set-motion/1");
    CHECK(window.session.settings.motion);
    const auto blocking_calls = [&] {
        return std::ranges::count(window.session.findings(), "blocking-call", &Finding::kind);
    };
    REQUIRE(blocking_calls() > 0);
    for (int i = 0; i < 60 && blocking_calls() > 0; ++i) {
        // Each of the two is reason enough.
        window.click("threshold/blocking-call/more");
        window.click("threshold/slow-step/more");
        finish_work(window.session);
    }
    CHECK(blocking_calls() == 0);
    window.click("threshold/blocking-call/standard");
    window.click("threshold/slow-step/standard");
    finish_work(window.session);
    CHECK(blocking_calls() > 0);
    CHECK(window.session.settings.thresholds.empty());
}

TEST_CASE("a colour is changed by sliders, also with the keyboard, and comes back") {
    HeadlessWindow window("races/lost-update", 1600.0F, 1400.0F);
    window.key(Key::Comma, true);
    window.step(2);
    for (int i = 0; i < 200 && !window.context.ui.focus.is_on("color/dark.task.1"); ++i) {
        window.key(Key::Tab);
    }
    window.key(Key::Enter);
    window.step(2);
    for (int i = 0; i < 200 && !window.context.ui.focus.is_on("color-part/G"); ++i) {
        window.key(Key::Tab);
    }
    const std::uint8_t before = look::kDark.task[0].g;
    window.key(Key::Right);
    window.step();
    CHECK(window.session.settings.colors.size() == 1);
    CHECK(window.context.ui.theme->task[0].g == before + 1);
    for (int i = 0; i < 200 && !window.context.ui.focus.is_on("standard-colors"); ++i) {
        window.key(Key::Tab);
    }
    window.key(Key::Enter);
    window.step();
    CHECK(window.session.settings.colors.empty());
    CHECK(window.context.ui.theme->task[0].g == before);
}

TEST_CASE("a hidden panel leaves its room to the others, and the layout can be reset") {
    HeadlessWindow window("races/lost-update");
    const float before = window.item("panel/timeline").rect.width();
    for (const std::string_view name : kPanelNames) {
        CAPTURE(name);
        const std::string panel = "panel/" + std::string(name);
        CHECK(window.has(panel));
        CHECK(run_command(window.session, "toggle-" + std::string(name)));
        window.step(2);
        CHECK_FALSE(window.has(panel));
        CHECK(window.has("panel/timeline"));
    }
    CHECK(window.item("panel/timeline").rect.width() > before + 500.0F);
    CHECK(run_command(window.session, "reset-layout"));
    window.step(2);
    CHECK(window.item("panel/timeline").rect.width() == before);
    CHECK(command("reset-layout").why_not(window.session) == "ui.why.layout_standard");
}

TEST_CASE("arrows in the file dialog write the chosen name into the field, and typing narrows") {
    HeadlessWindow window("races/lost-update");
    window.key(Key::O, true);
    window.session.browser.visit(coroscope::test::source_dir());
    window.step(3);
    window.key(Key::Down);
    window.step();
    REQUIRE_FALSE(window.session.browser.entries().empty());
    CHECK(window.session.browser.name == window.session.browser.entries()[0].name);
    window.session.browser.name.clear();
    window.step(2);
    window.type("docs/win");
    CHECK(window.session.browser.folder() == coroscope::test::source_dir() / "docs");
    CHECK(window.session.browser.name == "win");
    window.session.browser.name.clear();
    window.step();
    window.key(Key::Backspace);
    CHECK(window.session.browser.folder() == coroscope::test::source_dir());
}

TEST_CASE("a file opened lately is one click away: opened, or compared with") {
    const auto path = std::filesystem::temp_directory_path() / "coroscope-recent-test.txt";
    std::ofstream(path) << "races/lost-update?variant=fixed\n";
    HeadlessWindow window("races/lost-update");
    window.session.remembered.files = {path.string()};
    run_command(window.session, "compare-file");
    window.step(2);
    window.click("recent/0");
    CHECK(window.session.dialog == Dialog::None);
    CHECK(window.session.run_name() == "races/lost-update");
    coroscope::gui::test::finish_comparing(window.session);
    CHECK(window.session.comparison().name() == "races/lost-update?variant=fixed");
    run_command(window.session, "open");
    window.step(2);
    window.click("recent/0");
    CHECK(window.session.dialog == Dialog::None);
    CHECK(window.session.run_name() == "races/lost-update?variant=fixed");
    std::filesystem::remove(path);
}

TEST_CASE("replacing a file asks once") {
    HeadlessWindow window("races/lost-update");
    window.key(Key::S, true);
    window.session.browser.visit(std::filesystem::temp_directory_path());
    const auto path = std::filesystem::temp_directory_path() / "coroscope-dialogs-test.ctrace";
    std::filesystem::remove(path);
    window.session.browser.name = path.filename().string();
    window.step(2);
    window.click("file-accept");
    coroscope::gui::test::finish_work(window.session);
    CHECK(std::filesystem::exists(path));
    CHECK(window.session.dialog == Dialog::None);
    window.key(Key::S, true);
    window.session.browser.name = path.filename().string();
    window.step(2);
    window.click("file-accept");
    CHECK(window.session.dialog == Dialog::Save);
    CHECK(window.shows("already there"));
    window.click("file-accept");
    CHECK(window.session.dialog == Dialog::None);
    coroscope::gui::test::finish_work(window.session);
    std::filesystem::remove(path);
}

TEST_CASE("no word of ours is cut off in a dialog") {
    for (const ImVec2 size : {ImVec2{1600.0F, 900.0F}, ImVec2{1280.0F, 720.0F}}) {
        for (const Language language : {Language::English, Language::Chinese}) {
            HeadlessWindow window("deadlocks/ab-ba", size.x, size.y, settings_for(language, true));
            for (const char* id : {"palette", "search", "bookmarks", "settings", "keys",
                                   "legend-sheet", "open", "save", "export"}) {
                CAPTURE(id);
                window.session.dialog = Dialog::None;
                run_command(window.session, id);
                window.step(3);
                CHECK(window.session.dialog != Dialog::None);
                for (const DrawnText& text : window.context.ui.texts) {
                    CAPTURE(text.text);
                    CHECK_FALSE((text.shortened && text.text.size() < 40));
                    CHECK(text.rect.x1 <= size.x);
                }
            }
        }
    }
}
