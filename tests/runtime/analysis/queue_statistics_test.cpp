#include "runtime/analysis/queue_statistics.h"

#include <doctest/doctest.h>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/queue.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/ran.h"
#include "tests/support/random_trace.h"

using namespace coroscope;
using test::Ran;

namespace {

QueueStatistics of(const Timeline& timeline, ObjectId queue, EventIndex cursor = kNoEvent) {
    std::vector<Nanoseconds> stays;
    return queue_statistics(timeline, *timeline.resource(queue), detail::Prefix(timeline, cursor),
                            stays);
}

/// Made at 10; "x" is inside from 20 to 50, "y" from 30 on; the run ends at 110.
void two_items(TraceBuilder& t) {
    const TaskId a = t.create("a");
    t.resume(a);
    const ObjectId queue = t.at(10).resource(ResourceType::Queue, "q", 2);
    t.at(20).put(a, queue, 1, "x");
    t.at(30).put(a, queue, 2, "y");
    t.at(50).got(a, queue, 1, "x");
    t.at(110).finish(a);
}

Coroutine<> produce(Queue<int>& queue, int count) {
    for (int i = 0; i < count; ++i) {
        co_await sleep(i % 3 * 7ms);
        co_await queue.put(i % 4);
    }
}
Coroutine<> consume(Queue<int>& queue, int count) {
    for (int i = 0; i < count; ++i) {
        (void)co_await queue.get();
        co_await sleep(i % 2 * 11ms);
    }
}
Coroutine<> line(int left) {
    Queue<int> queue("line", 3);
    co_await sleep(5ms);
    co_await gather(produce(queue, 20), produce(queue, 10), consume(queue, 30 - left));
}

}  // namespace

TEST_CASE("the depth of a queue is averaged over time, from its creation on") {
    TraceBuilder t;
    two_items(t);
    const QueueStatistics queue = of(Timeline(t.trace()), 1);
    CHECK(queue.put == 2);
    CHECK(queue.got == 1);
    CHECK(queue.left == 1);
    CHECK(queue.most == 2);
    CHECK(queue.full == 20);
    CHECK(queue.stays.count == 2);
    CHECK(queue.stays.longest == 80);
    CHECK(queue.little.window == 100);
    CHECK(queue.little.mean_depth() == doctest::Approx(1.1));
    CHECK(queue.little.mean_stay() == doctest::Approx(55));
    CHECK(queue.little.arrivals_per_second() == doctest::Approx(2e7));
    CHECK(queue.little.holds());
}

TEST_CASE("up to a cursor an item that is taken later is still inside") {
    TraceBuilder t;
    two_items(t);
    const Timeline timeline(t.trace());
    const QueueStatistics queue = of(timeline, 1, 4);
    CHECK(queue.left == 2);
    CHECK(queue.little.window == 20);
    CHECK(queue.stays.total == 10);
    CHECK(queue.little.holds());
}

TEST_CASE("which item is taken is told by its text, else it is the oldest") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const ObjectId queue = t.resource(ResourceType::Queue, "q");
    t.put(a, queue, 1, "x");
    t.at(10).put(a, queue, 2, "x");
    t.at(20).put(a, queue, 3, "y");
    t.at(30).got(a, queue, 2, "y");        // 10
    t.at(40).got(a, queue, 1, "unknown");  // 40
    t.at(55).got(a, queue, 0, "x");        // 45
    t.at(60).got(a, queue, 0, "x");        // nothing is left
    const QueueStatistics figures = of(Timeline(t.trace()), queue);
    CHECK(figures.stays.total == 95);
    CHECK(figures.stays.p50 == 40);
    CHECK(figures.stays.longest == 45);
    CHECK(figures.left == 0);
    CHECK(figures.little.holds());
}

TEST_CASE("a shutdown drops items, and they have stayed until then") {
    TraceBuilder t;
    two_items(t);
    t.event({.a = 0, .subject = 1, .b = t.text("y"), .kind = EventKind::QueueDropped});
    const QueueStatistics queue = of(Timeline(t.trace()), 1);
    CHECK(queue.dropped == 1);
    CHECK(queue.left == 0);
    CHECK(queue.little.holds());
}

TEST_CASE("Little's law is an identity at every cursor of a real run") {
    for (const int left : {0, 1, 3}) {
        const Ran run(line(left));
        CHECK(run.outcome == Outcome::Finished);
        const Timeline timeline(run.trace);
        const ResourceInfo& queue = timeline.resources().front();
        REQUIRE(queue.type == ResourceType::Queue);
        for (EventIndex i = queue.created; i < run.trace.size(); ++i) {
            const LittlesLaw law = of(timeline, queue.id, i).little;
            CHECK(law.holds());
            CHECK(law.mean_depth() ==
                  doctest::Approx(law.arrivals_per_second() * law.mean_stay() / 1e9));
        }
        CHECK(of(timeline, queue.id).left == static_cast<std::uint64_t>(left));
    }
}

TEST_CASE("depths that do not fit the items break the law, and it says so") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const ObjectId queue = t.resource(ResourceType::Queue, "q");
    t.resume(a);
    t.put(a, queue, 7, "x");
    t.at(10).got(a, queue, 0, "x");
    CHECK(!of(Timeline(t.trace()), queue).little.holds());
}
