#include "bench/trace_sample.h"

#include "bench/work.h"
#include "runtime/core/sleep.h"
#include "runtime/core/task.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/queue.h"

namespace coroscope::bench {
namespace {

constexpr int kPairs = 50;

Coroutine<int> work_on(Lock& lock, int item) {
    const auto held = co_await lock.hold();
    co_await sleep(Duration::zero());
    co_return item + 1;
}

Coroutine<> maker(Queue<int>& queue, std::uint32_t seed) {
    Durations durations(seed);
    for (;;) {
        const std::uint32_t duration = durations.next();
        co_await sleep(Duration(duration));
        co_await queue.put(static_cast<int>(duration));
    }
}

Coroutine<> taker(Queue<int>& queue, Lock& lock) {
    for (;;) {
        const int item = co_await queue.get();
        co_await work_on(lock, item);
        queue.task_done();
    }
}

/// Never ends: the budget of events ends the run.
Coroutine<> sample() {
    Queue<int> queue("jobs", 16);
    Lock lock("lock");
    for (int i = 0; i < kPairs; ++i) {
        create_task(maker(queue, static_cast<std::uint32_t>(i)), name("maker", i));
        create_task(taker(queue, lock), name("taker", i));
    }
    co_await Future<>("never");
}

}  // namespace

Trace record_sample(EventIndex events) {
    Recorder recorder({.runspec = "", .title = "sample", .producer = "coroscope_bench"});
    LoopOptions options;
    options.recorder = &recorder;
    options.max_events = events;
    EventLoop loop(options);
    require(loop.run(sample()) == Outcome::Budget, "the budget ends the sample");
    return recorder.snapshot();
}

std::size_t ask_everything(const Timeline& timeline, EventIndex cursor) {
    std::size_t found = 0;
    for (const TaskInfo& task : timeline.tasks()) {
        found += timeline.state_at(task.id, cursor).state == TaskState::Running ? 1U : 0U;
        found += timeline.await_stack(task.id, cursor).size();
        found += timeline.held_by(task.id, cursor).size();
    }
    for (const ResourceInfo& resource : timeline.resources()) {
        found += timeline.holders_at(resource.id, cursor).size();
        found += timeline.waiters_at(resource.id, cursor).size();
        found += timeline.items_at(resource.id, cursor).size();
    }
    return found + timeline.ready_at(cursor).size() + timeline.timers_at(cursor).size();
}

}  // namespace coroscope::bench
