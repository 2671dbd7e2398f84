// A scheduler that polls, and drifts
//
// A scheduler looks at its jobs every 100 ms at least, whether there are any or not. A job that is
// added while it sleeps comes late. And a job that comes again is counted from when it ran, not
// from when it was due: what was late once stays late for ever.
//
// Watch:  the report is due at 280 ms and then every second; it runs at 300 ms, 1300 ms, 2300 ms.
// Source: article D, a scheduler that sleeps 0.1 s at most and adds the interval to now.

#include <algorithm>

#include "scenarios/found_in_tutorials/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Job {
    Duration due;
    Duration interval;
};

class Scheduler {
public:
    void add(Duration delay, Duration interval) {
        job_ = Job{.due = now() + delay, .interval = interval};
        changed_.set();
    }
    Coroutine<> poll(Duration most) {
        for (;;) {
            ++wake_ups_;
            Duration pause = most;
            if (job_ && job_->due <= now()) {
                execute();
                job_->due = now() + job_->interval;  // from now on
            }
            if (job_) {
                pause = std::min(most, job_->due - now());
            }
            co_await sleep(pause);
        }
    }
    Coroutine<> sleep_until_due() {
        for (;;) {
            ++wake_ups_;
            if (job_ && job_->due <= now()) {
                execute();
                job_->due += job_->interval;  // the next in the series
            }
            changed_.clear();
            std::optional<Duration> pause;  // none: until a job is added
            if (job_) {
                pause = job_->due - now();
            }
            try {
                co_await wait_for(changed_.wait(), pause);
            } catch (const TimeoutError&) {
                // the job is due
            }
        }
    }
    [[nodiscard]] int wake_ups() const { return wake_ups_; }
    [[nodiscard]] const std::vector<Duration>& runs() const { return runs_; }

private:
    void execute() {
        runs_.push_back(now());
        log("report {}", runs_.size());
    }
    std::optional<Job> job_;
    Event changed_{"changed"};
    std::vector<Duration> runs_;
    int wake_ups_ = 0;
};

Coroutine<std::string> use(Stage& stage, Scheduler& scheduler, Task<> loop) {
    const Duration added = stage.duration("added");
    const Duration delay = stage.duration("delay");
    const Duration interval = stage.duration("interval");
    co_await sleep(added);
    scheduler.add(delay, interval);
    co_await sleep(3 * interval);
    loop.cancel();
    co_await gather(return_exceptions, loop);
    Duration latest = 0ms;
    Duration due = added + delay;
    for (const Duration ran : scheduler.runs()) {
        latest = std::max(latest, ran - due);
        due += interval;
    }
    stage.expect(latest == 0ms, "each report runs when it is due");
    co_return fmt::format("{} reports, up to {} ms late, {} wake-ups", scheduler.runs().size(),
                          latest / 1ms, scheduler.wake_ups());
}

Coroutine<std::string> polls(Stage& stage) {
    Scheduler scheduler;
    auto loop = create_task(scheduler.poll(stage.duration("poll")), "scheduler");
    co_return co_await use(stage, scheduler, loop);
}

Coroutine<std::string> sleeps(Stage& stage) {
    Scheduler scheduler;
    auto loop = create_task(scheduler.sleep_until_due(), "scheduler");
    co_return co_await use(stage, scheduler, loop);
}

}  // namespace

const Scenario kSchedulerPolls{
    ScenarioId("found-in-tutorials/scheduler-polls"),
    Title("A scheduler that polls, and drifts", "轮询并漂移的调度器"),
    Difficulty::Medium,
    Params()
        .duration("poll", 100ms, AtLeast<Duration>(1ms), AtMost<Duration>(10s))
        .duration("added", 250ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("delay", 30ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("interval", 1s, AtLeast<Duration>(100ms), AtMost<Duration>(60s)),
    Variants()
        .broken(polls, Expected()
                           .check_fails("each report runs when it is due")
                           .ends_at(3250ms)
                           .result("3 reports, up to 20 ms late, 33 wake-ups"))
        .fixed(sleeps, Expected().ends_at(3250ms).result("3 reports, up to 0 ms late, 5 wake-ups")),
};

}  // namespace coroscope
