// A scheduler and its heap
//
// Jobs wait in a heap, the one that is due first on top. A job may be added, cancelled, or come
// again. One scheduler looks at its heap every 100 ms. The other sleeps until the first job is due,
// and an event wakes it when the heap changes.
//
// Watch:  the scheduler's lane: more than thirty short sleeps, or a few long ones; and the
//         reminder, which is due in 30 ms and comes 60 ms late.
// Source: article D, a scheduler with a heap that sleeps 0.1 s at most.

#include <algorithm>

#include "scenarios/lifecycle/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Job {
    Duration due;
    int id;
    std::string name;
    Duration interval;  // 0: once
};
bool later(const Job& a, const Job& b) { return a.due != b.due ? a.due > b.due : a.id > b.id; }

class Scheduler {
public:
    int add(const std::string& name, Duration delay, Duration interval = 0s) {
        push(Job{now() + delay, ++last_id_, name, interval});
        changed_.set();
        ++reasons_;
        return last_id_;
    }
    void cancel(int id) {
        std::erase_if(heap_, [id](const Job& job) { return job.id == id; });
        std::ranges::make_heap(heap_, later);
        changed_.set();
        ++reasons_;
    }
    Coroutine<> run_polling(Duration poll) {
        for (;;) {
            start_due_jobs();
            Duration pause = poll;
            if (!heap_.empty()) {
                pause = std::min(poll, heap_.front().due - now());
            }
            co_await sleep(pause);
        }
    }
    Coroutine<> run_until_due() {
        for (;;) {
            start_due_jobs();
            changed_.clear();
            std::optional<Duration> pause;  // none: until somebody adds a job
            if (!heap_.empty()) {
                pause = heap_.front().due - now();
            }
            try {
                co_await wait_for(changed_.wait(), pause);
            } catch (const TimeoutError&) {
                // the first job is due
            }
        }
    }
    Coroutine<> stop(Task<> loop) {
        loop.cancel();
        co_await gather(return_exceptions, loop);
        co_await gather(running_);
    }
    [[nodiscard]] Duration latest() const { return latest_; }
    [[nodiscard]] int wake_ups() const { return wake_ups_; }
    /// How many jobs were started, and how many changes there were.
    [[nodiscard]] int reasons() const { return reasons_; }

private:
    void push(Job job) {
        heap_.push_back(std::move(job));
        std::ranges::push_heap(heap_, later);
    }
    void start_due_jobs() {
        ++wake_ups_;
        while (!heap_.empty() && heap_.front().due <= now()) {
            std::ranges::pop_heap(heap_, later);
            Job job = std::move(heap_.back());
            heap_.pop_back();
            ++reasons_;
            latest_ = std::max(latest_, now() - job.due);
            running_.push_back(create_task(work(job.name, now() - job.due), job.name));
            if (job.interval > 0s) {
                job.due += job.interval;
                push(std::move(job));
            }
        }
    }
    static Coroutine<> work(std::string name, Duration late) {
        log("{}, {} ms late", name, late / 1ms);
        co_await sleep(50ms);
    }

    std::vector<Job> heap_;
    std::vector<Task<>> running_;
    Event changed_{"changed"};
    Duration latest_ = 0s;
    int wake_ups_ = 0;
    int reasons_ = 0;
    int last_id_ = 0;
};

Coroutine<std::string> use(Scheduler& scheduler, Task<> loop, const Stage& stage) {
    co_await sleep(250ms);
    scheduler.add("report", 1s, stage.duration("interval"));
    const int backup = scheduler.add("backup", 2500ms);
    co_await sleep(1210ms);
    scheduler.add("reminder", stage.duration("reminder"));
    co_await sleep(540ms);
    scheduler.cancel(backup);
    log("the backup is cancelled");
    co_await sleep(1600ms);
    co_await scheduler.stop(loop);

    stage.expect(scheduler.latest() == 0s, "no job is late");
    stage.expect(scheduler.wake_ups() <= 1 + scheduler.reasons(), "each wake-up has a reason");
    co_return fmt::format("{} wake-ups, up to {} ms late", scheduler.wake_ups(),
                          scheduler.latest() / 1ms);
}

Coroutine<std::string> polling(Stage& stage) {
    Scheduler scheduler;
    auto loop = create_task(scheduler.run_polling(stage.duration("poll")), "scheduler");
    const std::string result = co_await use(scheduler, loop, stage);
    co_return result;
}

Coroutine<std::string> sleeping_until_due(Stage& stage) {
    Scheduler scheduler;
    auto loop = create_task(scheduler.run_until_due(), "scheduler");
    const std::string result = co_await use(scheduler, loop, stage);
    co_return result;
}

}  // namespace

const Scenario kHeapScheduler{
    ScenarioId("lifecycle/heap-scheduler"),
    Title("A scheduler and its heap", "调度器和它的堆"),
    Difficulty::Hard,
    Params()
        .duration("poll", 100ms, AtLeast<Duration>(1ms), AtMost<Duration>(1s))
        .duration("interval", 1s, AtLeast<Duration>(10ms), AtMost<Duration>(1h))
        .duration("reminder", 30ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(polling, Expected()
                             .check_fails("no job is late")
                             .check_fails("each wake-up has a reason")
                             .ends_at(3600ms)
                             .result("37 wake-ups, up to 60 ms late"))
        .fixed(sleeping_until_due,
               Expected().ends_at(3600ms).result("8 wake-ups, up to 0 ms late")),
};

}  // namespace coroscope
