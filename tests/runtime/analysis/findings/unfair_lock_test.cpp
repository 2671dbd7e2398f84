#include <doctest/doctest.h>

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
    return findings(find_unfair_locks, std::move(program));
}

template <class L>
Coroutine<> use(L& lock, Duration inside, Duration outside, int times) {
    for (int i = 0; i < times; ++i) {
        co_await lock.acquire();
        co_await sleep(inside);
        lock.release();
        co_await sleep(outside);
    }
}
struct Part {
    Duration inside = 10ms;
    Duration outside = 0ms;
    int times = 10;
};
class NamedLock : public Lock {
public:
    NamedLock(std::string_view name, int /*permits*/) : Lock(name) {}
};
template <class L = NamedLock>
Coroutine<> share(Part first, Part second) {
    L lock("lock", 1);
    auto one = create_task(use(lock, first.inside, first.outside, first.times), "one");
    auto two = create_task(use(lock, second.inside, second.outside, second.times), "two");
    co_await gather(one, two);
}

/// Works on each item for a while (0: not at all), and after so many items on something else.
Coroutine<> consume(Queue<int>& queue, Duration work, int pause_after = 0) {
    for (int i = 1;; ++i) {
        co_await queue.get();
        if (work > 0ms) {
            co_await sleep(work);
        }
        if (pause_after > 0 && i % pause_after == 0) {
            co_await sleep(10ms);
        }
    }
}
Coroutine<> feed(Queue<int>& queue, int batches, int batch) {
    for (int i = 0; i < batches; ++i) {
        co_await sleep(10ms);
        for (int n = 0; n < batch; ++n) {
            co_await queue.put(n);
        }
    }
}
Coroutine<> two_consumers(Duration work_1, int pause_after, Duration work_2, int batches,
                          int batch) {
    Queue<int> queue("queue");
    auto one = create_task(consume(queue, work_1, pause_after), "one");
    auto two = create_task(consume(queue, work_2), "two");
    co_await feed(queue, batches, batch);
    co_await sleep(1s);
    one.cancel();
    two.cancel();
    co_await gather(return_exceptions, one, two);
}

}  // namespace

TEST_CASE("unfair lock: one task holds it nearly all the time, while another waits") {
    const auto all = found(share({.inside = 90ms}, {.inside = 10ms}));
    REQUIRE(all.size() == 1);
    const Finding& finding = all.front();
    CHECK(finding.kind == "unfair-lock");
    CHECK(finding.severity == Severity::Warning);
    CHECK(en(finding.statement) ==
          "one holds lock for 900 ms of 990 ms, in 10 turns, while two waits for 900 ms.");
    CHECK(zh(finding.statement) ==
          "one 在 990 ms 中有 900 ms 持有 lock，共 10 次，而 two 等待了 900 ms。");
    CHECK(finding.tasks.size() == 2);
    CHECK(finding.resources.size() == 1);
    CHECK(finding.events.size() == 10);
    CHECK(found(share<Semaphore>({.inside = 90ms}, {.inside = 10ms})).size() == 1);
    CHECK(found(share({.inside = 50ms, .outside = 1ms}, {.inside = 2ms})).size() == 1);
}

TEST_CASE("unfair lock: silent where the lock is shared, or where nobody minds") {
    CHECK(found(share({}, {})).empty());                                         // equal parts
    CHECK(found(share({.inside = 90ms, .outside = 1s}, {})).empty());            // long, but rarely
    CHECK(found(share({.inside = 90ms}, {.outside = 2s, .times = 2})).empty());  // nobody waits
    CHECK(found(share({.inside = 90ms, .times = 4}, {.times = 4})).empty());  // too seldom to tell
    CHECK(found(share({.inside = 0ms}, {.inside = 0ms})).empty());            // no time passes
}

TEST_CASE("unfair lock: a consumer that awaits nothing takes nearly all items") {
    const auto all = found(two_consumers(0ms, 15, 4ms, 50, 4));
    REQUIRE(all.size() == 1);
    CHECK(all[0].severity == Severity::Info);
    CHECK(en(all[0].statement).starts_with("one takes "));
    CHECK(en(all[0].statement).find(" of the 200 items of queue, ") != std::string::npos);
    CHECK(all[0].tasks.size() == 2);
}

TEST_CASE("unfair lock: consumers that are only faster, or that take turns, are fair") {
    CHECK(found(two_consumers(1ms, 0, 1ms, 10, 10)).empty());
    CHECK(found(two_consumers(1ms, 0, 50ms, 10, 10)).empty());
    CHECK(found(two_consumers(0ms, 0, 0ms, 50, 1)).empty());
}

TEST_CASE("unfair lock: a consumer that never gets an item starves") {
    CHECK(found(two_consumers(0ms, 0, 0ms, 10, 10)).empty());
    CHECK(findings(find_starvation, two_consumers(0ms, 0, 0ms, 10, 10)).size() == 1);
}

TEST_CASE("unfair lock: silent where one starves, which is said already") {
    TraceBuilder t;
    const TaskId hog = t.create("hog");
    const TaskId victim = t.create("victim");
    const ObjectId lock = t.lock("lock");
    t.resume(victim);
    t.suspend(victim, WaitReason::Lock, lock);
    t.resume(hog);
    for (int i = 0; i < 30; ++i) {
        t.at(i * 10).acquire(hog, lock);
        t.at(i * 10 + 9).release(hog, lock);
    }
    CHECK(findings(find_starvation, t).size() == 1);
    CHECK(findings(find_unfair_locks, t).empty());
    CHECK(find_unfair_locks(Timeline(t.trace()), {.starved_turns = 1000}).size() == 1);
}
