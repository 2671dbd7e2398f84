// Watch: what notices that futures end (wait, as_completed, TaskGroup): one done callback on each
// of them, so it learns of an end one loop iteration later. Signal: the future on which the task
// waits meanwhile. For primitives; scenarios use those.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/core/event_loop.h"

namespace coroscope::detail {

/// A future without a value, inside of what sets it.
class Signal final : public FutureBase {
public:
    Signal(EventLoop& loop, WaitReason reason, ObjectId object, std::int64_t wait_detail = 0)
        : FutureBase(loop, reason, object), wait_detail_(wait_detail) {}
    ~Signal() override = default;
    /// Nothing happens if it is set or cancelled already.
    void set(WakeReason why) {
        if (!done()) {
            why_ = why;
            set_done();
        }
    }
    [[nodiscard]] std::int64_t wait_detail() const override { return wait_detail_; }

private:
    [[nodiscard]] WakeReason wake_reason() const override { return why_; }
    std::int64_t wait_detail_;
    WakeReason why_ = WakeReason::FutureSet;
};

/// Waits for a future that lives elsewhere and outlives the wait.
class SignalAwaiter : public Suspension {
public:
    explicit SignalAwaiter(FutureBase& signal) : signal_(signal) {}
    [[nodiscard]] bool await_ready() const { return signal_.done(); }
    template <class P>
    void await_suspend(std::coroutine_handle<P> coroutine) {
        suspend(coroutine.promise(), signal_);
    }
    void await_resume() {
        resumed();
        take_result<void>(signal_);
    }

private:
    FutureBase& signal_;
};

/// Shared: a callback that waits for its turn keeps it, as Python's closure does.
class Watch : public AtClose {
public:
    void retain() { ++references_; }
    void release() {
        if (--references_ == 0) {
            delete this;
        }
    }

protected:
    Watch();
    ~Watch() override;
    /// Its done callback comes behind those that the future has.
    void watch(const Ref<FutureBase>& future);
    /// Takes back the callbacks of futures that are not done. One that is queued already runs.
    void unwatch_all() noexcept;
    /// A future that was watched is done; called in an iteration of its own.
    virtual void child_done(const Ref<FutureBase>& child) = 0;

private:
    class Callback;
    void close() noexcept override;

    std::vector<std::unique_ptr<Callback>> callbacks_;
    std::size_t over_ = 0;  // callbacks that have run
    std::uint32_t references_ = 0;
};

}  // namespace coroscope::detail
