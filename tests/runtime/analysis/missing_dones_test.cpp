#include "runtime/analysis/missing_dones.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

namespace {

/// Two consumers took an item each, one of them is done; main joins.
struct Joined {
    TraceBuilder t;
    TaskId main = t.create("main");
    TaskId good = t.create("good", main);
    TaskId bad = t.create("bad", main);
    ObjectId queue = t.resource(ResourceType::Queue, "queue");

    Joined() {
        t.resume(main);
        t.put(main, queue, 1, "a");
        t.put(main, queue, 2, "b");
        t.suspend(main, WaitReason::QueueJoin, queue);
        for (const TaskId task : {good, bad}) {
            t.resume(task);
            t.got(task, queue, task == good ? 1 : 0, "x");
        }
        t.task_done(good, queue, 1);
    }
    std::vector<detail::MissingDones> found() { return detail::missing_dones(Timeline(t.trace())); }
};

}  // namespace

TEST_CASE("missing dones: who took an item and went on") {
    Joined j;
    bool failed = false;
    SUBCASE("to wait for the next") { j.t.suspend(j.bad, WaitReason::QueueGet, j.queue); }
    SUBCASE("to its end") { j.t.finish(j.bad); }
    SUBCASE("to fail") {
        j.t.fail(j.bad, "ValueError");
        failed = true;
    }
    j.t.end(Outcome::Hang);
    const auto all = j.found();
    REQUIRE(all.size() == 1);
    CHECK(all[0].queue == j.queue);
    CHECK(all[0].joiner == j.main);
    CHECK(all[0].unfinished == 1);
    REQUIRE(all[0].debtors.size() == 1);
    CHECK(all[0].debtors[0].task == j.bad);
    CHECK(all[0].debtors[0].got == 1);
    CHECK(all[0].debtors[0].done == 0);
    CHECK(all[0].debtors[0].failed == failed);
}

TEST_CASE("missing dones: nothing is certain about one that still works") {
    Joined j;
    j.t.suspend(j.bad, WaitReason::Event, j.t.resource(ResourceType::Event, "event"));
    j.t.end(Outcome::Hang);
    CHECK(j.found().empty());
}

TEST_CASE("missing dones: silent where another task says that it is done") {
    Joined j;
    j.t.suspend(j.bad, WaitReason::QueueGet, j.queue);
    const TaskId helper = j.t.create("helper", j.main);
    j.t.put(j.main, j.queue, 1, "c");
    j.t.got(j.good, j.queue, 0, "c");
    j.t.task_done(helper, j.queue, 1);
    j.t.end(Outcome::Hang);
    CHECK(j.found().empty());
}
