#include "runtime/analysis/difference.h"

#include <doctest/doctest.h>

#include "scenarios/simulate.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"

using namespace coroscope;

namespace {

Timeline run_of(const std::string& text) {
    const auto spec = parse_runspec(text);
    return Timeline(simulate(std::get<RunSpec>(spec)));
}

}  // namespace

TEST_CASE("a run is the same as itself") {
    const Timeline run = run_of("patterns/producer-consumer");
    const RunDifference found = difference(run, run_of("patterns/producer-consumer"));
    CHECK(found.same);
    CHECK(found.same_scenario);
    CHECK(found.events_in_common == run.trace().size());
    CHECK(found.first == EventPair{});
    CHECK(found.first_log == EventPair{});
    CHECK(!found.first_choice);
    CHECK(found.tasks.empty());
    CHECK(found.variables.empty());
    CHECK(found.only_left.empty());
}

TEST_CASE("the twins part where the mended one makes its lock, and end differently") {
    const Timeline broken = run_of("races/lost-update");
    const Timeline fixed = run_of("races/lost-update?variant=fixed");
    const RunDifference found = difference(broken, fixed);
    CHECK(!found.same);
    CHECK(found.same_scenario);
    REQUIRE(found.first.right != kNoEvent);
    const TraceEvent& event = fixed.trace()[found.first.right];
    CHECK(event.kind == EventKind::ResourceCreated);
    CHECK(fixed.resource(event.subject)->type == ResourceType::Lock);
    REQUIRE(found.variables.size() == 1);
    CHECK(found.variables[0].left_value == "1");
    CHECK(found.variables[0].right_value == "2");
    REQUIRE(found.only_left.size() == 1);
    CHECK(found.left_findings[found.only_left[0]].kind == "lost-update");
    CHECK(found.only_right.empty());
    CHECK(found.first_log.left != kNoEvent);
    CHECK(found.tasks.empty());
}

TEST_CASE("the first choice that differs is told if both runs made choices") {
    const Timeline fifo = run_of("races/lost-update");
    const Timeline one = run_of("races/lost-update?policy=random&seed=1");
    const Timeline other = run_of("races/lost-update?policy=random&seed=2");
    const RunDifference found = difference(one, other);
    REQUIRE(found.first_choice.has_value());
    CHECK(one.trace()[found.first_choice->left].kind == EventKind::ChoiceMade);
    CHECK(one.trace()[found.first_choice->left].a != other.trace()[found.first_choice->right].a);
    CHECK(one.trace()[found.first.left].kind == EventKind::TaskResumed);
    CHECK(!difference(fifo, one).first_choice);
    // Who chooses as asyncio does behaves the same: that there was a choice is no difference.
    const Timeline as_asyncio = run_of("races/lost-update?policy=random#0.0.0.0.0.0.0.0");
    CHECK(as_asyncio.trace().size() > fifo.trace().size());
    CHECK(difference(fifo, as_asyncio).same);
}

TEST_CASE("a run that goes on is different from one that is over") {
    TraceBuilder longer;
    longer.create("main");
    longer.log(1, "x");
    const Timeline one(longer.trace());
    longer.log(1, "y");
    longer.create("late");
    const Timeline other(longer.trace());
    const RunDifference found = difference(one, other);
    CHECK(found.first == EventPair{.left = kNoEvent, .right = 2});
    CHECK(found.events_in_common == 2);
    CHECK(found.log_lines_in_common == 1);
    CHECK(found.first_log == EventPair{.left = kNoEvent, .right = 2});
    REQUIRE(found.tasks.size() == 1);
    CHECK(found.tasks[0].left == 0);
    CHECK(found.tasks[0].right_state == TaskState::Created);
}

TEST_CASE("the n-th of a name is compared with the n-th of that name") {
    TraceBuilder left;
    TraceBuilder right;
    for (TraceBuilder* t : {&left, &right}) {
        t->create("worker");
        t->create("worker");
        t->resume(1);
        t->finish(1);
        t->resume(2);
    }
    left.fail(2, "Error");
    right.finish(2);
    const RunDifference found = difference(Timeline(left.trace()), Timeline(right.trace()));
    REQUIRE(found.tasks.size() == 1);
    CHECK(found.tasks[0].left == 2);
    CHECK(found.tasks[0].right == 2);
    CHECK(found.tasks[0].left_state == TaskState::Failed);
}

TEST_CASE("runs of different scenarios are compared by their names") {
    const Timeline one = run_of("basics/hello-gather");
    const Timeline other = run_of("deadlocks/ab-ba");
    const RunDifference found = difference(one, other);
    CHECK(!found.same_scenario);
    CHECK(!found.same);
    CHECK(found.only_right.size() == 1);
    CHECK(found.variables.size() == 2);
    CHECK(found.variables[0].left == 0);
}

TEST_CASE("differences never crash on nonsense") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Timeline one(random_trace({.seed = seed, .events = 300, .nonsense = true}));
        const Timeline other(random_trace({.seed = seed + 1, .events = 300, .nonsense = true}));
        CHECK(difference(one, one).same);
        (void)difference(one, other);
    }
    CHECK(difference(Timeline(), Timeline()).same);
}

TEST_CASE("two schedules part in the step in which another task runs, at the choice that says so") {
    const Timeline one = run_of("races/lost-update?pause=0ms#0.1");
    const Timeline usual = run_of("races/lost-update?pause=0ms");
    const auto parts = parting(one, usual, difference(one, usual));
    REQUIRE(parts);
    CHECK(parts->left.step == 2);
    CHECK(parts->right.step == 2);
    CHECK(one.task_name(parts->left.task) == "worker-1");
    CHECK(usual.task_name(parts->right.task) == "worker-2");
    CHECK(parts->choice == 2);
    CHECK(parts->candidates.size() == 2);
    CHECK(parts->left.before < parts->left.first);
    // The same from the other side, where no choice is recorded.
    const auto back = parting(usual, one, difference(usual, one));
    REQUIRE(back);
    CHECK(back->choice == 2);
    CHECK_FALSE(back->choice_is_left);
    CHECK_FALSE(parting(one, one, difference(one, one)));
}

TEST_CASE("a mended twin parts where its lock is taken, not where it is made") {
    const Timeline broken = run_of("races/lost-update");
    const Timeline fixed = run_of("races/lost-update?variant=fixed");
    const auto parts = parting(broken, fixed, difference(broken, fixed));
    REQUIRE(parts);
    CHECK(parts->left.step == 1);
    CHECK(fixed.trace()[parts->right.first].kind == EventKind::ResourceAcquired);
    CHECK(parts->choice == 0);
}

TEST_CASE("things of two runs are matched by name, and what only one has by nothing") {
    const Timeline broken = run_of("races/lost-update");
    const Timeline fixed = run_of("races/lost-update?variant=fixed&workers=3");
    const MatchedNames back = match_names(fixed, broken);
    REQUIRE(back.tasks.size() == fixed.tasks().size());
    for (const TaskInfo& task : fixed.tasks()) {
        const TaskId other = back.tasks[task.id - 1];
        CHECK((other == 0) == (fixed.task_name(task.id) == "worker-3"));
        CHECK((other == 0 || broken.task_name(other) == fixed.task_name(task.id)));
    }
    for (std::size_t i = 0; i < fixed.resources().size(); ++i) {
        const bool lock = fixed.resources()[i].type == ResourceType::Lock;
        CHECK((back.resources[i] == 0) == lock);
    }
}

TEST_CASE("nonsense parts somewhere, and inside both runs") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Timeline one(random_trace({.seed = seed, .events = 300, .nonsense = true}));
        const Timeline other(random_trace({.seed = seed + 1, .events = 300, .nonsense = true}));
        const auto parts = parting(one, other, difference(one, other));
        if (parts) {
            CHECK(parts->left.step <= one.steps().size());
            CHECK(parts->left.first <= one.trace().size());
            CHECK(parts->right.before < std::max<EventIndex>(1, other.trace().size()));
        }
    }
}
