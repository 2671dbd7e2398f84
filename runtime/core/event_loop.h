// EventLoop: runs tasks and callbacks on one thread, in virtual time (asyncio's event loop, and
// asyncio.run).
//
// One iteration: when nothing is ready the clock jumps to the next timer; timers that are due go to
// the end of the ready queue; then exactly those handles run that were ready by then. What they
// queue waits for the next iteration. When the main task has ended one more iteration runs; then
// unfinished tasks are cancelled and awaited.
// Source: CPython Lib/asyncio/base_events.py (_run_once, run_until_complete), runners.py.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <source_location>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/clock.h"
#include "runtime/core/policy.h"
#include "runtime/core/ready_queue.h"
#include "runtime/core/task.h"
#include "runtime/core/timer_heap.h"
#include "runtime/trace/recorder.h"

namespace coroscope {

/// What a run may use up, and who may end it.
struct LoopOptions {
    Recorder* recorder = nullptr;  ///< nullptr: nothing is recorded
    Policy* policy = nullptr;      ///< nullptr: fifo
    Nanoseconds step_cost = 0;     ///< time that every step takes besides what it says itself
    std::uint64_t max_steps = ~std::uint64_t{0};
    std::uint64_t max_events = ~std::uint64_t{0};  ///< also of awaits, that may leave none
    Nanoseconds until = INT64_MAX;  ///< the run ends before the clock would pass this
    std::stop_token stop = {};
};

/// Something to be undone when the loop closes: objects that would keep each other alive.
class AtClose {
public:
    virtual void close() noexcept = 0;

protected:
    AtClose();
    virtual ~AtClose();
    AtClose(const AtClose&) = delete;
    AtClose& operator=(const AtClose&) = delete;

private:
    friend class EventLoop;
    EventLoop* loop_;
    AtClose* before_ = nullptr;
    AtClose* after_ = nullptr;
};

class EventLoop {
public:
    explicit EventLoop(LoopOptions options = {});
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    /// Runs `main` as a task called "main" to its end, as asyncio.run does, and returns how that
    /// went. Once only. Errors: RuntimeError if a loop is running in this thread, or this one has
    /// run already.
    template <class T>
    Outcome run(Coroutine<T> main, std::source_location where = std::source_location::current()) {
        return run_main([&] {
            return Ref<FutureBase>(new TypedTask<T>(*this, main.release(), "main", where));
        });
    }
    /// What main raised; null if it returned. After run().
    [[nodiscard]] const std::exception_ptr& error() const { return error_; }

    /// The loop whose run() is on the stack of this thread. Errors: RuntimeError "no running event
    /// loop".
    static EventLoop& running();
    static EventLoop* running_or_null();

    [[nodiscard]] Nanoseconds now() const { return now_; }
    [[nodiscard]] TaskBase* current_task() const { return current_; }
    [[nodiscard]] TaskId current_task_id() const {
        return current_ == nullptr ? 0 : current_->id();
    }
    [[nodiscard]] bool closing() const { return closing_; }

    // Scheduling
    void call_soon(Handle& handle) {
        if (!closing_) {
            ready_.push(handle);
        }
    }
    /// Sets a timer for `owner` (0 = nobody). A deadline in the past is due in the next iteration.
    void call_at(TimerHandle& timer, Nanoseconds deadline, TaskId owner, SiteId site = 0);
    /// Lets the timer fire in the next iteration without waiting for a deadline.
    void call_soon_timer(TimerHandle& timer, TaskId owner, SiteId site = 0);
    /// It will not fire. Harmless if it has fired or was never set.
    void cancel_timer(TimerHandle& timer) noexcept;
    /// Time passes inside the running step: nothing else can run meanwhile.
    void pass_time(Nanoseconds duration, PassedBy how, std::source_location where);
    /// The loop's exception handler: puts the report into the trace.
    void report(Report kind, std::string_view text, TaskId task = 0);

    // Recording
    void record(EventKind kind, TaskId task, ObjectId subject = 0, std::uint8_t detail = 0,
                std::int64_t a = 0, std::uint32_t b = 0, SiteId site = 0) {
        if (recorder_ != nullptr) {
            recorder_->append(TraceEvent{now_, a, task, subject, b, kind, detail, site});
        }
    }
    [[nodiscard]] bool recording() const { return recorder_ != nullptr; }
    TextId text(std::string_view text) { return recorder_ == nullptr ? 0 : recorder_->text(text); }
    SiteId site(std::source_location where);
    /// The line of the await at which the running coroutine stands, 0 outside tasks.
    SiteId await_site();
    TextId function_text(const char* pretty);
    /// An object id, and its ResourceCreated event. An empty name becomes "lock-1", "lock-2", ...
    ObjectId create_resource(ResourceType type, std::string_view name, std::int64_t capacity,
                             std::source_location where);
    /// Ends the step with RunStopped when the budget is used up; from then on nothing is recorded.
    /// Called by every co_await and by whatever else a step may do without end. Never throws while
    /// an exception unwinds the stack.
    void check_budget();
    CancelMessage keep_message(std::string_view message);

    /// Stands on the stack while a cancellation goes down through something that passes it on to
    /// several children. Errors: RecursionError if it goes round in a ring.
    class CancelDepth {
    public:
        explicit CancelDepth(EventLoop& loop);
        ~CancelDepth() { --depth_; }
        CancelDepth(const CancelDepth&) = delete;
        CancelDepth& operator=(const CancelDepth&) = delete;

    private:
        std::uint32_t& depth_;
    };

    /// The one seam of nondeterminism: which of the candidates goes first. Requires: at least two.
    std::size_t decide(ChoiceKind kind, std::span<const TaskId> candidates);

private:
    friend class TaskBase;
    friend class AtClose;
    class StopHandle;
    class SkippedHandle;
    class Countdown;
    class Running;

    Outcome run_main(const std::function<Ref<FutureBase>()>& make_main);
    Outcome run_until_done(FutureBase& future);
    Outcome cancel_remaining_tasks();
    /// One iteration; Finished if it ran, else why it could not.
    Outcome run_once();
    Outcome run_ready_handles();
    Handle& take_next();
    [[nodiscard]] bool is_over();
    void look_at_limits();
    void advance(Nanoseconds duration, PassedBy how, SiteId site);
    void run_handle(Handle& handle);
    /// What asyncio.run grants to leftovers while it closes generators and executors.
    Outcome run_last_iterations();
    void close() noexcept;
    void abandon_remaining_tasks();
    [[nodiscard]] std::string unnamed_task_name();
    void add_task(TaskBase& task);
    void remove_task(TaskBase& task);

    Recorder* recorder_;
    Nanoseconds now_ = 0;
    ReadyQueue ready_;
    TimerHeap timers_;
    TaskBase* current_ = nullptr;
    LoopOptions options_;
    bool fifo_;
    bool closing_ = false;
    bool stopping_ = false;
    Outcome over_ = Outcome::None;  // why nothing may run any more
    std::uint32_t cancel_depth_ = 0;
    std::uint64_t steps_ = 0;
    std::uint64_t iteration_ = 0;
    std::uint64_t handles_ = 0;
    TaskId last_task_ = 0;
    ObjectId last_object_ = 0;
    std::uint32_t unnamed_tasks_ = 0;
    std::uint32_t unnamed_resources_[16] = {};
    TaskBase* oldest_ = nullptr;
    TaskBase* newest_ = nullptr;
    AtClose* at_close_ = nullptr;
    std::exception_ptr error_;
    std::unique_ptr<StopHandle> stop_;
    std::unique_ptr<SkippedHandle> skipped_;
    Ref<FutureBase> shutdown_;  // done when the tasks cancelled at the end have ended
    std::set<std::string, std::less<>> messages_;
    struct SiteSlot {
        const char* file = nullptr;
        std::uint32_t line = 0;
        SiteId id = 0;
    };
    std::vector<SiteSlot> sites_;  // a cache by address: only ids get into the trace
    struct FunctionSlot {
        const char* pretty = nullptr;
        TextId id = 0;
    };
    std::vector<FunctionSlot> functions_;  // likewise
};

/// Loop time since the start of the run.
[[nodiscard]] inline Duration now() { return Duration(EventLoop::running().now()); }

}  // namespace coroscope
