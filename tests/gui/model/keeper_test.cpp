// Settings and state on the disk: kept, damaged, unwritable.

#include "gui/model/keeper.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "gui/model/command.h"
#include "tests/gui/support/headless_window.h"
#include "tests/gui/support/patience.h"
#include "tests/support/paths.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::finish_work;
using coroscope::gui::test::open_run;

namespace {

namespace fs = std::filesystem;

KeptPaths fresh(const std::string& name) {
    const fs::path folder = coroscope::test::build_dir() / "gui-tests" / ("keeper-" + name);
    fs::remove_all(folder);
    return {folder / "config" / "settings.json", folder / "state" / "state.json"};
}

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

void put(const fs::path& path, std::string_view text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("the next window has the settings, the run and the bookmarks of the last one") {
    const KeptPaths paths = fresh("next");
    {
        Session session;
        Keeper keeper(paths);
        keeper.load(session);
        CHECK(session.first_start);
        session.settings.dark = false;
        open_run(session, "races/lost-update?workers=3", 4);
        session.edit_bookmarks().toggle(session.cursor(), "here");
        keeper.finish(session);
    }
    Session session;
    Keeper keeper(paths);
    keeper.load(session);
    CHECK_FALSE(session.first_start);
    CHECK_FALSE(session.notice());
    CHECK_FALSE(session.settings.dark);
    session.open_last();
    finish_work(session);
    CHECK(session.run_name() == "races/lost-update?workers=3");
    CHECK(session.step() == 4);
    REQUIRE(session.bookmarks().all().size() == 1);
    CHECK(session.bookmarks().all()[0].name == "here");
}

TEST_CASE("a run that cannot be opened any more is not opened") {
    for (const char* run : {"", "races/no-such-thing", "/nowhere/at/all.ctrace", "?#"}) {
        Session session;
        session.remembered.last_run = run;
        session.open_last();
        CHECK(session.empty());
        CHECK_FALSE(session.notice());
    }
}

TEST_CASE("a damaged file is reported, set aside and replaced") {
    const KeptPaths paths = fresh("damaged");
    put(paths.settings, R"({"theme": "light", "language": )");
    Session session;
    Keeper keeper(paths);
    keeper.load(session);
    CHECK(session.settings == Settings{});
    REQUIRE(session.notice());
    CHECK(session.notice()->message.id == "ui.notice.settings_damaged");
    CHECK(text_of(paths.settings.string() + ".damaged") == R"({"theme": "light", "language": )");
    keeper.finish(session);
    CHECK(read_settings(text_of(paths.settings)).problem.empty());
}

TEST_CASE("changes are written at most once a second, and at the end") {
    const KeptPaths paths = fresh("pause");
    Session session;
    Keeper keeper(paths);
    keeper.load(session);
    keeper.keep(session, 10.0);
    session.settings.dark = false;
    keeper.keep(session, 10.5);
    keeper.keep(session, 10.9);
    session.settings.legend = false;
    keeper.finish(session);
    const auto kept = read_settings(text_of(paths.settings));
    CHECK_FALSE(kept.value.dark);
    CHECK_FALSE(kept.value.legend);
}

TEST_CASE("a folder that cannot be written is reported once, and the window works") {
    const fs::path folder = fresh("blocked").settings.parent_path();
    put(folder, "a file where a folder should be");
    Session session;
    Keeper keeper({folder / "coroscope" / "settings.json", folder / "coroscope" / "state.json"});
    keeper.load(session);
    keeper.finish(session);
    REQUIRE(session.notice());
    CHECK(session.notice()->message.id == "ui.notice.settings_not_kept");
    session.dismiss_notice();
    session.settings.dark = false;
    keeper.finish(session);
    CHECK_FALSE(session.notice());
    open_run(session, "races/lost-update");
    CHECK(run_command(session, "step-on"));
}
