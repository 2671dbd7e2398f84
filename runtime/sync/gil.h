// Gil: the global interpreter lock of one simulated process. Threads that compute share it, one at
// a time; a thread that blocks (I/O, time.sleep) does not hold it. A thread that has waited for 5
// ms makes the holder give way, and goes to the end of the line in turn: two threads that compute
// for 1 s each both need 2 s. Units: nanoseconds of virtual time. It is exact at any moment, also
// when the loop looks late. Source: CPython Python/ceval_gil.c (switch interval 5 ms,
// sys.getswitchinterval).
#pragma once

#include <deque>
#include <functional>

#include "runtime/core/event_loop.h"

namespace coroscope {

class Gil final : public LoopExtension {
public:
    static constexpr Nanoseconds kSwitchInterval = 5'000'000;
    /// Told at which moment the thread has computed as long as it wanted.
    using Done = std::function<void(Nanoseconds at)>;
    /// Told when a thread begins (true) or ceases to hold the lock.
    using Holds = std::function<void(bool)>;

    explicit Gil(EventLoop& loop);
    /// The one of the process in which the loop runs.
    static Gil& of(EventLoop& loop);

    /// A thread wants to compute for `duration` from `at` on.
    void compute(Nanoseconds at, Nanoseconds duration, Done done, Holds holds);

    // LoopExtension
    [[nodiscard]] Ref<FutureBase> shutdown() override { return {}; }
    /// The loop's own thread computes inside a step: how long that takes it among the others.
    [[nodiscard]] Nanoseconds compute_in_loop(Nanoseconds duration) override;
    void discard() noexcept override;

private:
    struct Thread {
        Nanoseconds left = 0;
        Done done;
        Holds holds;
    };
    class Alarm final : public TimerHandle {
    public:
        explicit Alarm(Gil& owner) : owner_(owner) {}

    private:
        void fire() override { owner_.catch_up(owner_.loop_.now()); }
        Gil& owner_;
    };

    /// What happens up to and including `now`.
    void catch_up(Nanoseconds now);
    [[nodiscard]] Nanoseconds next_change() const { return since_ + slice_; }
    void hand_over(Nanoseconds at);
    void end_slice(Nanoseconds at);
    void set_alarm();

    EventLoop& loop_;
    Alarm alarm_;
    std::deque<Thread> threads_;  // the first one holds it
    Nanoseconds since_ = 0;
    Nanoseconds slice_ = 0;
};

}  // namespace coroscope
