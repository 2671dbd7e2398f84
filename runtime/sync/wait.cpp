#include "runtime/sync/wait.h"

#include "runtime/sync/watch.h"

namespace coroscope::detail {

namespace {

class Wait final : public Watch {
public:
    Wait(EventLoop& loop, ReturnWhen return_when, std::size_t count, std::source_location where)
        : object_(loop.create_resource(ResourceType::Wait, {}, 0, where)),
          signal_(loop, return_when == ALL_COMPLETED ? WaitReason::Wait : WaitReason::WaitFirst,
                  object_),
          alarm_(*this),
          open_(static_cast<std::ptrdiff_t>(count)),
          return_when_(return_when) {}

    void begin(const std::vector<Ref<FutureBase>>& futures, std::optional<Duration> timeout) {
        EventLoop& loop = signal_.loop();
        if (timeout) {
            const Nanoseconds now = loop.now();
            const Nanoseconds after = timeout->count();
            loop.call_at(alarm_, after > INT64_MAX - now ? INT64_MAX : now + after,
                         loop.current_task_id(), loop.await_site());
        }
        for (const Ref<FutureBase>& future : futures) {
            loop.record(EventKind::ResourceLinked, loop.current_task_id(), object_, 0,
                        future->wait_detail());
            watch(future);
        }
    }
    void end() noexcept {
        signal_.loop().cancel_timer(alarm_);
        unwatch_all();
    }
    [[nodiscard]] FutureBase& signal() { return signal_; }

private:
    class Alarm final : public TimerHandle {
    public:
        explicit Alarm(Wait& owner) : owner_(owner) {}

    private:
        void fire() override { owner_.signal_.set(WakeReason::TimerFired); }
        Wait& owner_;
    };

    ~Wait() override = default;
    void child_done(const Ref<FutureBase>& child) override {
        --open_;
        // Only the last condition looks at the exception, so that it counts as retrieved.
        if (open_ <= 0 || return_when_ == FIRST_COMPLETED ||
            (return_when_ == FIRST_EXCEPTION && !child->cancelled() && child->retrieve_error())) {
            signal_.loop().cancel_timer(alarm_);
            signal_.set(WakeReason::ChildrenEnded);
        }
    }

    ObjectId object_;
    Signal signal_;
    Alarm alarm_;
    std::ptrdiff_t open_;
    ReturnWhen return_when_;
};

class WaitScope {
public:
    WaitScope(const std::vector<Ref<FutureBase>>& futures, std::optional<Duration> timeout,
              ReturnWhen return_when, std::source_location where)
        : wait_(new Wait(EventLoop::running(), return_when, futures.size(), where)) {
        wait_->begin(futures, timeout);
    }
    WaitScope(const WaitScope&) = delete;
    WaitScope& operator=(const WaitScope&) = delete;
    ~WaitScope() { wait_->end(); }
    [[nodiscard]] FutureBase& signal() { return wait_->signal(); }

private:
    Ref<Wait> wait_;
};

}  // namespace

Coroutine<> wait_until(std::vector<Ref<FutureBase>> futures, std::optional<Duration> timeout,
                       ReturnWhen return_when, std::source_location where) {
    co_await StandAt(where);
    WaitScope scope(futures, timeout, return_when, where);
    co_await SignalAwaiter(scope.signal());
}

void throw_nothing_to_wait_for() {
    throw ValueError("Set of Tasks/Futures is empty: wait() needs at least one");
}

}  // namespace coroscope::detail
