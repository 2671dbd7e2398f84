#include "gui/model/palette.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "gui/model/command.h"
#include "scenarios/catalogue.h"
#include "tests/gui/support/headless_window.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::open_run;

namespace {

bool lists(const Palette& palette, std::string_view key) {
    return std::ranges::any_of(palette.entries(),
                               [&](const PaletteEntry& entry) { return entry.key() == key; });
}

void type(Session& session, std::string query) {
    session.palette.query = std::move(query);
    session.palette.update(session);
}

}  // namespace

TEST_CASE("the palette lists every command and every scenario") {
    Session session;
    run_command(session, "palette");
    CHECK(session.dialog == Dialog::Palette);
    for (const CommandGroup& group : command_groups()) {
        for (const Command& one : group.commands) {
            CAPTURE(one.id);
            CHECK((one.id == "palette" || lists(session.palette, one.id)));
        }
    }
    for (const Scenario* scenario : catalogue()) {
        CHECK(lists(session.palette, "open " + std::string(info(*scenario).id)));
    }
}

TEST_CASE("a command is found by its name in either language, whatever the window speaks") {
    Session session;
    for (const Language language : {Language::English, Language::Chinese}) {
        session.settings.language = language;
        for (const CommandGroup& group : command_groups()) {
            for (const Command& one : group.commands) {
                for (const Language typed : {Language::English, Language::Chinese}) {
                    CAPTURE(one.id);
                    type(session, std::string(tr(one.name, typed)));
                    CHECK((one.id == "palette" || lists(session.palette, one.id)));
                }
            }
        }
    }
}

TEST_CASE("what is chosen is done, and stands first the next time") {
    Session session;
    open_run(session, "races/lost-update");
    run_command(session, "palette");
    type(session, "to the end");
    REQUIRE_FALSE(session.palette.entries().empty());
    CHECK(session.palette.entries()[0].id == "last");
    CHECK(session.palette.accept(session));
    CHECK(session.at_end());
    CHECK(session.dialog == Dialog::None);
    run_command(session, "palette");
    CHECK(session.palette.entries()[0].id == "last");
}

TEST_CASE("what cannot be done now says why, and is not done") {
    Session session;
    run_command(session, "palette");
    type(session, "play or pause");
    REQUIRE_FALSE(session.palette.entries().empty());
    CHECK(session.palette.entries()[0].why_not(session) == "ui.why.no_run");
    CHECK_FALSE(session.palette.accept(session));
    CHECK(session.dialog == Dialog::Palette);
}

TEST_CASE("a scenario opens from the palette, and the rows go round") {
    Session session;
    run_command(session, "palette");
    type(session, "races lost-update");
    CHECK(session.palette.accept(session));
    CHECK(session.run_name() == "races/lost-update");
    run_command(session, "palette");
    session.palette.move(-1);
    CHECK(session.palette.chosen() + 1 == session.palette.entries().size());
    session.palette.move(1);
    CHECK(session.palette.chosen() == 0);
    type(session, "no such thing at all");
    session.palette.move(1);
    CHECK_FALSE(session.palette.accept(session));
}
