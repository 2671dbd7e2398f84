#include <doctest/doctest.h>

#include <string>

#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lifo_queue.h"
#include "runtime/sync/queue.h"
#include "tests/runtime/analysis/findings/words.h"

using namespace coroscope;
using namespace coroscope::test;
using namespace std::chrono_literals;

namespace {

std::vector<Finding> found(Coroutine<> program) {
    return findings(find_unbounded_queues, std::move(program));
}

struct Plan {
    int items = 100;
    Duration pace = 10ms;  ///< a producer's
    int batch = 1;         ///< that it puts in one step
    Duration work = 30ms;  ///< a consumer's
    int consumers = 1;
    int capacity = 0;
    Duration wait = 10s;   ///< after the last item
    Duration delay = 0ms;  ///< before the consumers begin
};

template <class Q>
Coroutine<> produce(Q& queue, Plan plan) {
    for (int i = 0; i < plan.items; ++i) {
        if (i % plan.batch == 0) {
            co_await sleep(plan.pace);
        }
        co_await queue.put(i);
    }
}
template <class Q>
Coroutine<> consume(Q& queue, Plan plan) {
    co_await sleep(plan.delay);
    for (;;) {
        co_await queue.get();
        co_await sleep(plan.work);
    }
}
template <class Q = Queue<int>>
Coroutine<> program(Plan plan) {
    Q queue("queue", plan.capacity);
    std::vector<Task<>> consumers;
    for (int i = 0; i < plan.consumers; ++i) {
        consumers.push_back(create_task(consume(queue, plan), "consumer"));
    }
    co_await create_task(produce(queue, plan), "producer");
    co_await sleep(plan.wait);
    for (Task<>& task : consumers) {
        task.cancel();
    }
    co_await gather(return_exceptions, consumers);
}

/// Each worker finds two more pages on each of the first pages.
Coroutine<> crawl(Queue<int>& frontier, int& left) {
    for (;;) {
        co_await frontier.get();
        co_await sleep(10ms);
        for (int i = 0; i < 2 && left > 0; ++i) {
            --left;
            co_await frontier.put(left);
        }
    }
}
Coroutine<> crawler() {
    Queue<int> frontier("frontier");
    int left = 200;
    auto one = create_task(crawl(frontier, left), "one");
    auto two = create_task(crawl(frontier, left), "two");
    co_await frontier.put(0);
    co_await sleep(10s);
    one.cancel();
    two.cancel();
    co_await gather(return_exceptions, one, two);
}

}  // namespace

TEST_CASE("unbounded queue: three in, one out") {
    TraceBuilder t;
    const TaskId producer = t.create("producer");
    const TaskId consumer = t.create("consumer");
    const ObjectId queue = t.line(2).resource(ResourceType::Queue, "queue");
    std::int64_t depth = 0;
    EventIndex last = 0;
    for (int i = 0; i < 20; ++i) {
        t.at((i + 1) * 1'000'000);
        for (int n = 0; n < 3; ++n) {
            last = t.line(5).put(producer, queue, ++depth, "x");
        }
        t.line(9).got(consumer, queue, --depth, "x");
    }
    t.end(Outcome::Stopped);
    const auto all = findings(find_unbounded_queues, t);
    REQUIRE(all.size() == 1);
    const Finding& finding = all.front();
    CHECK(finding.kind == "unbounded-queue");
    CHECK(finding.severity == Severity::Warning);
    CHECK(en(finding.statement) ==
          "queue has no capacity and grows to 41 items: in 19 ms 60 are put in, and only 19 are "
          "taken. At the end 40 are left.");
    CHECK(zh(finding.statement) ==
          "queue 没有容量限制，增长到 41 个元素：19 ms 内放入 60 个，只取出 19 个。结束时还剩 40 "
          "个。");
    CHECK(
        en(finding.advice) ==
        "give queue a capacity at line 2, so that line 5 waits when the consumers fall behind, or "
        "take faster at line 9.");
    CHECK(finding.at == last);
    CHECK(finding.tasks == std::vector{producer, consumer});
    CHECK(finding.resources == std::vector{queue});
    CHECK(lines(t, finding) == std::vector{2U, 5U, 9U});
    CHECK(find_unbounded_queues(Timeline(t.trace()), {.queue_growth = 42}).empty());
}

TEST_CASE("unbounded queue: producers that are faster all the time") {
    const auto left = found(program({.wait = 0ms}));
    REQUIRE(left.size() == 1);
    CHECK(left[0].severity == Severity::Warning);
    CHECK(found(program({.items = 200, .work = 45ms, .consumers = 3, .wait = 0ms})).size() == 1);
    CHECK(found(program({.batch = 5, .work = 30ms, .wait = 0ms})).size() == 1);
    CHECK(found(program({.pace = 0ms, .batch = 2, .work = 0ms, .wait = 0ms})).size() == 1);
    CHECK(found(program<LifoQueue<int>>({.wait = 0ms})).size() == 1);
}

TEST_CASE("unbounded queue: one that comes out even after all is for information") {
    const auto all = found(program({}));
    REQUIRE(all.size() == 1);
    CHECK(all[0].severity == Severity::Info);
    CHECK(en(all[0].statement).ends_with("At the end 0 are left."));
}

TEST_CASE("unbounded queue: silent with a capacity, and with consumers that keep up") {
    CHECK(found(program({.capacity = 30})).empty());
    CHECK(found(program({.work = 10ms})).empty());
    CHECK(found(program({.work = 30ms, .consumers = 4})).empty());
    CHECK(found(program({.items = 1000, .work = 10ms, .wait = 0ms})).empty());
}

TEST_CASE("unbounded queue: silent for bursts") {
    CHECK(found(program({.batch = 100})).empty());                           // one
    CHECK(found(program({.items = 300, .pace = 1s, .batch = 30})).empty());  // drained in between
    CHECK(found(program({.pace = 100us})).empty());                          // a quick one
    CHECK(found(program({.delay = 2s})).empty());                            // before anybody takes
    CHECK(found(program({.consumers = 0, .wait = 0ms})).empty());            // nobody ever takes
    CHECK(found(program({.items = 20, .wait = 0ms})).empty());               // a short one
}

TEST_CASE("unbounded queue: silent where the consumers put what they find") {
    CHECK(found(crawler()).empty());
}
