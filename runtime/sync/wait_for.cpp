#include "runtime/sync/wait_for.h"

#include "runtime/sync/watch.h"

namespace coroscope::detail {

namespace {

class Ending final : public Watch {
public:
    explicit Ending(FutureBase& future)
        : signal_(future.loop(),
                  future.as_task() == nullptr ? WaitReason::Future : WaitReason::Task,
                  future.object(), future.wait_detail()) {}
    void begin(const Ref<FutureBase>& future) { watch(future); }
    void end() noexcept { unwatch_all(); }
    [[nodiscard]] FutureBase& signal() { return signal_; }

private:
    ~Ending() override = default;
    void child_done(const Ref<FutureBase>& child) override {
        signal_.set(child->as_task() == nullptr ? WakeReason::FutureSet : WakeReason::TaskEnded);
    }
    Signal signal_;
};

class EndingScope {
public:
    explicit EndingScope(const Ref<FutureBase>& future) : ending_(new Ending(*future)) {
        ending_->begin(future);
    }
    EndingScope(const EndingScope&) = delete;
    EndingScope& operator=(const EndingScope&) = delete;
    ~EndingScope() { ending_->end(); }
    [[nodiscard]] FutureBase& signal() { return ending_->signal(); }

private:
    Ref<Ending> ending_;
};

}  // namespace

Coroutine<> cancel_and_wait(Ref<FutureBase> future, std::source_location where) {
    co_await StandAt(where);
    EndingScope scope(future);
    future->cancel(nullptr);
    co_await SignalAwaiter(scope.signal());
}

void cancellation_is_timeout(FutureBase& future) {
    if (is_cancellation(future.retrieve_error())) {
        throw TimeoutError();
    }
}

}  // namespace coroscope::detail
