// Coroutine<T>: a function that can be suspended and resumed ("async def"). Calling it runs
// nothing: it starts when it is awaited, inside the task that awaits it and without an iteration of
// the loop, or when create_task makes it a task.
//
//     Coroutine<int> answer() { co_await sleep(1s); co_return 42; }
//     const int value = co_await answer();
//
// It can run once only. One that is dropped without having run is reported ("coroutine 'answer' was
// never awaited").
//
// Resuming: control goes back to the task between a caller and its callee (TaskBase::run is a
// trampoline), because g++ makes symmetric transfer a tail call only when it optimises: long loops
// of awaits would overflow the stack at -O0.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

#include "runtime/core/error.h"
#include "runtime/core/frame_pool.h"
#include "runtime/trace/event.h"

namespace coroscope {

class TaskBase;

/// An awaiter by reference: it lives to the end of the full expression of its co_await. Needed
/// because g++ 12 copies an awaiter that await_transform hands back as a reference.
template <class Awaiter>
class AwaiterRef {
public:
    explicit AwaiterRef(Awaiter& awaiter) : awaiter_(awaiter) {}
    [[nodiscard]] bool await_ready() { return awaiter_.await_ready(); }
    template <class P>
    auto await_suspend(std::coroutine_handle<P> coroutine) {
        return awaiter_.await_suspend(coroutine);
    }
    decltype(auto) await_resume() { return awaiter_.await_resume(); }

private:
    Awaiter& awaiter_;
};

class Suspension;
struct PromiseBase;

// These are inline because every co_await passes them; event_loop.h defines them.
namespace detail {
/// Throws RunStopped if the run is over: no loop of awaits that never suspend goes on for ever.
inline void check_budget(const PromiseBase& promise);
/// The id of a source line in the trace, 0 if nothing is recorded.
[[nodiscard]] inline SiteId site_of(const PromiseBase& promise, std::source_location where);
}  // namespace detail

/// "co_await StandAt(where)" at the start of a coroutine of the runtime: its awaits stand at that
/// line of the program, or at the caller's await if there is no line.
class StandAt {
public:
    explicit StandAt(std::source_location line) : where(line) {}
    std::source_location where;
};

/// What the runtime knows of a coroutine that has been called.
struct PromiseBase {
    explicit PromiseBase(const char* pretty_name) : function(pretty_name) {
        if (FramePool::mine().watched()) [[unlikely]] {
            FramePool::mine().frame_made(function);
        }
    }
    PromiseBase(const PromiseBase&) = delete;
    PromiseBase& operator=(const PromiseBase&) = delete;
    ~PromiseBase() {
        if (FramePool::mine().watched()) [[unlikely]] {
            FramePool::mine().frame_ends(function);
        }
    }
    static void* operator new(std::size_t bytes) {
        FramePool& pool = FramePool::mine();
        if (pool.watched()) [[unlikely]] {
            pool.frame_sized(bytes);
        }
        return pool.allocate(bytes);
    }
    static void operator delete(void* frame, std::size_t bytes) noexcept {
        FramePool& pool = FramePool::mine();
        if (pool.watched()) [[unlikely]] {
            pool.frame_freed(bytes);
        }
        pool.release(frame, bytes);
    }

    TaskBase* task = nullptr;       ///< in which it runs, once it has started
    PromiseBase* caller = nullptr;  ///< who awaits it; null for a task's root
    PromiseBase** owner = nullptr;  ///< where its frame is owned, so that an abandoned chain can be
                                    ///< taken down leaf first
    std::exception_ptr error;
    const char* function;           ///< as the compiler writes it; see function_name.h
    std::uint32_t depth = 1;        ///< 1 for a task's root
    SiteId site = 0;                ///< the await at which it stands
    bool stands_at_caller = false;  ///< see StandAt

    [[nodiscard]] bool started() const { return task != nullptr; }
    /// Its coroutine. Requires: the promise begins with this, and is aligned to 16 bytes at most,
    /// so that it stands where a PromiseBase alone would.
    [[nodiscard]] std::coroutine_handle<PromiseBase> self() {
        return std::coroutine_handle<PromiseBase>::from_promise(*this);
    }
    void unhandled_exception() noexcept { error = std::current_exception(); }

    std::suspend_always initial_suspend() noexcept { return {}; }
    /// Hands control back to the task, which goes on with the caller or ends.
    class FinalAwaiter {
    public:
        explicit FinalAwaiter(PromiseBase& promise) noexcept : promise_(&promise) {}
        [[nodiscard]] bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> /*self*/) noexcept { hand_back(*promise_); }
        void await_resume() const noexcept {}

    private:
        PromiseBase* promise_;
    };
    FinalAwaiter final_suspend() noexcept { return FinalAwaiter(*this); }
    /// The coroutine stops, for good or for a while: its task goes on with who awaits it.
    static inline void hand_back(PromiseBase& promise) noexcept;

    std::suspend_never await_transform(StandAt line) {
        site = line.where.line() == 0 && caller != nullptr ? caller->site
                                                           : detail::site_of(*this, line.where);
        stands_at_caller = true;
        return {};
    }
    /// Every co_await passes here and leaves its source line.
    template <class Awaitable>
    auto await_transform(Awaitable&& awaitable,
                         std::source_location at = std::source_location::current()) {
        detail::check_budget(*this);
        if (!stands_at_caller) {
            // An await of several lines says itself where it stands: g++ names its last line here,
            // clang the first.
            if constexpr (requires { awaitable.stands_at(); }) {
                site = detail::site_of(*this, awaitable.stands_at());
            } else {
                site = detail::site_of(*this, at);
            }
        }
        if constexpr (requires { awaitable.operator co_await(); }) {
            return awaitable.operator co_await();
        } else {
            static_assert(
                std::is_base_of_v<Suspension, std::remove_cvref_t<Awaitable>>,
                "a task can await coroutines, futures, tasks and the runtime's own awaiters only");
            return AwaiterRef<std::remove_reference_t<Awaitable>>(awaitable);
        }
    }
};

namespace detail {
/// Starts `callee` inside the caller's task.
inline void enter(PromiseBase& caller, PromiseBase& callee);
void report_never_awaited(const PromiseBase& promise) noexcept;
inline void destroy_quietly(PromiseBase* promise) noexcept {
    if (promise != nullptr) {
        promise->self().destroy();
    }
}
/// Destroys a coroutine's frame; reports one that never ran.
inline void destroy_frame(PromiseBase* promise) noexcept {
    if (promise != nullptr && !promise->started()) {
        report_never_awaited(*promise);
    }
    destroy_quietly(promise);
}
[[noreturn]] void throw_reused();
}  // namespace detail

template <class T>
class CoroutineAwaiter;

template <class T>
struct Promise;

template <class T = void>
class [[nodiscard]] Coroutine {
public:
    using promise_type = Promise<T>;
    using Result = T;

    explicit Coroutine(Promise<T>& promise) : promise_(&promise) {}
    Coroutine(Coroutine&& other) noexcept : promise_(std::exchange(other.promise_, nullptr)) {}
    Coroutine& operator=(Coroutine&& other) noexcept {
        std::swap(promise_, other.promise_);
        return *this;
    }
    Coroutine(const Coroutine&) = delete;
    Coroutine& operator=(const Coroutine&) = delete;
    ~Coroutine() { detail::destroy_frame(promise_); }
    /// Gives it up without having run it, and without the report that it was never awaited.
    void close() noexcept { detail::destroy_quietly(std::exchange(promise_, nullptr)); }

    /// Awaiting a second time is a RuntimeError, as in Python.
    CoroutineAwaiter<T> operator co_await() { return CoroutineAwaiter<T>(release()); }
    /// Gives the frame away. Throws RuntimeError if it was given away before.
    Promise<T>& release() {
        if (promise_ == nullptr) {
            detail::throw_reused();
        }
        return static_cast<Promise<T>&>(*std::exchange(promise_, nullptr));
    }

private:
    PromiseBase* promise_;
};

template <class T>
struct Promise : PromiseBase {
    explicit Promise(std::source_location here = std::source_location::current())
        : PromiseBase(here.function_name()) {
        static_assert(alignof(Promise) <= 16, "see PromiseBase::self");
    }
    Coroutine<T> get_return_object() { return Coroutine<T>(*this); }
    template <class U>
    void return_value(U&& value) {
        result.emplace(std::forward<U>(value));
    }
    T take() { return std::move(*result); }
    std::optional<T> result;
};

template <>
struct Promise<void> : PromiseBase {
    explicit Promise(std::source_location here = std::source_location::current())
        : PromiseBase(here.function_name()) {}
    Coroutine<void> get_return_object() { return Coroutine<void>(*this); }
    void return_void() {}
    void take() {}
};

template <class T>
class CoroutineAwaiter {
public:
    explicit CoroutineAwaiter(Promise<T>& callee) : callee_(&callee) {}
    CoroutineAwaiter(const CoroutineAwaiter&) = delete;
    CoroutineAwaiter& operator=(const CoroutineAwaiter&) = delete;
    ~CoroutineAwaiter() { detail::destroy_frame(callee_); }

    [[nodiscard]] bool await_ready() const { return false; }
    template <class P>
    void await_suspend(std::coroutine_handle<P> caller) {
        callee_->owner = &callee_;
        detail::enter(caller.promise(), *callee_);
    }
    T await_resume() {
        if (callee_->error) {
            std::rethrow_exception(callee_->error);
        }
        return static_cast<Promise<T>&>(*callee_).take();
    }

private:
    PromiseBase* callee_;
};

}  // namespace coroscope
