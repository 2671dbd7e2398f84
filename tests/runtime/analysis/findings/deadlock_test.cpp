#include <doctest/doctest.h>

#include <algorithm>

#include "tests/runtime/analysis/findings/words.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

/// Two tasks that take two locks in opposite order, up to the second wait.
struct Transfer {
    TraceBuilder t;
    TaskId ab = t.create("transfer A→B");
    TaskId ba = t.create("transfer B→A");
    ObjectId a = t.lock("account_a");
    ObjectId b = t.lock("account_b");
    EventIndex closes = 0;

    explicit Transfer(bool meet = true) {
        take_first(ab, a, 3);
        if (meet) {
            take_first(ba, b, 11);
            wait(ab, b, 5);
            closes = wait(ba, a, 13);
        }
    }
    void take_first(TaskId task, ObjectId lock, std::uint32_t line) {
        t.resume(task);
        t.line(line).acquire(task, lock);
        t.suspend(task, WaitReason::Yield);
    }
    EventIndex wait(TaskId task, ObjectId lock, std::uint32_t line) {
        t.resume(task);
        return t.line(line).suspend(task, WaitReason::Lock, lock);
    }
};

}  // namespace

TEST_CASE("deadlock: who holds what, who waits for what, on which lines") {
    Transfer f;
    f.t.end(Outcome::Hang);
    f.t.abandon(f.ba);
    f.t.abandon(f.ab);
    const auto found = findings(find_deadlocks, f.t);
    REQUIRE(found.size() == 1);
    const Finding& finding = found.front();
    CHECK(finding.kind == "deadlock");
    CHECK(finding.severity == Severity::Error);
    CHECK(en(finding.statement) ==
          "Deadlock: transfer A→B holds account_a (line 3) and waits for account_b (line 5); "
          "transfer B→A holds account_b (line 11) and waits for account_a (line 13).");
    CHECK(zh(finding.statement) ==
          "死锁：transfer A→B 持有 account_a（第 3 行），等待 account_b（第 5 行）；transfer B→A "
          "持有 account_b（第 11 行），等待 account_a（第 13 行）。");
    CHECK(en(finding.advice) ==
          "take the two locks in the same order everywhere, account_a first: lines 5 and 13.");
    CHECK(zh(finding.advice) == "各处都按相同的顺序加这两把锁，先 account_a：第 5 与 13 行。");
    CHECK(finding.at == f.closes);
    CHECK(finding.tasks == std::vector{f.ab, f.ba});
    CHECK(finding.resources == std::vector{f.b, f.a});
    CHECK(lines(f.t, finding) == std::vector{5U, 13U, 3U, 11U});
    CHECK(finding.events.size() == 4);
    CHECK(findings(find_hangs, f.t).empty());
}

TEST_CASE("deadlock: silent while the run goes on, or when it ended otherwise") {
    Transfer f;
    CHECK(findings(find_deadlocks, f.t).empty());
    f.t.end(Outcome::Budget);
    CHECK(findings(find_deadlocks, f.t).empty());
}

TEST_CASE("deadlock: silent when a task only waits for a lock that comes free") {
    Transfer f(/*meet=*/false);
    f.wait(f.ba, f.a, 11);
    f.t.resume(f.ab);
    f.t.release(f.ab, f.a);
    f.t.ready(f.ba, WakeReason::LockReleased, f.ab, f.a);
    f.t.finish(f.ab);
    f.t.resume(f.ba);
    f.t.acquire(f.ba, f.a);
    f.t.finish(f.ba);
    f.t.end(Outcome::Finished);
    CHECK(findings(find_deadlocks, f.t).empty());
}

TEST_CASE("deadlock: every ring is a finding of its own") {
    Transfer f;
    const TaskId x = f.t.create("x");
    const ObjectId lock = f.t.lock("lock");
    f.t.resume(x);
    f.t.line(20).acquire(x, lock);
    const EventIndex again = f.t.line(21).suspend(x, WaitReason::Lock, lock);
    f.t.end(Outcome::Hang);
    const auto found = findings(find_deadlocks, f.t);
    REQUIRE(found.size() == 2);
    CHECK(found[1].at == again);
    CHECK(en(found[1].statement) ==
          "Deadlock: x waits for lock (line 21), which it holds itself (line 20).");
    CHECK(en(found[1].advice) ==
          "take lock only once: line 21 asks for it while it is held since line 20.");
}

TEST_CASE("deadlock: tasks that await each other") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.resume(a);
    t.line(3).suspend(a, WaitReason::Task, 0, b);
    t.resume(b);
    t.line(7).suspend(b, WaitReason::Task, 0, a);
    t.end(Outcome::Hang);
    const auto found = findings(find_deadlocks, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) == "Deadlock: a waits for b (line 3); b waits for a (line 7).");
    CHECK(en(found[0].advice) ==
          "let one of them go on without the next: change what lines 3 and 7 wait for.");
}

TEST_CASE("deadlock: a gather under a lock that its child wants") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId child = t.create("child", main);
    const ObjectId lock = t.lock("lock");
    const ObjectId gather = t.resource(ResourceType::Gather, "");
    t.resume(main);
    t.line(2).acquire(main, lock);
    t.link(main, gather, child);
    t.line(3).suspend(main, WaitReason::Gather, gather);
    t.resume(child);
    t.line(9).suspend(child, WaitReason::Lock, lock);
    t.end(Outcome::Hang);
    const auto found = findings(find_deadlocks, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "Deadlock: main holds lock (line 2) and waits for child (line 3); child waits for lock "
          "(line 9).");
}

TEST_CASE("deadlock: a pool whose holders all want one more is one finding") {
    TraceBuilder t;
    const ObjectId pool = t.resource(ResourceType::Semaphore, "pool", 2);
    for (const TaskId task : {t.create("a"), t.create("b")}) {
        t.resume(task);
        t.line(4).acquire(task, pool);
        t.suspend(task, WaitReason::Yield);
    }
    for (const TaskId task : {TaskId{1}, TaskId{2}}) {
        t.resume(task);
        t.line(6).suspend(task, WaitReason::Semaphore, pool);
    }
    const TaskId late = t.create("late");
    t.resume(late);
    t.line(4).suspend(late, WaitReason::Semaphore, pool);
    t.end(Outcome::Hang);
    const auto found = findings(find_deadlocks, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "Deadlock: a and b hold all permits of pool (line 4) and wait for one more (line 6).");
    CHECK(found[0].tasks == std::vector<TaskId>{1, 2});
}

TEST_CASE("deadlock: rings through the same semaphores are one finding with all their tasks") {
    TraceBuilder t;
    const ObjectId network = t.resource(ResourceType::Semaphore, "network", 2);
    const ObjectId disk = t.resource(ResourceType::Semaphore, "disk", 2);
    const std::vector<TaskId> down = {t.create("a"), t.create("b")};
    const std::vector<TaskId> up = {t.create("c"), t.create("d")};
    const auto take_and_ask = [&t](TaskId task, ObjectId has, ObjectId wants) {
        t.resume(task);
        t.line(4).acquire(task, has);
        t.line(6).suspend(task, WaitReason::Semaphore, wants);
    };
    for (const TaskId task : down) {
        take_and_ask(task, network, disk);
    }
    for (const TaskId task : up) {
        take_and_ask(task, disk, network);
    }
    t.end(Outcome::Hang);
    const auto found = findings(find_deadlocks, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "Deadlock: a holds network (line 4) and waits for disk (line 6); c holds disk (line 4) "
          "and waits for network (line 6).");
    std::vector<TaskId> tasks = found[0].tasks;
    std::ranges::sort(tasks);
    CHECK(tasks == std::vector<TaskId>{1, 2, 3, 4});
}
