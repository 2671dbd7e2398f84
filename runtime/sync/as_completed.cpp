#include "runtime/sync/as_completed.h"

#include <algorithm>
#include <deque>

#include "runtime/sync/waiter.h"
#include "runtime/sync/watch.h"

namespace coroscope::detail {

/// A queue of futures that are done; null stands for a timeout.
class CompletionQueue final : public Watch {
public:
    CompletionQueue(EventLoop& loop, std::source_location where)
        : loop_(loop),
          object_(loop.create_resource(ResourceType::AsCompleted, {}, 0, where)),
          site_(loop.site(where)),
          alarm_(*this) {}

    void begin(std::vector<Ref<FutureBase>> futures, std::optional<Duration> timeout) {
        for (Ref<FutureBase>& future : futures) {
            if (std::ranges::find(todo_, future) == todo_.end()) {
                todo_.push_back(std::move(future));
            }
        }
        left_ = todo_.size();
        for (const Ref<FutureBase>& future : todo_) {
            loop_.record(EventKind::ResourceLinked, loop_.current_task_id(), object_, 0,
                         future->wait_detail());
            watch(future);
        }
        if (!todo_.empty() && timeout) {
            const Nanoseconds now = loop_.now();
            const Nanoseconds after = timeout->count();
            timer_ = Ref<CompletionQueue>(this);
            loop_.call_at(alarm_, after > INT64_MAX - now ? INT64_MAX : now + after,
                          loop_.current_task_id(), site_);
        }
    }
    [[nodiscard]] std::size_t left() const { return left_; }
    void hand_out() { --left_; }
    [[nodiscard]] bool empty() const { return done_.empty(); }
    Ref<FutureBase> pop() {
        Ref<FutureBase> future = std::move(done_.front());
        done_.pop_front();
        return future;
    }
    [[nodiscard]] EventLoop& loop() const { return loop_; }
    [[nodiscard]] ObjectId object() const { return object_; }
    WaiterList& getters() { return getters_; }
    void wake_next() { getters_.pop_and_wake(woken_, WakeReason::ChildrenEnded); }

private:
    class Alarm final : public TimerHandle {
    public:
        explicit Alarm(CompletionQueue& owner) : owner_(owner) {}

    private:
        void fire() override {
            const Ref<CompletionQueue> alive = std::exchange(owner_.timer_, {});
            owner_.time_is_up();
        }
        void discard() noexcept override {
            const Ref<CompletionQueue> alive = std::exchange(owner_.timer_, {});
        }
        CompletionQueue& owner_;
    };

    ~CompletionQueue() override = default;
    void child_done(const Ref<FutureBase>& child) override {
        if (todo_.empty()) {
            return;  // the time was up before
        }
        std::erase(todo_, child);
        put(child);
        if (todo_.empty() && timer_) {
            loop_.cancel_timer(alarm_);
            timer_ = {};
        }
    }
    void time_is_up() {
        unwatch_all();
        const std::size_t unfinished = todo_.size();
        for (std::size_t i = 0; i < unfinished; ++i) {
            put({});
        }
        todo_.clear();
    }
    void put(Ref<FutureBase> future) {
        done_.push_back(std::move(future));
        wake_next();
    }

    EventLoop& loop_;
    ObjectId object_;
    SiteId site_;
    Alarm alarm_;
    Ref<CompletionQueue> timer_;  // itself, as long as the timer is set
    std::vector<Ref<FutureBase>> todo_;
    std::deque<Ref<FutureBase>> done_;
    std::size_t left_ = 0;
    WaiterList getters_;
    WaiterList woken_;
};

Coroutine<Ref<FutureBase>> next_completed(CompletionsBase from, std::source_location where) {
    co_await StandAt(where);
    const Ref<CompletionQueue>& queue = from.queue_;
    while (queue->empty()) {
        Waiter place(queue->loop(), WaitReason::AsCompleted, WakeReason::ChildrenEnded,
                     queue->object());
        queue->getters().add(place);
        std::exception_ptr error;
        try {
            co_await SignalAwaiter(place);
        } catch (...) {
            error = std::current_exception();
        }
        place.cancel(nullptr);  // if it was not woken: nobody shall wake it now
        place.leave();
        if (error) {
            if (!queue->empty() && !place.cancelled()) {
                queue->wake_next();
            }
            std::rethrow_exception(error);
        }
    }
    Ref<FutureBase> future = queue->pop();
    if (!future) {
        throw TimeoutError();
    }
    co_return future;
}

CompletionsBase::CompletionsBase(std::vector<Ref<FutureBase>> futures,
                                 std::optional<Duration> timeout, std::source_location where)
    : queue_(new CompletionQueue(EventLoop::running(), where)) {
    queue_->begin(std::move(futures), timeout);
}
CompletionsBase::CompletionsBase(const CompletionsBase&) = default;
CompletionsBase::CompletionsBase(CompletionsBase&&) noexcept = default;
CompletionsBase& CompletionsBase::operator=(CompletionsBase other) noexcept {
    queue_ = std::move(other.queue_);
    return *this;
}
CompletionsBase::~CompletionsBase() = default;
std::size_t CompletionsBase::left() const { return queue_->left(); }
void CompletionsBase::hand_out() { queue_->hand_out(); }

}  // namespace coroscope::detail
