// Callback<Args...>: a function for the loop to call later. Made from anything that can be called
// with Args, or with nothing. Copies are the same callback; so are two made from one function, or
// from lambdas of one type without captures. That is how remove_done_callback finds them.
//
//     loop.call_soon([] { log("soon"); });
//     loop.call_soon({on_timer, "on_timer"});     // with a name, for the trace
//     const Callback<Future<int>> look = [&](const Future<int>& f) { ... };
//
// ScheduledCallback: what call_soon, call_later and call_at hand back (asyncio.Handle,
// TimerHandle).
#pragma once

#include <functional>
#include <memory>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

#include "runtime/core/clock.h"
#include "runtime/core/context.h"
#include "runtime/core/frame_pool.h"
#include "runtime/core/handle.h"

namespace coroscope {

class EventLoop;

namespace detail {
template <class F>
inline constexpr char kTypeTag = 0;
}  // namespace detail

template <class... Args>
class Callback {
public:
    template <class F>
        requires(!std::is_same_v<std::remove_cvref_t<F>, Callback> &&
                 (std::is_invocable_v<std::decay_t<F>&, const Args&...> ||
                  std::is_invocable_v<std::decay_t<F>&>))
    Callback(F&& function, std::string name = "callback")  // NOLINT: implicit on purpose
        : name_(std::move(name)) {
        using Function = std::decay_t<F>;
        if constexpr (std::is_pointer_v<Function>) {
            identity_ = reinterpret_cast<const void*>(function);
        } else if constexpr (std::is_empty_v<Function>) {
            identity_ = &detail::kTypeTag<Function>;
        }
        if constexpr (std::is_invocable_v<Function&, const Args&...>) {
            function_ =
                std::make_shared<std::function<void(const Args&...)>>(std::forward<F>(function));
        } else {
            function_ = std::make_shared<std::function<void(const Args&...)>>(
                [called = Function(std::forward<F>(function))](const Args&...) mutable {
                    called();
                });
        }
        if (identity_ == nullptr) {
            identity_ = function_.get();
        }
    }

    void operator()(const Args&... args) const { (*function_)(args...); }
    [[nodiscard]] const void* identity() const { return identity_; }
    [[nodiscard]] const std::string& name() const { return name_; }

private:
    std::shared_ptr<std::function<void(const Args&...)>> function_;
    const void* identity_ = nullptr;
    std::string name_;
};

namespace detail {

/// A callback in the ready queue or among the timers. The loop holds it while it is there.
class CallbackNode final : public TimerHandle, public Pooled {
public:
    CallbackNode(EventLoop& loop, Callback<> callback, ContextRef context, bool timed);
    void retain() { ++references_; }
    void release() {
        if (--references_ == 0) {
            delete this;
        }
    }
    void cancel();
    [[nodiscard]] bool cancelled() const { return cancelled_; }
    /// Traces that it is queued, or set as a timer.
    void scheduled(std::source_location where);

    void run() override;
    void discard() noexcept override { release(); }

private:
    ~CallbackNode() override = default;
    [[nodiscard]] bool scheduled_in_heap() const { return TimerHandle::scheduled(); }
    void fire() override;

    EventLoop& loop_;
    std::function<void()> function_;
    ContextRef context_;
    TextId name_;
    ObjectId number_;
    std::uint32_t references_ = 0;  // the loop's among them while it is queued or set
    bool timed_;
    bool cancelled_ = false;
};

}  // namespace detail

class ScheduledCallback {
public:
    explicit ScheduledCallback(Ref<detail::CallbackNode> node) : node_(std::move(node)) {}
    /// It will not run. Harmless if it has run, or was cancelled before.
    void cancel() { node_->cancel(); }
    [[nodiscard]] bool cancelled() const { return node_->cancelled(); }
    /// The loop time for which it is set.
    [[nodiscard]] Duration when() const { return Duration(node_->deadline()); }

private:
    Ref<detail::CallbackNode> node_;
};

}  // namespace coroscope
