#include <doctest/doctest.h>

#include <string>

#include "runtime/core/sleep.h"
#include "runtime/sync/event.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/queue.h"
#include "runtime/sync/wait_for.h"
#include "tests/runtime/analysis/findings/words.h"

using namespace coroscope;
using namespace coroscope::test;
using namespace std::chrono_literals;

namespace {

std::vector<Finding> found(Coroutine<> program) {
    return findings(find_missing_task_dones, std::move(program));
}

Coroutine<> forgets(Queue<int>& queue) {
    for (;;) {
        co_await queue.get();
        co_await sleep(10ms);
    }
}
Coroutine<> forgets_odd_ones(Queue<int>& queue) {
    for (;;) {
        const int item = co_await queue.get();
        co_await sleep(10ms);
        if (item % 2 == 0) {
            queue.task_done();
        }
    }
}
Coroutine<> fails(Queue<int>& queue) {
    for (;;) {
        const int item = co_await queue.get();
        if (item == 2) {
            throw ValueError("no 2, please");
        }
        queue.task_done();
    }
}
Coroutine<> works(Queue<int>& queue) {
    for (;;) {
        co_await queue.get();
        co_await sleep(10ms);
        queue.task_done();
    }
}
Coroutine<> works_slowly(Queue<int>& queue) {
    for (;;) {
        co_await queue.get();
        co_await sleep(10s);
        queue.task_done();
    }
}
Coroutine<> leaves_early(Queue<int>& queue) {
    co_await queue.get();
    queue.task_done();
}
Coroutine<> handle(Queue<int>& queue) {
    co_await sleep(10s);
    queue.task_done();
}
/// Gives each item to a task of its own.
Coroutine<> hands_on(Queue<int>& queue) {
    std::vector<Task<>> tasks;
    for (;;) {
        co_await queue.get();
        tasks.push_back(create_task(handle(queue), "handler"));
    }
}

using Consumer = Coroutine<> (*)(Queue<int>&);

Coroutine<> join(Consumer consumer, int consumers = 1) {
    Queue<int> queue("queue");
    std::vector<Task<>> tasks;
    for (int i = 1; i <= consumers; ++i) {
        tasks.push_back(create_task(consumer(queue), "consumer-" + std::to_string(i)));
    }
    for (int i = 1; i <= 4; ++i) {
        co_await queue.put(i);
    }
    co_await queue.join();
    for (Task<>& task : tasks) {
        task.cancel();
    }
    co_await gather(return_exceptions, tasks);
}
Coroutine<> join_with_timeout(Consumer consumer) {
    Queue<int> queue("queue");
    auto task = create_task(consumer(queue), "consumer");
    co_await queue.put(1);
    co_await queue.put(3);
    try {
        co_await wait_for(queue.join(), 1s);
    } catch (const TimeoutError&) {
        task.cancel();
    }
    co_await gather(return_exceptions, task);
}
Coroutine<> nobody_joins() {
    Queue<int> queue("queue");
    auto task = create_task(forgets(queue), "consumer");
    co_await queue.put(1);
    co_await sleep(1s);
    task.cancel();
    co_await gather(return_exceptions, task);
}
Coroutine<> joins(Queue<int>& queue) { co_await queue.join(); }
Coroutine<> shut_down_while_working() {
    Queue<int> queue("queue");
    auto consumer = create_task(works_slowly(queue), "consumer");
    co_await queue.put(1);
    auto joiner = create_task(joins(queue), "joiner");
    co_await sleep(1s);
    consumer.cancel();
    joiner.cancel();
    co_await gather(return_exceptions, consumer, joiner);
}
Coroutine<> waits_for_event(Event& event) { co_await event.wait(); }
Coroutine<> two_causes() {
    Event event("event");
    auto other = create_task(waits_for_event(event), "other");
    co_await join(forgets);
    co_await other;
}

}  // namespace

TEST_CASE("missing task_done: a join, and a consumer that never calls it") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId consumer = t.create("consumer", main);
    const ObjectId queue = t.resource(ResourceType::Queue, "queue");
    t.resume(main);
    t.put(main, queue, 1, "a");
    const EventIndex join = t.line(8).suspend(main, WaitReason::QueueJoin, queue);
    t.resume(consumer);
    const EventIndex got = t.line(3).got(consumer, queue, 0, "a");
    const EventIndex waits = t.line(3).suspend(consumer, WaitReason::QueueGet, queue);
    t.end(Outcome::Hang);
    t.abandon(consumer);
    t.abandon(main);
    const auto all = findings(find_missing_task_dones, t);
    REQUIRE(all.size() == 1);
    const Finding& finding = all.front();
    CHECK(finding.kind == "missing-task-done");
    CHECK(finding.severity == Severity::Error);
    CHECK(
        en(finding.statement) ==
        "main waits until every item of queue is done (line 8), but 1 is taken and never reported "
        "done: consumer took 1 item (line 3) and never called task_done().");
    CHECK(
        zh(finding.statement) ==
        "main 等待 queue 的元素全部处理完（第 8 行），但有 1 个被取走后从未报告完成：consumer 取出 "
        "1 个（第 3 行），从未调用 task_done()。");
    CHECK(
        en(finding.advice) ==
        "call queue.task_done() once for every item taken at line 3, when the work on it is over.");
    CHECK(finding.at == waits);
    CHECK(finding.events == std::vector{join, got, waits});
    CHECK(finding.tasks == std::vector{main, consumer});
    CHECK(finding.resources == std::vector{queue});
    CHECK(lines(t, finding) == std::vector{3U, 8U});
    CHECK(findings(find_hangs, t).empty());
}

TEST_CASE("missing task_done: never, not always, or after an exception") {
    const auto never = found(join(forgets));
    REQUIRE(never.size() == 1);
    CHECK(en(never[0].statement).find("consumer-1 took 4 items") != std::string::npos);
    CHECK(en(never[0].statement).ends_with("and never called task_done()."));
    CHECK(found(join(forgets, 2)).at(0).tasks.size() == 3);
    const auto odd = found(join(forgets_odd_ones));
    REQUIRE(odd.size() == 1);
    CHECK(en(odd[0].statement).ends_with("and called task_done() for 2."));
    const auto failed = found(join(fails, 2));
    REQUIRE(failed.size() == 1);
    CHECK(en(failed[0].statement).ends_with("called task_done() for 1 and ended by an exception."));
    CHECK(en(failed[0].advice).find("even after an exception") != std::string::npos);
}

TEST_CASE("missing task_done: where it is the cause of a hang, hang is silent") {
    CHECK(findings(find_hangs, join(forgets)).empty());
    CHECK(findings(find_hangs, join(fails, 2)).empty());
    CHECK(findings(find_hangs, two_causes()).size() == 1);  // somebody waits for an event, too
    CHECK(found(two_causes()).size() == 1);
}

TEST_CASE("missing task_done: a join that gives up") {
    const auto all = found(join_with_timeout(forgets));
    REQUIRE(all.size() == 1);
    CHECK(all[0].severity == Severity::Warning);
    CHECK(en(all[0].explanation).ends_with("only a timeout or a cancellation ends it."));
}

TEST_CASE("missing task_done: silent when all is done, or nobody joins") {
    CHECK(found(join(works)).empty());
    CHECK(found(join(works, 3)).empty());
    CHECK(found(join_with_timeout(works)).empty());
    CHECK(found(nobody_joins()).empty());
}

TEST_CASE("missing task_done: silent while somebody still works on it") {
    CHECK(found(join_with_timeout(works_slowly)).empty());
    CHECK(found(join_with_timeout(hands_on)).empty());
    CHECK(found(shut_down_while_working()).empty());
}

TEST_CASE("missing task_done: items that nobody takes are another matter") {
    CHECK(found(join(leaves_early)).empty());
    CHECK(findings(find_hangs, join(leaves_early)).size() == 1);
}
