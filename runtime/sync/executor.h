// Executors: functions that run outside the loop, in simulated worker threads or processes, while
// the loop goes on (concurrent.futures, loop.run_in_executor, asyncio.to_thread).
//
//     ThreadPoolExecutor pool(2, "pool");
//     const int rows = co_await run_in_executor(pool, [] { blocking(2s); return 7; });
//     co_await to_thread([] { busy(1s); });          // in the default executor, of 4 threads
//
// A job is an ordinary function. It says with blocking() and busy() how long it takes: blocking
// waits for something outside, busy computes. Threads that compute share one interpreter lock (see
// gil.h) with each other and with the loop; each process of a ProcessPoolExecutor has its own. Jobs
// start in the order in which they are given, as workers get free. A result reaches the awaiting
// task two iterations after the worker delivered it. Cancelling the future of a job that waits in
// line keeps it from starting; a running job goes on and keeps its worker. The function is called
// when the job starts; what it does to shared variables happens then. Its log lines and
// call_soon_threadsafe() have the time at which the worker gets there. A worker has a context of
// its own, in which its jobs run; to_thread runs in a copy of the caller's. Errors: ValueError for
// less than one worker; RuntimeError "cannot schedule new futures after shutdown". Source: CPython
// Lib/asyncio/base_events.py, futures.py (_chain_future), threads.py;
// Lib/concurrent/futures/thread.py.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "runtime/core/event_loop.h"
#include "runtime/core/lane_program.h"

namespace coroscope {

namespace detail {

class Pool;

/// One job, from its submission to its end.
class Job : public Pooled {
public:
    Job(Ref<FutureBase> future, std::string name)
        : future_(std::move(future)), name_(std::move(name)) {}
    virtual ~Job() = default;
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;
    void retain() { ++references_; }
    void release() {
        if (--references_ == 0) {
            delete this;
        }
    }

protected:
    /// Calls the function and keeps its value.
    virtual void call() = 0;
    /// The future gets that value.
    virtual void deliver_value() = 0;
    [[nodiscard]] FutureBase& future() const { return *future_; }

private:
    friend class Pool;
    enum class State : std::uint8_t { Queued, Cancelled, Running, Ended };
    class CheckCancel;
    class Deliver;

    /// It will never be done. The future's callback keeps the job, and the job the future.
    void forget_future() noexcept { const Ref<FutureBase> future = std::exchange(future_, {}); }

    Ref<FutureBase> future_;
    std::string name_;
    LaneProgram program_;
    std::exception_ptr error_;
    std::uint32_t references_ = 0;
    std::uint32_t number_ = 0;
    State state_ = State::Queued;
};

template <class R, class F>
class TypedJob final : public Job {
public:
    TypedJob(Ref<FutureBase> future, F function, std::string name)
        : Job(std::move(future), std::move(name)), function_(std::move(function)) {}

private:
    void call() override {
        if constexpr (std::is_void_v<R>) {
            function_();
        } else {
            value_.emplace(function_());
        }
    }
    void deliver_value() override {
        if constexpr (std::is_void_v<R>) {
            future().set_done();
        } else {
            static_cast<FutureState<R>&>(future()).set(std::move(*value_));
        }
    }
    F function_;
    std::conditional_t<std::is_void_v<R>, char, std::optional<R>> value_{};
};

[[nodiscard]] ObjectId announce_job(EventLoop& loop, std::string_view name);

}  // namespace detail

class Executor {
public:
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;
    /// No more jobs; those in line and running still go on to their end.
    ~Executor();

    [[nodiscard]] int max_workers() const;
    /// No more jobs. Those in line still run, unless `cancel_futures`.
    void shutdown(bool cancel_futures = false);
    /// For the runtime.
    [[nodiscard]] const Ref<detail::Pool>& pool() const { return pool_; }

protected:
    enum class Kind : std::uint8_t { Threads, Processes };
    Executor(Kind kind, int max_workers, std::string_view name, std::source_location where);

private:
    Ref<detail::Pool> pool_;
};

class ThreadPoolExecutor : public Executor {
public:
    explicit ThreadPoolExecutor(int max_workers, std::string_view name = {},
                                std::source_location where = std::source_location::current())
        : Executor(Kind::Threads, max_workers, name, where) {}
};
class ProcessPoolExecutor : public Executor {
public:
    explicit ProcessPoolExecutor(int max_workers, std::string_view name = {},
                                 std::source_location where = std::source_location::current())
        : Executor(Kind::Processes, max_workers, name, where) {}
};

namespace detail {

void submit(Pool& pool, Ref<Job> job, std::source_location where);
[[nodiscard]] Pool& default_pool(EventLoop& loop);

template <class F>
auto run_in_pool(Pool& pool, F function, std::string_view name, std::source_location where) {
    using R = std::invoke_result_t<F&>;
    EventLoop& loop = EventLoop::running();
    Ref<FutureBase> state(new FutureState<R>(loop, WaitReason::Executor, announce_job(loop, name)));
    const Future<R> future(state);
    submit(pool,
           Ref<Job>(new TypedJob<R, F>(std::move(state), std::move(function), std::string(name))),
           where);
    return future;
}

}  // namespace detail

/// Hands `function` to the executor; the future gets what it returns or raises. A default executor
/// takes it if none is given. Errors: RuntimeError if no loop is running or the executor is shut
/// down.
template <class F>
auto run_in_executor(Executor& executor, F function, std::string_view name = "job",
                     std::source_location where = std::source_location::current()) {
    return detail::run_in_pool(*executor.pool(), std::move(function), name, where);
}
template <class F>
auto run_in_executor(std::nullptr_t /*default*/, F function, std::string_view name = "job",
                     std::source_location where = std::source_location::current()) {
    return detail::run_in_pool(detail::default_pool(EventLoop::running()), std::move(function),
                               name, where);
}
/// The executor for run_in_executor(nullptr, ...) and to_thread from now on.
void set_default_executor(Executor& executor);

/// Runs `function` in the default executor, in a copy of the caller's context.
template <class F>
Coroutine<std::invoke_result_t<F&>> to_thread(
    F function, std::source_location where = std::source_location::current()) {
    co_await StandAt(where);
    const Context context = copy_context();
    auto in_context = [context, function = std::move(function)]() mutable {
        return context.run(function);
    };
    const auto future = run_in_executor(nullptr, std::move(in_context), "job", where);
    co_return co_await future;
}

}  // namespace coroscope
