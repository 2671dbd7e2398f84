// sleep, busy, blocking: letting time pass.
//
//     co_await sleep(100ms);   // this task waits, the others run
//     blocking(100ms);         // nothing else runs: a blocking call inside the loop
//
// sleep(d) with d <= 0 gives the others one turn: one iteration, no timer. With d > 0 a timer is
// set; it fires in the iteration whose time has come, and the sleeper runs in the next one. Source:
// CPython Lib/asyncio/tasks.py, sleep.
#pragma once

#include <memory>
#include <source_location>
#include <utility>

#include "runtime/core/as_coroutine.h"
#include "runtime/core/clock.h"
#include "runtime/core/event_loop.h"

namespace coroscope {

class SleepAwaiter : public Suspension {
public:
    using Result = void;
    static constexpr const char* kFunction = "sleep()";
    explicit SleepAwaiter(Duration duration) : duration_(duration) {}
    SleepAwaiter(SleepAwaiter&& other) noexcept : SleepAwaiter(other.duration_) {}
    SleepAwaiter(const SleepAwaiter&) = delete;
    SleepAwaiter& operator=(const SleepAwaiter&) = delete;
    ~SleepAwaiter() {
        if (has_alarm()) {
            alarm_.loop().cancel_timer(alarm_);
            alarm_.~Alarm();
        }
    }

    [[nodiscard]] bool await_ready() const { return false; }
    template <class P>
    void await_suspend(std::coroutine_handle<P> coroutine) {
        if (duration_ <= Duration::zero()) {
            yield(coroutine.promise());
        } else {
            std::construct_at(&alarm_, coroutine.promise().task->loop());
            alarm_.set(duration_, coroutine.promise());
            suspend(coroutine.promise(), alarm_);
        }
    }
    void await_resume() {
        if (has_alarm()) {
            alarm_.loop().cancel_timer(alarm_);
        }
        resumed();
    }

private:
    class Alarm final : public FutureBase, public TimerHandle {
    public:
        explicit Alarm(EventLoop& loop) : FutureBase(loop, WaitReason::Sleep) {}
        void set(Duration duration, const PromiseBase& sleeper);
        [[nodiscard]] std::int64_t wait_detail() const override { return deadline(); }

    private:
        void fire() override {
            if (!done()) {
                set_done();
            }
        }
        [[nodiscard]] WakeReason wake_reason() const override { return WakeReason::TimerFired; }
    };

    [[nodiscard]] bool has_alarm() const {
        return duration_ > Duration::zero() && suspended_task() != nullptr;
    }

    Duration duration_;
    union {
        Alarm alarm_;  // made when it sleeps: a yield needs none
    };
};

[[nodiscard]] inline SleepAwaiter sleep(Duration duration) { return SleepAwaiter(duration); }

/// The same, and the await gives `result` back.
template <class T>
class SleepAwaiterWith : public SleepAwaiter {
public:
    SleepAwaiterWith(Duration duration, T result)
        : SleepAwaiter(duration), result_(std::move(result)) {}
    T await_resume() {
        SleepAwaiter::await_resume();
        return std::move(result_);
    }

private:
    T result_;
};
template <class T>
[[nodiscard]] SleepAwaiterWith<T> sleep(Duration duration, T result) {
    return SleepAwaiterWith<T>(duration, std::move(result));
}

namespace detail {
/// In a step of the running loop, or in the function of a simulated thread.
void pass_time(Duration duration, PassedBy how, std::source_location where);
}  // namespace detail

/// A computation that takes `duration` and does not give control back. Errors: ValueError if
/// negative.
inline void busy(Duration duration, std::source_location where = std::source_location::current()) {
    detail::pass_time(duration, PassedBy::Busy, where);
}
/// A call that waits for `duration` outside the loop, and blocks it. Errors: ValueError if
/// negative.
inline void blocking(Duration duration,
                     std::source_location where = std::source_location::current()) {
    detail::pass_time(duration, PassedBy::Blocking, where);
}

}  // namespace coroscope
