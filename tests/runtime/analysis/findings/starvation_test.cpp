#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/queue.h"
#include "runtime/sync/semaphore.h"
#include "tests/runtime/analysis/findings/words.h"

using namespace coroscope;
using namespace coroscope::test;
using namespace std::chrono_literals;

namespace {

std::vector<Finding> found(Coroutine<> program) {
    return findings(find_starvation, std::move(program));
}
std::vector<Finding> found_under(std::string_view policy, Coroutine<> program) {
    return findings_under(policy, find_starvation, std::move(program));
}

Coroutine<> go_round(int rounds) {
    for (int i = 0; i < rounds; ++i) {
        co_await sleep(0ms);
    }
}
/// Tasks that are always ready.
Coroutine<> crowd(int tasks, int rounds) {
    std::vector<Task<>> all;
    for (int i = 1; i <= tasks; ++i) {
        all.push_back(create_task(go_round(rounds), "t" + std::to_string(i)));
    }
    co_await gather(all);
}

/// Takes all that is there without ever waiting for anything else.
Coroutine<> greedy(Queue<int>& queue, int items) {
    for (int i = 0; i < items; ++i) {
        co_await queue.get();
    }
}
Coroutine<> modest(Queue<int>& queue) {
    co_await sleep(1ms);
    co_await queue.get();
}
Coroutine<> feed(Queue<int>& queue, int batches, int batch) {
    for (int i = 0; i < batches; ++i) {
        co_await sleep(10ms);
        for (int n = 0; n < batch; ++n) {
            co_await queue.put(n);
        }
    }
}
Coroutine<> consumers(int batches, int batch, bool greedily) {
    Queue<int> queue("queue");
    auto feeding = create_task(feed(queue, batches, batch), "producer");
    std::vector<Task<>> all;
    all.push_back(create_task(greedy(queue, greedily ? batches * batch - 1 : 0), "hog"));
    for (int i = 0; i < (greedily ? 1 : batches * batch); ++i) {
        all.push_back(create_task(modest(queue), "modest"));
    }
    co_await feeding;
    co_await gather(all);
}

template <class L>
Coroutine<> use(L& lock, int times) {
    for (int i = 0; i < times; ++i) {
        co_await lock.acquire();
        co_await sleep(1ms);
        lock.release();
    }
}
/// Many want one lock, again and again: each waits for long, but all in turn.
template <class L>
Coroutine<> long_line(int tasks, int times) {
    L lock("lock", 1);
    std::vector<Task<>> all;
    for (int i = 0; i < tasks; ++i) {
        all.push_back(create_task(use(lock, times), "user"));
    }
    co_await gather(all);
}
class NamedLock : public Lock {
public:
    NamedLock(std::string_view name, int /*permits*/) : Lock(name) {}
};

}  // namespace

TEST_CASE("starvation: a ready task, and another that has turn after turn") {
    TraceBuilder t;
    const TaskId hog = t.create("hog");
    const EventIndex created = t.size();
    const TaskId other = t.create("other");
    for (int i = 0; i < 30; ++i) {
        t.resume(hog);
        t.line(7).suspend(hog, WaitReason::Yield);
    }
    const EventIndex last = t.size() - 2;
    t.resume(other);
    t.finish(other);
    t.finish(hog);
    const auto all = findings(find_starvation, t);
    REQUIRE(all.size() == 1);
    const Finding& finding = all.front();
    CHECK(finding.kind == "starvation");
    CHECK(finding.severity == Severity::Warning);
    CHECK(en(finding.statement) ==
          "other is ready, but hog has 29 turns first, although it becomes ready later each time.");
    CHECK(zh(finding.statement) == "other 已就绪，但 hog 虽然每次都更晚就绪，却先运行了 29 次。");
    CHECK(en(finding.advice) ==
          "let hog wait for something between its turns (line 7): a task that is always ready can "
          "be preferred without end.");
    CHECK(finding.tasks == std::vector{other, hog});
    CHECK(finding.events.front() == created);
    CHECK(finding.at == last);
    CHECK(lines(t, finding) == std::vector{7U});
}

TEST_CASE("starvation: policies starve ready tasks, asyncio's order does not") {
    for (const int tasks : {2, 3, 20}) {
        CHECK(found(crowd(tasks, 100)).empty());
        const auto all = found_under("lifo", crowd(tasks, 100));
        REQUIRE(all.size() == 1);
        CHECK(all[0].resources.empty());
        CHECK(std::ranges::count(all[0].tasks, all[0].tasks.back()) == 1);  // no victim of itself
    }
    CHECK(found_under("priority", crowd(5, 100)).size() == 1);
    CHECK(found_under("lifo", crowd(3, 10)).empty());
}

TEST_CASE("starvation: chance is no preference") {
    for (const int tasks : {2, 5, 50}) {
        CHECK(found_under("random", crowd(tasks, 2000)).empty());
    }
}

TEST_CASE("starvation: a getter that is woken in vain again and again") {
    const auto all = found(consumers(10, 5, true));
    REQUIRE(all.size() == 1);
    CHECK(en(all[0].statement).starts_with("modest waits for an item of queue (line "));
    CHECK(en(all[0].statement).find("but hog is served first") != std::string::npos);
    CHECK(all[0].resources.size() == 1);
    CHECK(found(consumers(2, 5, true)).empty());
    CHECK(found(consumers(10, 5, false)).empty());
}

TEST_CASE("starvation: a long line in which all have their turn is none") {
    CHECK(found(long_line<NamedLock>(50, 5)).empty());
    CHECK(found(long_line<Semaphore>(50, 5)).empty());
    CHECK(found(long_line<NamedLock>(2, 50)).empty());
    CHECK(found_under("lifo", long_line<NamedLock>(50, 5)).empty());
}

TEST_CASE("starvation: a lock of another runtime, that newcomers get first") {
    TraceBuilder t;
    const TaskId hog = t.create("hog");
    const TaskId victim = t.create("victim");
    const ObjectId lock = t.lock("lock");
    t.resume(victim);
    t.line(5).suspend(victim, WaitReason::Lock, lock);
    t.resume(hog);
    for (int i = 0; i < 25; ++i) {
        t.line(9).acquire(hog, lock);
        t.release(hog, lock);
    }
    SUBCASE("again and again") {
        const auto all = findings(find_starvation, t);
        REQUIRE(all.size() == 1);
        CHECK(en(all[0].statement) ==
              "victim waits for lock (line 5), but hog is served first 25 times, although it asks "
              "later.");
        CHECK(lines(t, all[0]) == std::vector{5U, 9U});
    }
    SUBCASE("unless the threshold is higher") {
        CHECK(find_starvation(Timeline(t.trace()), {.starved_turns = 26}).empty());
    }
}

TEST_CASE("starvation: loops of other threads do not take turns away") {
    TraceBuilder t;
    const TaskId here = t.create("here");
    const TaskId there = t.create("there");
    t.event({.task = 3, .kind = EventKind::TaskCreated, .detail = 1});
    for (int i = 0; i < 30; ++i) {
        t.resume(3);
        t.suspend(3, WaitReason::Yield);
    }
    t.resume(here);
    t.resume(there);
    CHECK(findings(find_starvation, t).empty());
}
