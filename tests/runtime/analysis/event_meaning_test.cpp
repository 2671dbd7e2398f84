#include "runtime/analysis/event_meaning.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"

using namespace coroscope;

namespace {

/// Two runs of which the last events are compared.
struct Pair {
    TraceBuilder left;
    TraceBuilder right;
    [[nodiscard]] bool same(bool with_time = true) {
        const Timeline one(left.trace());
        const Timeline other(right.trace());
        return same_meaning(one, one.trace().size() - 1, other, other.trace().size() - 1,
                            with_time);
    }
};

}  // namespace

TEST_CASE("ids, lines and names of functions do not count") {
    Pair runs;
    runs.left.create("main");
    runs.right.create("other");
    runs.right.create("main");
    runs.left.text("something else");
    SUBCASE("task and text") {
        runs.left.line(3).log(1, "hello");
        runs.right.line(9).log(2, "hello");
        CHECK(runs.same());
    }
    SUBCASE("resource") {
        runs.right.lock("another");
        const ObjectId one = runs.left.lock("lock");
        const ObjectId other = runs.right.lock("lock");
        CHECK(one != other);
        runs.left.acquire(1, one);
        runs.right.acquire(2, other);
        CHECK(runs.same());
    }
    SUBCASE("waker") {
        runs.left.ready(1, WakeReason::ItemPut, 1);
        runs.right.ready(2, WakeReason::ItemPut, 2);
        CHECK(runs.same());
    }
    SUBCASE("function") {
        runs.left.enter(1, "broken", 2);
        runs.right.enter(2, "fixed", 2);
        CHECK(runs.same());
    }
}

TEST_CASE("kind, time, names, texts and values count") {
    Pair runs;
    const TaskId a = runs.left.create("a");
    runs.right.create("a");
    const TaskId b = runs.left.create("b");
    runs.right.create("b");
    SUBCASE("kind") {
        runs.left.resume(a);
        runs.right.finish(a);
    }
    SUBCASE("time") {
        runs.left.at(1).log(a, "x");
        runs.right.at(2).log(a, "x");
        CHECK(runs.same(false));
    }
    SUBCASE("task") {
        runs.left.log(a, "x");
        runs.right.log(b, "x");
    }
    SUBCASE("loop or task") {
        runs.left.log(0, "x");
        runs.right.log(a, "x");
    }
    SUBCASE("text") {
        runs.left.log(a, "x");
        runs.right.log(a, "y");
    }
    SUBCASE("resource's name") {
        runs.left.acquire(a, runs.left.lock("x"));
        runs.right.acquire(a, runs.right.lock("y"));
    }
    SUBCASE("deadline") {
        runs.left.suspend(a, WaitReason::Sleep, 0, 10);
        runs.right.suspend(a, WaitReason::Sleep, 0, 20);
    }
    SUBCASE("awaited task") {
        runs.left.suspend(a, WaitReason::Task, 0, a);
        runs.right.suspend(a, WaitReason::Task, 0, b);
    }
    CHECK(!runs.same());
}

TEST_CASE("an event means the same as itself, in nonsense too") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 300, .nonsense = true}));
        const Timeline other(random_trace({.seed = seed + 100, .events = 300, .nonsense = true}));
        for (EventIndex i = 0; i < timeline.trace().size(); ++i) {
            CHECK(same_meaning(timeline, i, timeline, i));
            (void)same_meaning(timeline, i, other, i);
        }
    }
}
