// AsyncGenerator<T>: a function that awaits and yields ("async def" with "yield").
//
//     AsyncGenerator<int> ticks(int n) {
//         for (int i = 0; i < n; ++i) { co_await sleep(1s); co_yield i; }
//     }
//     AsyncGenerator<int> source = ticks(3);
//     while (std::optional<int> tick = co_await source.anext()) { ... }     // "async for"
//     co_await source.aclose();
//
// It runs inside the task that asks for the next item, with that task's context, and only then.
// anext() gives nothing when it is over (StopAsyncIteration). asend(value) makes `value` what its
// co_yield gives (AsyncGenerator<T, Sent>); athrow(error) raises there. aclose() raises
// GeneratorExit at the co_yield where it stands and awaits its clean-up; leaving the loop early
// does not. One that is dropped half-way is closed by the loop, in a task of its own; one still in
// use at the end of the run is closed by run(). Copies mean the same generator. Errors:
// RuntimeError if it is asked while another task is inside, or yields while it is closed; TypeError
// for asend() before its first item. Source: PEP 525; CPython Objects/genobject.c;
// Lib/asyncio/base_events.py, _asyncgen_finalizer_hook and shutdown_asyncgens.
#pragma once

#include <optional>
#include <source_location>
#include <utility>
#include <variant>

#include "runtime/core/coroutine.h"
#include "runtime/core/future.h"
#include "runtime/core/task.h"

namespace coroscope {

/// Raised at the co_yield of a generator that is closed. No std::exception, as it is a
/// BaseException in Python. Catch it to clean up, then let it go on.
struct GeneratorExit {};

namespace detail {

class GeneratorRegistry;

/// What the handles of a generator share.
class GeneratorState : public Pooled {
public:
    GeneratorState(EventLoop* loop, PromiseBase& promise) : loop_(loop), promise_(&promise) {}
    GeneratorState(const GeneratorState&) = delete;
    GeneratorState& operator=(const GeneratorState&) = delete;
    void retain() { ++references_; }
    void release() {
        if (--references_ == 0) {
            drop();
        }
    }

    [[nodiscard]] bool finished() const { return promise_ == nullptr; }
    [[nodiscard]] bool started() const { return started_; }
    /// Somebody is inside.
    [[nodiscard]] bool running() const { return running_; }
    /// Goes into it, from the coroutine that asks. Requires: not finished.
    /// Errors: RuntimeError if somebody is inside already; `what` is the call.
    void enter(PromiseBase& caller, const char* what);
    /// Comes back from it: it has yielded, or it is over, and its frame is gone then.
    /// Errors: whatever it raised.
    void left();
    /// Ends it without running it.
    void finish() noexcept;
    [[nodiscard]] PromiseBase& promise() const { return *promise_; }

    std::exception_ptr thrown;  ///< to be raised at the co_yield where it stands
    bool closed = false;        ///< aclose() has been tried

protected:
    virtual ~GeneratorState() = default;
    [[nodiscard]] virtual Coroutine<> make_close() = 0;

private:
    friend class GeneratorRegistry;
    void drop();

    EventLoop* loop_;
    PromiseBase* promise_;
    GeneratorState* before_ = nullptr;  // the registry's list: begun, and held by somebody
    GeneratorState* after_ = nullptr;
    GeneratorRegistry* registry_ = nullptr;
    std::uint32_t references_ = 0;
    bool started_ = false;
    bool running_ = false;
};

/// The loop in which generators made now will run, nullptr if there is none.
[[nodiscard]] EventLoop* loop_for_generator();

template <class Sent>
using SentValue = std::conditional_t<std::is_void_v<Sent>, std::monostate, Sent>;

}  // namespace detail

template <class T, class Sent = void>
class [[nodiscard]] AsyncGenerator {
    class State;

public:
    struct promise_type;  // NOLINT: the language's name

    enum class Ask : std::uint8_t { Next, Send, Throw, Close };

    /// One request to the generator: what anext(), asend() and athrow() give. Awaiting it gives the
    /// next item, or nothing if the generator is over.
    class Request : public Suspension {
    public:
        Request(Ref<State> state, Ask ask) : state_(std::move(state)), ask_(ask) {}
        Request(Ref<State> state, Ask ask, std::exception_ptr error)
            : state_(std::move(state)), error_(std::move(error)), ask_(ask) {}
        Request(Ref<State> state, detail::SentValue<Sent> sent)
            : state_(std::move(state)), sent_(std::move(sent)), ask_(Ask::Send) {}
        Request(const Request&) = delete;
        Request& operator=(const Request&) = delete;

        [[nodiscard]] bool await_ready() {
            if (state_->finished() ||
                (ask_ == Ask::Throw && state_->closed && !state_->running())) {
                error_ = nullptr;  // as in CPython, athrow() into one that is over raises nothing
                return true;
            }
            if (!state_->started() && (ask_ == Ask::Throw || ask_ == Ask::Close)) {
                state_->finish();  // none of its code runs
                return true;
            }
            if (!state_->started() && ask_ == Ask::Send) {
                throw TypeError(
                    "can't send a value to a just-started async generator: ask for its first item "
                    "with anext()");
            }
            return false;
        }
        template <class P>
        void await_suspend(std::coroutine_handle<P> caller) {
            state_->enter(caller.promise(), name());
            state_->closed = state_->closed || ask_ == Ask::Close;
            entered_ = true;
            state_->thrown = std::move(error_);
            state_->sent = std::move(sent_);
        }
        std::optional<T> await_resume() {
            if (!entered_) {
                if (error_ && ask_ == Ask::Throw) {
                    std::rethrow_exception(error_);
                }
                return std::nullopt;
            }
            state_->yielded.swap(item_);
            state_->left();
            return std::move(item_);
        }

    private:
        [[nodiscard]] const char* name() const {
            switch (ask_) {
            case Ask::Next: return "anext()";
            case Ask::Send: return "asend()";
            case Ask::Throw: return "athrow()";
            case Ask::Close: break;
            }
            return "aclose()";
        }
        Ref<State> state_;
        std::optional<detail::SentValue<Sent>> sent_;
        std::optional<T> item_;
        std::exception_ptr error_;
        Ask ask_;
        bool entered_ = false;
    };

    [[nodiscard]] Request anext() const { return Request(state_, Ask::Next); }
    [[nodiscard]] Request asend(detail::SentValue<Sent> value) const {
        return Request(state_, std::move(value));
    }
    template <class E>
    [[nodiscard]] Request athrow(E error) const {
        return Request(state_, Ask::Throw, std::make_exception_ptr(std::move(error)));
    }
    /// Ends it and awaits its clean-up. Harmless if it is over.
    [[nodiscard]] Coroutine<> aclose(
        std::source_location where = std::source_location::current()) const {
        return close(state_, where);
    }

private:
    explicit AsyncGenerator(Ref<State> state) : state_(std::move(state)) {}

    static Coroutine<> close(Ref<State> state, std::source_location where) {
        co_await StandAt(where);
        Request request(state, Ask::Close, std::make_exception_ptr(GeneratorExit()));
        bool yielded = false;
        try {
            std::optional<T> item = co_await request;
            yielded = item.has_value();
        } catch (const GeneratorExit&) {
            // That is how it should end.
        }
        if (yielded) {
            throw RuntimeError("async generator ignored GeneratorExit");
        }
    }

    class State final : public detail::GeneratorState {
    public:
        using GeneratorState::GeneratorState;
        std::optional<T> yielded;
        std::optional<detail::SentValue<Sent>> sent;

    private:
        [[nodiscard]] Coroutine<> make_close() override {
            return AsyncGenerator::close(Ref<State>(this), {});
        }
    };

    Ref<State> state_;
};

template <class T, class Sent>
struct AsyncGenerator<T, Sent>::promise_type : PromiseBase {
    explicit promise_type(std::source_location here = std::source_location::current())
        : PromiseBase(here.function_name()) {
        static_assert(alignof(promise_type) <= 16, "see PromiseBase::self");
    }

    AsyncGenerator get_return_object() {
        state = new State(detail::loop_for_generator(), *this);
        return AsyncGenerator(Ref<State>(state));
    }
    void return_void() {}

    class Yield {
    public:
        explicit Yield(promise_type& promise) : promise_(promise) {}
        [[nodiscard]] bool await_ready() const { return false; }
        void await_suspend(std::coroutine_handle<> /*self*/) { PromiseBase::hand_back(promise_); }
        Sent await_resume() {
            if (std::exception_ptr error = std::exchange(promise_.state->thrown, nullptr)) {
                std::rethrow_exception(error);
            }
            if constexpr (!std::is_void_v<Sent>) {
                Sent value = promise_.state->sent ? std::move(*promise_.state->sent) : Sent();
                promise_.state->sent.reset();
                return value;
            }
        }

    private:
        promise_type& promise_;
    };
    Yield yield_value(T value, std::source_location at = std::source_location::current()) {
        site = detail::site_of(*this, at);
        state->yielded.emplace(std::move(value));
        return Yield(*this);
    }

    State* state = nullptr;
};

/// Closes a generator at the end of a block: co_await async_with(aclosing(source), body).
template <class T, class Sent>
class aclosing {  // NOLINT(readability-identifier-naming): contextlib's name
public:
    explicit aclosing(AsyncGenerator<T, Sent> generator) : generator_(std::move(generator)) {}
    Coroutine<AsyncGenerator<T, Sent>> aenter() { co_return generator_; }
    Coroutine<bool> aexit(std::exception_ptr /*error*/) {
        co_await generator_.aclose();
        co_return false;
    }

private:
    AsyncGenerator<T, Sent> generator_;
};

}  // namespace coroscope
