// timeout: at its deadline the task inside the block is cancelled; leaving the block takes that
// request back and makes a TimeoutError of the CancelledError (asyncio.timeout).
//
//     co_await async_with(timeout(500ms), [&](Timeout& limit) -> Coroutine<> {
//         co_await first();
//         limit.reschedule(now() + 2s);  // or std::nullopt: no deadline any more
//         co_await second();
//     });
//
// States: created, active, expiring (the deadline came, the block is not left yet), expired or
// finished. A deadline that has passed cancels at the first suspension: a body that never suspends
// completes. A body that swallows the CancelledError leaves normally; expired() is true.
// Source: CPython Lib/asyncio/timeouts.py (3.13).
#pragma once

#include <exception>
#include <optional>

#include "runtime/core/clock.h"
#include "runtime/core/event_loop.h"
#include "runtime/sync/async_with.h"

namespace coroscope {

class Timeout {
public:
    /// `after` from now on; nullopt: never, until it is rescheduled.
    explicit Timeout(std::optional<Duration> after);
    Timeout(const Timeout&) = delete;
    Timeout& operator=(const Timeout&) = delete;
    /// Before it is entered. Errors: RuntimeError after that.
    Timeout(Timeout&& other);
    ~Timeout();

    /// The deadline in loop time, nullopt if there is none.
    [[nodiscard]] std::optional<Duration> when() const { return when_; }
    /// Moves the deadline, which is in loop time. Errors: RuntimeError if it is not active.
    void reschedule(std::optional<Duration> when);
    /// True if the deadline came while the block was active.
    [[nodiscard]] bool expired() const {
        return state_ == State::Expiring || state_ == State::Expired;
    }

    // By hand: enter(), the body in try and catch, exit(error).
    /// Errors: RuntimeError outside a task or if it was entered before.
    void enter();
    /// Ends the block. `error` is what the body raised, or null; raises TimeoutError or `error`, or
    /// returns if there is none.
    void exit(const std::exception_ptr& error);

    detail::Ready<> aenter() {
        enter();
        return detail::Ready<>();
    }
    detail::Ready<bool> aexit(const std::exception_ptr& error) {
        leave(error);
        return detail::Ready<bool>(false);
    }

private:
    friend Timeout timeout_at(std::optional<Duration> when);
    struct At {
        std::optional<Duration> when;
    };
    explicit Timeout(At at) : when_(at.when), alarm_(*this) {}
    void leave(const std::exception_ptr& error);
    void set_alarm();

    class Alarm final : public TimerHandle {
    public:
        explicit Alarm(Timeout& owner) : owner_(owner) {}

    private:
        void fire() override;
        Timeout& owner_;
    };
    enum class State : std::uint8_t { Created, Active, Expiring, Expired, Finished };

    std::optional<Duration> when_;
    Alarm alarm_;
    EventLoop* loop_ = nullptr;
    TaskBase* task_ = nullptr;
    std::uint32_t requests_before_ = 0;
    State state_ = State::Created;
};

/// Ends the block `after` from now on; nullopt: never.
[[nodiscard]] inline Timeout timeout(std::optional<Duration> after) { return Timeout(after); }
/// Ends the block at a point of loop time; nullopt: never.
[[nodiscard]] inline Timeout timeout_at(std::optional<Duration> when) {
    return Timeout(Timeout::At{when});
}

}  // namespace coroscope
