// Choosing who runs next, over the whole catalogue: a branch is the run up to the choice, and the
// way back is the run as it was.
#include "gui/model/branch.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "gui/model/command.h"
#include "gui/model/session.h"
#include "runtime/trace/ctrace.h"
#include "scenarios/catalogue.h"
#include "scenarios/simulate.h"
#include "tests/gui/support/headless_window.h"
#include "tests/support/paths.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::finish_loading;
using coroscope::gui::test::open_run;

namespace {

constexpr std::size_t kMostChoices = 6;     // of each run, spread over it
constexpr std::size_t kMostCandidates = 3;  // of each choice

std::vector<std::string> runs() {
    std::vector<std::string> result;
    for (const Scenario* scenario : catalogue()) {
        result.emplace_back(info(*scenario).id);
        result.push_back(std::string(info(*scenario).id) + "?policy=random&seed=5");
    }
    return result;
}

/// The steps that begin before an event, without their positions: a branch records its choices.
std::vector<std::pair<TaskId, Nanoseconds>> steps_until(const Timeline& timeline, EventIndex end) {
    std::vector<std::pair<TaskId, Nanoseconds>> steps;
    for (const Step& step : timeline.steps()) {
        if (step.first < end) {
            steps.emplace_back(step.task, step.begin);
        }
    }
    return steps;
}

std::size_t first_difference(const ChoiceLog& a, const ChoiceLog& b) {
    std::size_t n = 0;
    while (n < a.size() && n < b.size() && a[n].taken == b[n].taken && a[n].kind == b[n].kind &&
           a[n].count == b[n].count) {
        ++n;
    }
    return n;
}

/// Puts the cursor before the choice with this number.
void seek_choice(Session& session, std::size_t number) {
    session.seek((*session.choices.log())[number].event - 1);
}

void check_branch(Session& session, std::size_t number, std::size_t n) {
    const Trace before = session.timeline().trace();
    const auto log = session.choices.log();
    const Choice choice = (*log)[number];
    const EventIndex cursor = session.cursor();
    const auto steps = steps_until(session.timeline(), choice.event);

    session.branches.choose_at(session, number, n);
    finish_loading(session);
    const auto branch = session.choices.log();
    REQUIRE(branch);
    CHECK(first_difference(*log, *branch) == number);
    REQUIRE(number < branch->size());
    CHECK((*branch)[number].taken == n);
    CHECK(steps_until(session.timeline(), (*branch)[number].event) == steps);
    CHECK(session.spec().choices.size() == number + 1);
    CHECK(session.timeline().trace().info().runspec == session.run_name());
    CHECK(session.timeline().trace() == simulate(session.spec()));
    // One that was cancelled before its first step ends without a step.
    const TaskId chosen = branch->candidates(number)[n];
    const auto has_step = [&](const Step& step) { return step.task == chosen; };
    if (choice.kind == ChoiceKind::Task &&
        std::ranges::any_of(session.timeline().steps(), has_step)) {
        const auto step = session.timeline().step_at(session.cursor());
        REQUIRE(step);
        CHECK(session.timeline().steps()[*step].task == chosen);
    }

    session.branches.take_back(session);
    finish_loading(session);
    CHECK(session.timeline().trace() == before);
    CHECK(session.cursor() == cursor);
}

}  // namespace

TEST_CASE(
    "at every choice of every scenario, any candidate can run, and the choice be taken back") {
    for (const std::string& run : runs()) {
        CAPTURE(run);
        Session session;
        open_run(session, run);
        REQUIRE(session.choices.log());
        const std::size_t count = session.choices.log()->size();
        const std::size_t stride = std::max<std::size_t>(1, count / kMostChoices);
        for (std::size_t number = 0; number < count; number += stride) {
            CAPTURE(number);
            const Choice choice = (*session.choices.log())[number];
            seek_choice(session, number);
            for (std::size_t n = 0; n < std::min<std::size_t>(choice.count, kMostCandidates); ++n) {
                // What the policy takes by itself leaves the RunSpec as it is.
                if (n != choice.taken && !(session.spec().policy == "fifo" && n == 0)) {
                    CAPTURE(n);
                    check_branch(session, number, n);
                }
            }
        }
    }
}

TEST_CASE("the candidate that runs anyway is just stepped to") {
    Session session;
    open_run(session, "races/lost-update");
    const auto point = [&] {
        while (!session.next_choice()) {
            run_command(session, "step-on");
        }
        return *session.next_choice();
    }();
    const Trace before = session.timeline().trace();
    const std::uint64_t step = session.step();
    CHECK(run_command(session, "run-next-1"));
    CHECK(session.timeline().trace() == before);
    CHECK(session.step() == step + 1);
    CHECK(session.branches.empty());
    CHECK(session.timeline().steps()[step].task == point.candidates[0]);
}

TEST_CASE("a branch keeps the view, the axis and the selection") {
    Session session;
    open_run(session, "patterns/producer-consumer", 21);
    session.set_axis(AxisKind::Steps);
    session.set_view({10.0, 30.0});
    session.select_name("consumer-2");
    const View view = session.view();
    REQUIRE(run_command(session, "run-next-3"));
    finish_loading(session);
    CHECK(session.view() == view);
    CHECK(session.settings.axis == AxisKind::Steps);
    CHECK(session.timeline().task_name(session.selection().task) == "consumer-2");
    CHECK(session.timeline().task_name(
              session.timeline().steps()[*session.timeline().step_at(session.cursor())].task) ==
          "producer-1");
}

TEST_CASE("choices are taken back one by one, made again, and forgotten with the run") {
    Session session;
    open_run(session, "races/lost-update");
    const std::string original = session.run_name();
    std::vector<std::string> names;
    for (int level = 0; level < 2; ++level) {
        while (!session.next_choice() && !session.at_end()) {
            run_command(session, "step-on");
        }
        REQUIRE(run_command(session, "run-next-2"));
        finish_loading(session);
        names.push_back(session.run_name());
    }
    CHECK(session.branches.made().size() == 2);
    CHECK(session.branches.by_hand(session).size() == 2);
    CHECK(run_command(session, "take-back"));
    finish_loading(session);
    CHECK(session.run_name() == names[0]);
    CHECK(run_command(session, "take-back"));
    finish_loading(session);
    CHECK(session.run_name() == original);
    CHECK(command("take-back").why_not(session) == "ui.why.nothing_chosen");
    CHECK(run_command(session, "choose-again"));
    finish_loading(session);
    CHECK(session.run_name() == names[0]);
    run_command(session, "twin");
    CHECK(session.branches.empty());
    CHECK_FALSE(session.branches.can_redo());
}

TEST_CASE("a pasted branch shows its choice as made by hand") {
    Session session;
    open_run(session, "races/lost-update#0.1");
    CHECK(session.branches.by_hand(session) == std::vector<std::size_t>{1});
    open_run(session, "races/lost-update?policy=random");
    CHECK(session.branches.by_hand(session).empty());
}

TEST_CASE("within a step the next choice behind it is meant") {
    Session session;
    open_run(session, "races/lost-update");
    const ChoiceLog& log = *session.choices.log();
    std::size_t seen = 0;
    for (std::size_t number = 1; number < log.size(); ++number) {
        const auto before = session.timeline().step_at(log[number].event - 1);
        REQUIRE(before);
        const Step step = session.timeline().steps()[*before];
        if (log[number - 1].event > step.first) {
            continue;  // another choice lies between
        }
        for (EventIndex cursor = step.first; cursor < log[number].event; ++cursor) {
            session.seek(cursor);
            REQUIRE(session.next_choice());
            CHECK(session.next_choice()->number == number);
            ++seen;
        }
    }
    CHECK(seen > 3);
    session.seek(0);
    CHECK_FALSE(session.next_choice());  // main runs first, and nobody else could
    CHECK(command("run-next-1").why_not(session) == "ui.why.one_ready");
    session.seek(last_event(session.timeline()));
    CHECK(command("run-next-1").why_not(session) == "ui.why.at_end");
}

TEST_CASE("timers of one deadline can be chosen among, and more than there are cannot") {
    Session session;
    open_run(session, "patterns/producer-consumer", 21);
    const auto point = session.next_choice();
    REQUIRE(point);
    CHECK(point->choice.kind == ChoiceKind::TimerTie);
    CHECK(point->choice.count == 3);
    CHECK(command("run-next-3").why_not(session).empty());
    CHECK(command("run-next-4").why_not(session) == "ui.why.not_so_many");
}

TEST_CASE("a recording of a scenario can be branched, and taken back to the recording") {
    const auto folder = coroscope::test::build_dir() / "gui-tests";
    std::filesystem::create_directories(folder);
    const auto file = folder / "branch.ctrace";
    const Trace trace = simulate(std::get<RunSpec>(parse_runspec("races/lost-update")));
    REQUIRE(write_ctrace(file, trace).empty());
    Session session;
    open_run(session, file.string());
    finish_loading(session);
    REQUIRE(session.choices.log());
    seek_choice(session, 1);
    const EventIndex cursor = session.cursor();
    REQUIRE(run_command(session, "run-next-2"));
    finish_loading(session);
    CHECK(session.run_name() == "races/lost-update#0.1");
    std::filesystem::remove(file);
    REQUIRE(run_command(session, "take-back"));
    CHECK(session.request().is_file());
    CHECK(session.timeline().trace() == trace);
    CHECK(session.cursor() == cursor);
    CHECK(command("run-next-2").why_not(session).empty());
}
