// Barrier: tasks wait for one another: none goes on before all parties have arrived
// (asyncio.Barrier).
//
//     Barrier start("start", 3);
//     const int index = co_await start.wait();     // 0 for the first to arrive, 2 for the last
//
// States: filling; draining, from the last arrival until all have left; resetting, from reset()
// until all have left; broken, from abort() until reset(). It can be used again and again: who
// arrives while it drains or is reset waits until it fills anew.
// Order: the last party does not suspend; the others wake in the order of their arrival. A
// cancelled party just leaves and its index is given again; one of the others is woken by that,
// finds the barrier still filling, and waits on at the end of the line.
// Errors: ValueError for less than one party; BrokenBarrierError from wait() if the barrier is
// broken, or is reset meanwhile.
// Source: CPython Lib/asyncio/locks.py (3.13).
#pragma once

#include <cstdint>
#include <source_location>
#include <string_view>

#include "runtime/core/resource.h"
#include "runtime/sync/waiter.h"

namespace coroscope {

class Barrier;

class BarrierAwaiter : public Suspension {
public:
    using Result = int;  ///< how many had arrived before
    static constexpr const char* kFunction = "wait()";
    explicit BarrierAwaiter(Barrier& barrier) : place_(barrier) {}
    BarrierAwaiter(BarrierAwaiter&& other) noexcept : BarrierAwaiter(other.place_.barrier) {}
    [[nodiscard]] bool await_ready() { return place_.can_go_on(); }
    template <class P>
    void await_suspend(std::coroutine_handle<P> coroutine) {
        place_.queue_up();
        suspend(coroutine.promise(), place_);
    }
    int await_resume();

private:
    class Place final : public Waiter {
    public:
        explicit Place(Barrier& its_barrier);
        /// Arrives if the barrier is filling; true if there is nothing to wait for (any more).
        [[nodiscard]] bool can_go_on();
        void queue_up();
        bool completes_wait(TaskBase& task) override;

        Barrier& barrier;
        int index = -1;  ///< -1: it has not arrived
    };
    Place place_;
};

class Barrier : public Resource {
public:
    Barrier(std::string_view name, int parties,
            std::source_location where = std::source_location::current());

    [[nodiscard]] BarrierAwaiter wait() { return BarrierAwaiter(*this); }
    /// Throws BrokenBarrierError into those that wait, and empties the barrier.
    [[nodiscard]] Coroutine<> reset(std::source_location where = std::source_location::current());
    /// Breaks it for those that wait and for all that come later.
    [[nodiscard]] Coroutine<> abort(std::source_location where = std::source_location::current());

    [[nodiscard]] int parties() const { return parties_; }
    /// How many have arrived and wait for the others.
    [[nodiscard]] int n_waiting() const { return state_ == State::Filling ? inside_ : 0; }
    [[nodiscard]] bool broken() const { return state_ == State::Broken; }

private:
    friend class BarrierAwaiter;
    enum class State : std::uint8_t { Filling, Draining, Resetting, Broken };
    void trip();
    void leave();
    void change(Notice notice, SiteId site);

    int parties_;
    int inside_ = 0;
    State state_ = State::Filling;
    WaiterList waiters_;
};

}  // namespace coroscope
