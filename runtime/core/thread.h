// Thread: a simulated thread with an event loop of its own, in the same virtual time.
//
//     Thread helper("helper", serve(jobs));            // runs serve() as asyncio.run would
//     Future<int> answer = run_coroutine_threadsafe(ask(), helper.loop());
//     const int value = co_await answer;
//     helper.loop().call_soon_threadsafe([] { ... });
//
// Threads run side by side: a step that blocks one loop (blocking(), busy()) does not stop the
// other. Whoever is earliest in virtual time goes on; at the same instant the thread that created
// the other goes first. They take no interpreter lock from each other; only the jobs of executors
// do (gil.h). Locks, queues and futures belong to one loop: awaiting one of another loop is a
// RuntimeError. What crosses over is call_soon_threadsafe and run_coroutine_threadsafe, at the
// virtual time of the call. A run ends when all its threads have ended. Source: CPython
// Lib/asyncio/tasks.py, run_coroutine_threadsafe.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>

#include "runtime/core/event_loop.h"

namespace coroscope {

class Thread {
public:
    /// Starts it: its first iteration runs when the creator's clock has reached it.
    /// Errors: RuntimeError if no loop is running.
    template <class T>
    Thread(std::string_view name, Coroutine<T> main,
           std::source_location where = std::source_location::current())
        : Thread(
              name,
              [body = std::make_shared<Coroutine<T>>(std::move(main)), where](EventLoop& loop) {
                  (void)loop.run(std::move(*body), where);
              },
              where) {}
    /// Its loop, for call_soon_threadsafe and run_coroutine_threadsafe.
    [[nodiscard]] EventLoop& loop() const { return *loop_; }
    /// False once its main coroutine has ended and its loop is closed.
    [[nodiscard]] bool is_alive() const { return !loop_->is_closed(); }
    /// Done when the thread has ended, for the loop that created it: a join() that does not block.
    [[nodiscard]] const Future<>& finished() const { return finished_; }

private:
    Thread(std::string_view name, std::function<void(EventLoop&)> body, std::source_location where);
    std::shared_ptr<EventLoop> loop_;
    Future<> finished_;
};

namespace detail {
/// `action` runs in `loop` as a callback, at the running loop's virtual time.
void post(EventLoop& loop, std::function<void()> action, const char* name);
}  // namespace detail

/// Runs `coroutine` as a task of another thread's loop. The future belongs to the running loop; it
/// gets what the task returns or raises, and cancelling it cancels the task.
/// Errors: RuntimeError if no loop is running or the other is closed.
template <class T>
Future<T> run_coroutine_threadsafe(Coroutine<T> coroutine, EventLoop& loop) {
    EventLoop& here = EventLoop::running();
    loop.require_open();
    const Future<T> future("threadsafe");
    const auto body = std::make_shared<Coroutine<T>>(std::move(coroutine));
    const auto started = std::make_shared<std::optional<Task<T>>>();
    const auto deliver = [future, &here](const Task<T>& task) {
        detail::post(
            here,
            [future, task] {
                if (future.done()) {
                    return;
                }
                if (task.cancelled()) {
                    future.cancel();
                } else if (const std::exception_ptr error = task.exception()) {
                    future.set_exception(error);
                } else if constexpr (std::is_void_v<T>) {
                    future.set_result();
                } else {
                    future.set_result(task.result());
                }
            },
            "deliver");
    };
    detail::post(
        loop,
        [body, started, future, deliver] {
            if (future.cancelled()) {
                body->close();
                return;
            }
            started->emplace(create_task(std::move(*body)));
            (*started)->add_done_callback(Callback<Task<T>>(deliver, "deliver"));
        },
        "run coroutine");
    future.add_done_callback(Callback<Future<T>>(
        [started, &loop](const Future<T>& done) {
            if (done.cancelled() && *started && EventLoop::is_open(&loop)) {
                detail::post(loop, [started] { (*started)->cancel(); }, "cancel");
            }
        },
        "pass cancellation on"));
    return future;
}

}  // namespace coroscope
