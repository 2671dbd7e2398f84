// Runner: several main coroutines one after the other on one loop (asyncio.Runner). Between them
// the loop stands still; its clock, its tasks and the context in which main runs stay.
//
//     Runner runner(loop);
//     const std::string text = runner.run(first()).result();
//     runner.run(second());
//     runner.close();       // cancels what is left, and closes the loop
//
// Source: CPython Lib/asyncio/runners.py.
#pragma once

#include "runtime/core/error.h"
#include "runtime/core/event_loop.h"

namespace coroscope {

class Runner {
public:
    explicit Runner(EventLoop& loop) : loop_(loop) {}
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;
    ~Runner() { close(); }

    /// Runs `main` to its end. The future is done then, and has its result or what it raised; it is
    /// pending if the loop could not go on (outcome() says why).
    /// Errors: RuntimeError if a loop is running in this thread, or this one is closed.
    template <class T>
    Future<T> run(Coroutine<T> main, std::string_view name = "main",
                  std::source_location where = std::source_location::current()) {
        const Future<T> future(loop_.run_in_runner(
            [&] { return loop_.make_main(std::move(main), name, where); }, outcome_));
        return future;
    }
    [[nodiscard]] Outcome outcome() const { return outcome_; }
    /// Shuts the loop down as asyncio.run does at its end. Harmless if it is closed.
    void close() {
        if (!loop_.is_closed()) {
            if (outcome_ == Outcome::Finished) {
                (void)loop_.shutdown();
            }
            loop_.close();
        }
    }

    /// Every step of `loop` takes this long besides what it says itself, from the running one on:
    /// what the loop's own bookkeeping costs. A faster implementation of the loop costs less.
    /// Errors: ValueError if negative.
    static void set_step_cost(EventLoop& loop, Duration cost) {
        if (cost < Duration::zero()) {
            throw ValueError("a step cannot cost less than no time");
        }
        loop.options_.step_cost = cost.count();
    }

private:
    EventLoop& loop_;
    Outcome outcome_ = Outcome::Finished;
};

}  // namespace coroscope
