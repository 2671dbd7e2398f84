// The session, driven as the window drives it.

#include "gui/model/session.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "gui/model/command.h"
#include "runtime/trace/ctrace.h"
#include "scenarios/simulate.h"
#include "tests/gui/support/headless_window.h"
#include "tests/gui/support/patience.h"
#include "tests/support/paths.h"
#include "tests/support/sample_runs.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::finish_work;
using coroscope::gui::test::open_run;

namespace {

std::filesystem::path scratch(const std::string& name) {
    const auto folder = coroscope::test::build_dir() / "gui-tests";
    std::filesystem::create_directories(folder);
    return folder / name;
}

}  // namespace

TEST_CASE("a small run is there at once, with the cursor at its beginning") {
    Session session;
    open_run(session, "races/lost-update");
    CHECK_FALSE(session.empty());
    CHECK(session.at_start());
    CHECK(session.timeline().outcome() == Outcome::Finished);
    CHECK(session.findings().size() == 1);
    CHECK(session.variant() == "broken");
    CHECK(session.run_name() == "races/lost-update");
}

TEST_CASE("a run opens at a step, or at its end") {
    Session session;
    open_run(session, "races/lost-update", 3);
    CHECK(session.step() == 3);
    open_run(session, "races/lost-update", kNoEvent);
    CHECK(session.at_end());
}

TEST_CASE("commands say whether they can be done, and do nothing if not") {
    Session session;
    CHECK_FALSE(command("step-on").why_not(session).empty());
    CHECK_FALSE(run_command(session, "step-on"));
    open_run(session, "races/lost-update");
    CHECK(command("step-on").why_not(session).empty());
    CHECK(command("step-back").why_not(session) == "ui.why.at_start");
    CHECK(run_command(session, "last"));
    CHECK(session.at_end());
    CHECK(command("step-on").why_not(session) == "ui.why.at_end");
    CHECK(run_command(session, "first"));
    CHECK(session.at_start());
}

TEST_CASE("every command has a name and a reason in both languages, and its own key") {
    for (const CommandGroup& group : command_groups()) {
        for (const Command& one : group.commands) {
            for (const Language language : {Language::English, Language::Chinese}) {
                CHECK(tr(one.name, language) != one.name);
            }
            if (one.shortcut.key != Key::None) {
                CHECK(command_of(one.shortcut) == &one);
            }
        }
    }
}

TEST_CASE("the twin command switches between the variants and keeps the selection by name") {
    Session session;
    open_run(session, "races/lost-update?workers=3");
    session.select_name("worker-2");
    CHECK(run_command(session, "twin"));
    finish_work(session);
    CHECK(session.variant() == "fixed");
    CHECK(session.spec().parameters.size() == 1);
    CHECK(session.timeline().task_name(session.selection().task) == "worker-2");
    CHECK(run_command(session, "twin"));
    finish_work(session);
    CHECK(session.variant() == "broken");
    open_run(session, "basics/hello-gather");
    CHECK_FALSE(run_command(session, "twin"));
}

TEST_CASE("escape closes what is open, one thing after the other") {
    Session session;
    open_run(session, "races/lost-update");
    session.select_task(1);
    run_command(session, "keys");
    CHECK(session.dialog == Dialog::Keys);
    run_command(session, "escape");
    CHECK(session.dialog == Dialog::None);
    CHECK(session.selection().task == 1);
    run_command(session, "escape");
    CHECK(session.selection().empty());
    CHECK_FALSE(run_command(session, "escape"));
}

TEST_CASE("a trace that was saved opens again, knows its scenario, and can be run again") {
    const auto path = scratch("saved.ctrace");
    Session session;
    open_run(session, "races/lost-update?workers=3");
    const EventIndex size = session.timeline().trace().size();
    CHECK(session.save_trace(path));
    finish_work(session);
    REQUIRE(session.notice());
    CHECK_FALSE(session.notice()->error);

    open_run(session, path.string());
    CHECK(session.timeline().trace().size() == size);
    REQUIRE(session.scenario() != nullptr);
    CHECK(info(*session.scenario()).id == "races/lost-update");
    CHECK(session.findings().size() == 1);
    CHECK(run_command(session, "twin"));
    CHECK(session.variant() == "fixed");
}

TEST_CASE(
    "the trace of another program opens true to scale, says what is odd, and has no scenario") {
    const auto path = scratch("foreign.data");
    std::ofstream(path) << R"([{"ph":"X","name":"a","ts":5,"dur":3},{"ph":"B","name":"b","ts":6}])";
    Session session;
    open_run(session, path.string());
    CHECK(session.timeline().tasks().size() == 1);
    CHECK(session.scenario() == nullptr);
    CHECK(session.run_name() == "foreign.data");
    CHECK(session.settings.axis == AxisKind::Time);
    REQUIRE(session.notice());
    CHECK_FALSE(session.notice()->error);
    CHECK(to_string(session.notice()->message, Language::English).find("no end") !=
          std::string::npos);
    CHECK_FALSE(run_command(session, "twin"));
    open_run(session, "races/lost-update");
    CHECK(session.settings.axis == AxisKind::Elastic);
}

TEST_CASE("a file that cannot be written or read gives one sentence") {
    Session session;
    open_run(session, "races/lost-update");
    CHECK(session.save_trace("/nowhere/at/all.ctrace"));
    finish_work(session);
    REQUIRE(session.notice());
    CHECK(session.notice()->error);
    session.dismiss_notice();
    CHECK(session.export_run("/nowhere/at/all.json"));
    finish_work(session);
    REQUIRE(session.notice());
    CHECK(session.notice()->error);
    CHECK_FALSE(session.export_run(scratch("run.word")));
    CHECK(to_string(session.notice()->message, Language::English).find(".json .pftrace .csv") !=
          std::string::npos);

    const auto path = scratch("broken.ctrace");
    std::ofstream(path) << "this is no trace";
    Session other;
    open_run(other, path.string());
    CHECK(other.empty());
    REQUIRE(other.notice());
    CHECK(other.notice()->error);

    open_run(other, scratch("missing.ctrace").string());
    CHECK(other.empty());
    CHECK(other.notice()->error);
}

TEST_CASE("loading can be dropped at any moment") {
    for (int i = 0; i < 20; ++i) {
        Session session;
        const auto request = parse_run("races/lost-update?workers=64");
        session.open(std::get<RunRequest>(request));
        session.open(std::get<RunRequest>(request));
    }
}

TEST_CASE("what a run lacks is said in one sentence") {
    const auto wrong = parse_run("races/lost-updat");
    REQUIRE(std::holds_alternative<SpecError>(wrong));
    CHECK(std::get<SpecError>(wrong).text.find("races/lost-update") != std::string::npos);
    CHECK(std::holds_alternative<SpecError>(parse_run("races/lost-update?workers=9999")));
}

TEST_CASE("zooming keeps the point under the mouse and stays inside the axis") {
    Session session;
    open_run(session, "patterns/producer-consumer");
    session.fit();
    session.set_view({0.0, session.axis().length()});
    const double at = session.axis().length() * 0.3;
    session.zoom(0.5, at);
    const View view = session.view();
    CHECK(view.last - view.first == doctest::Approx(session.axis().length() / 2.0));
    CHECK((at - view.first) / (view.last - view.first) == doctest::Approx(0.3));
    session.pan(-1e9);
    CHECK(session.view().first == 0.0);
    session.zoom(1e9, at);
    CHECK(session.view().all());
}

TEST_CASE("a long run opens with steps that can be read, and the cursor stays visible") {
    Session session;
    open_run(session, "patterns/producer-consumer");
    CHECK_FALSE(session.view().all());
    while (!session.at_end()) {
        run_command(session, "step-on");
        const double at = session.axis().at(session.cursor());
        CHECK(at >= session.visible().first);
        CHECK(at <= session.visible().last);
    }
    run_command(session, "fit");
    CHECK(session.view().all());
}

TEST_CASE("the axis can be changed at any cursor without moving it") {
    Session session;
    open_run(session, "patterns/producer-consumer", 20);
    const EventIndex cursor = session.cursor();
    for (int i = 0; i < 3; ++i) {
        run_command(session, "axis");
        CHECK(session.cursor() == cursor);
        CHECK(session.axis().kind() == session.settings.axis);
    }
}

TEST_CASE("the finding at the cursor is the one that this stop completes") {
    Session session;
    open_run(session, "deadlocks/ab-ba", kNoEvent);
    REQUIRE(session.finding_at_cursor() != nullptr);
    CHECK(session.finding_at_cursor()->kind == "deadlock");
    run_command(session, "first");
    CHECK(session.finding_at_cursor() == nullptr);
}

TEST_CASE("files are offered under a fitting name") {
    Session session;
    open_run(session, "races/lost-update?variant=fixed");
    CHECK(session.file_name(".ctrace") == "lost-update-fixed.ctrace");
}
