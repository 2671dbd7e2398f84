// EventLoop: runs tasks and callbacks on one thread, in virtual time (asyncio's event loop, and
// asyncio.run).
//
//     EventLoop loop;
//     loop.run(main());                        // asyncio.run
//     loop.call_later(1s, [] { log("later"); });
//
// One iteration: when nothing is ready the clock jumps to the next timer; timers that are due go to
// the end of the ready queue; then exactly those handles run that were ready by then. What they
// queue waits for the next iteration. When the main task has ended one more iteration runs; then
// unfinished tasks are cancelled and awaited.
// Source: CPython Lib/asyncio/base_events.py (_run_once, run_until_complete), runners.py.
#pragma once

#include <bit>
#include <functional>
#include <memory>
#include <set>
#include <source_location>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/choice_log.h"
#include "runtime/core/clock.h"
#include "runtime/core/policy.h"
#include "runtime/core/ready_queue.h"
#include "runtime/core/ready_tasks.h"
#include "runtime/core/task.h"
#include "runtime/core/timer_queue.h"
#include "runtime/trace/recorder.h"

namespace coroscope {

/// What a run may use up, and who may end it.
struct LoopOptions {
    Recorder* recorder = nullptr;  ///< nullptr: nothing is recorded
    Policy* policy = nullptr;      ///< nullptr: fifo
    ChoiceLog* choices = nullptr;  ///< told of every choice; nullptr: nobody asks
    Nanoseconds step_cost = 0;     ///< time that every step takes besides what it says itself
    std::uint64_t max_steps = ~std::uint64_t{0};
    std::uint64_t max_events = ~std::uint64_t{0};  ///< also of awaits, that may leave none
    Nanoseconds until = INT64_MAX;  ///< the run ends before the clock would pass this
    std::stop_token stop = {};
    bool record_frames = false;  ///< sizes of coroutine frames, too; they depend on the compiler
    bool debug = false;          ///< reports handles that take slow_callback_duration or longer
    std::uint64_t seed = 0;      ///< of random()
};

/// What the loop's exception handler is told.
struct ExceptionContext {
    std::string message;
    std::exception_ptr exception = nullptr;  ///< null if there is none
    TaskId task = 0;                         ///< whose it is, 0 = nobody's
    Report kind = Report::Other;
};
class EventLoop;
using ExceptionHandler = std::function<void(EventLoop&, const ExceptionContext&)>;

/// What a part of the runtime keeps with the loop, to be ended when the run ends: the asynchronous
/// generators in use, the default executor.
class LoopExtension {
public:
    virtual ~LoopExtension() = default;
    /// Begins to shut down; the loop waits for the future. Null if there is nothing to wait for.
    [[nodiscard]] virtual Ref<FutureBase> shutdown() = 0;
    /// That future is done.
    virtual void shut_down() {}
    /// A step of the loop computes for `duration`: how long that takes it, beside what else
    /// computes.
    [[nodiscard]] virtual Nanoseconds compute_in_loop(Nanoseconds duration) { return duration; }
    /// The loop closes: lets go of everything.
    virtual void discard() noexcept {}
};
enum class ExtensionSlot : std::uint8_t { AsyncGenerators, DefaultExecutor, Gil };

namespace detail {
extern constinit thread_local EventLoop* t_running_loop;
}

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

class Threads;

class EventLoop {
public:
    explicit EventLoop(LoopOptions options = {});
    /// The loop of another simulated thread of the same run; see thread.h.
    EventLoop(EventLoop& root, Threads& threads);
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    /// Runs `main` as a task called "main" to its end, as asyncio.run does, closes the loop and
    /// returns how that went. Errors: RuntimeError if a loop is running in this thread, or this one
    /// is closed.
    template <class T>
    Outcome run(Coroutine<T> main, std::source_location where = std::source_location::current()) {
        return run_main([&] { return make_main(std::move(main), "main", where); });
    }
    /// What main raised, or the KeyboardInterrupt or SystemExit that left the loop; null if
    /// neither.
    [[nodiscard]] const std::exception_ptr& error() const { return error_; }

    /// Runs iterations until `future` is done. Errors: RuntimeError as for run(). Hang if it cannot
    /// become done any more; Failed if a KeyboardInterrupt or SystemExit left the loop.
    template <class T>
    Outcome run_until_complete(const Future<T>& future) {
        return run_until_done(*future.state());
    }
    /// Runs iterations until stop() is called.
    Outcome run_forever();
    /// The running iteration is the last one; called before the loop runs, it runs exactly one,
    /// without waiting.
    void stop() { stopping_ = true; }
    [[nodiscard]] bool is_running() const { return is_running_; }
    [[nodiscard]] bool is_closed() const { return closing_; }
    /// Drops what is queued and destroys unfinished tasks; the trace ends here. Harmless if closed.
    /// Errors: RuntimeError while it runs.
    void close();
    /// Cancels the unfinished tasks and waits for them, then closes generators half used and waits
    /// for the default executor: what asyncio.run does at its end, without the closing.
    Outcome shutdown();

    /// The loop that is running in this thread. Errors: RuntimeError "no running event loop".
    static EventLoop& running() {
        if (detail::t_running_loop == nullptr) [[unlikely]] {
            throw_not_running();
        }
        return *detail::t_running_loop;
    }
    static EventLoop* running_or_null() { return detail::t_running_loop; }
    /// Until step_in(), the running code is outside every loop: the function of another thread.
    static EventLoop* step_out();
    static void step_in(EventLoop* loop);
    /// The newest loop of this thread that is not closed; nullptr if there is none.
    static EventLoop* newest_open();
    /// True if `loop` is a loop of this thread that is not closed. It may be a dangling pointer.
    [[nodiscard]] static bool is_open(const EventLoop* loop);
    /// Errors: RuntimeError "Event loop is closed".
    void require_open() const;

    /// loop.time()
    [[nodiscard]] Duration time() const { return Duration(now_); }
    [[nodiscard]] Nanoseconds now() const { return now_; }
    [[nodiscard]] TaskBase* current_task() const { return current_; }
    [[nodiscard]] TaskId current_task_id() const {
        return current_ == nullptr ? 0 : current_->id();
    }
    [[nodiscard]] bool closing() const { return closing_; }

    // Callbacks. They run in a copy of the caller's context, or in the one given.
    // Errors: RuntimeError if the loop is closed.
    /// Calls it in the next iteration, behind what is queued already.
    ScheduledCallback call_soon(const Callback<>& callback,
                                std::source_location where = std::source_location::current());
    ScheduledCallback call_soon(const Callback<>& callback, const Context& context,
                                std::source_location where = std::source_location::current());
    /// The same from another simulated thread: a job of an executor. It is queued when that thread
    /// gets there.
    ScheduledCallback call_soon_threadsafe(
        const Callback<>& callback, std::source_location where = std::source_location::current());
    /// Calls it when `delay` has passed: in the next iteration at the earliest, behind what
    /// call_soon queued before that.
    ScheduledCallback call_later(Duration delay, const Callback<>& callback,
                                 std::source_location where = std::source_location::current());
    ScheduledCallback call_later(Duration delay, const Callback<>& callback, const Context& context,
                                 std::source_location where = std::source_location::current());
    /// Calls it at this loop time.
    ScheduledCallback call_at(Duration when, const Callback<>& callback,
                              std::source_location where = std::source_location::current());
    ScheduledCallback call_at(Duration when, const Callback<>& callback, const Context& context,
                              std::source_location where = std::source_location::current());
    /// What is left unhandled goes to `handler` instead of the default one, which puts it into the
    /// trace. Empty: the default one again.
    void set_exception_handler(ExceptionHandler handler) {
        exception_handler_ = std::move(handler);
    }
    [[nodiscard]] const ExceptionHandler& exception_handler() const { return exception_handler_; }
    void default_exception_handler(const ExceptionContext& context);
    void call_exception_handler(const ExceptionContext& context) noexcept;

    /// Debug mode: every task step and callback that takes at least slow_callback_duration() is
    /// reported after it ran.
    void set_debug(bool on) { options_.debug = on; }
    [[nodiscard]] bool debug() const { return options_.debug; }
    void set_slow_callback_duration(Duration duration) { slow_ = duration.count(); }
    [[nodiscard]] Duration slow_callback_duration() const { return Duration(slow_); }

    /// A coroutine as a task of this loop, which need not be running.
    template <class T>
    Task<T> create_task(Coroutine<T> coroutine, std::string_view name = {},
                        std::source_location where = std::source_location::current()) {
        require_open();
        return Task<T>(Ref<FutureBase>(new TypedTask<T>(
            *this, coroutine.release(), name, detail::copy_of(detail::context_slot()), where)));
    }
    [[nodiscard]] std::vector<Task<>> all_tasks() const;
    /// Pseudo-random numbers of this run, by its seed.
    [[nodiscard]] Random& random() { return random_; }
    [[nodiscard]] std::unique_ptr<LoopExtension>& extension(ExtensionSlot slot) {
        return extensions_[static_cast<std::size_t>(slot)];
    }

    // Simulated threads, for the runtime
    /// Starts a thread whose function is `body`; `ended` is called with its clock when it is over.
    std::shared_ptr<EventLoop> start_thread(std::string_view name, std::source_location where,
                                            std::function<void(EventLoop&)> body,
                                            std::function<void(Nanoseconds)> ended);
    /// Another thread calls call_soon_threadsafe at `time`.
    ScheduledCallback post(const Callback<>& callback, Nanoseconds time,
                           std::source_location where = {});
    /// When it has something to do next: now, a deadline, or Threads::kNever.
    [[nodiscard]] Nanoseconds next_time();
    /// Nothing runs any more, and nothing is recorded.
    void end_with(Outcome outcome) {
        over_ = outcome;
        look_at_ = 0;
        recorder_ = nullptr;
    }

    // Scheduling, for the runtime
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
    void cancel_timer(TimerHandle& timer) noexcept {
        if (timer.active()) {
            cancel_active_timer(timer);
        }
    }
    /// Time passes inside the running step: nothing else can run meanwhile.
    void pass_time(Nanoseconds duration, PassedBy how, std::source_location where);
    /// Puts a report into the trace.
    void report(Report kind, std::string_view text, TaskId task = 0);

    /// Traces that a callback is queued; its number.
    /// `of`: the task whose done callback it is, 0 if none.
    ObjectId callback_scheduled(TextId name, std::source_location where, TaskId of = 0);
    /// Runs a callback in `context`; what it raises goes to the exception handler.
    void run_callback(const std::function<void()>& function, detail::ContextRef& context,
                      ObjectId number, TextId name);
    /// A KeyboardInterrupt or SystemExit leaves the loop when the running handle is over.
    void leave(std::exception_ptr error) { leaving_ = std::move(error); }

    // Recording
    void record(EventKind kind, TaskId task, ObjectId subject = 0, std::uint8_t detail = 0,
                std::int64_t a = 0, std::uint32_t b = 0, SiteId site = 0) {
        if (recorder_ != nullptr) {
            recorder_->append(TraceEvent{now_, a, task, subject, b, kind, detail, site});
        }
    }
    [[nodiscard]] bool recording() const { return recorder_ != nullptr; }
    TextId text(std::string_view text) { return recorder_ == nullptr ? 0 : recorder_->text(text); }
    /// A value as the trace shows it, 0 if nothing is recorded or there is nothing to show.
    template <class T>
    TextId value_text(const T& value) {
        if (recorder_ == nullptr) {
            return 0;
        }
        const TextId short_text = to_short_text(value);
        return short_text != 0 ? short_text : recorder_->text(to_value_text(value));
    }
    SiteId site(std::source_location where) {
        if (recorder_ == nullptr) {
            return 0;
        }
        static_assert(sizeof(where) == sizeof(std::uintptr_t), "a pointer to what is known");
        const auto key = std::bit_cast<std::uintptr_t>(where);
        const SiteSlot& slot = sites_[(key / 8) % kSiteSlots];
        return slot.key == key ? slot.id : find_site(where, key);
    }
    /// The line of the await at which the running coroutine stands, 0 outside tasks.
    [[nodiscard]] SiteId await_site() const {
        return current_ == nullptr ? SiteId{0} : current_->leaf_->site;
    }
    TextId function_text(const char* pretty) {
        const auto key = reinterpret_cast<std::uintptr_t>(pretty);
        const FunctionSlot& slot = functions_[(key / 8) % kFunctionSlots];
        return slot.key == key ? slot.id : find_function(pretty, key);
    }
    /// An object id, and its ResourceCreated event. An empty name becomes "lock-1", "lock-2", ...
    ObjectId create_resource(ResourceType type, std::string_view name, std::int64_t capacity,
                             std::source_location where);
    /// The id of an object that has its own events and no ResourceCreated: a timer, a message.
    [[nodiscard]] ObjectId new_object() { return ++counters_->last_object; }
    /// Ends the step with RunStopped when the budget is used up; from then on nothing is recorded.
    /// Called by every co_await and by whatever else a step may do without end. Never throws while
    /// an exception unwinds the stack.
    void check_budget() {
        if (++handles_ >= look_at_) [[unlikely]] {
            look_at_budget();
        }
    }
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
    friend class Runner;
    class StopHandle;
    class Countdown;
    class Phase;
    class Running;
    class Frames;

    [[noreturn]] static void throw_not_running();
    SiteId find_site(std::source_location where, std::uintptr_t key);
    TextId find_function(const char* pretty, std::uintptr_t key);
    void cancel_active_timer(TimerHandle& timer) noexcept;

    // runner.cpp
    Outcome run_main(const std::function<Ref<FutureBase>()>& start);
    template <class T>
    Ref<FutureBase> make_main(Coroutine<T> main, std::string_view name,
                              std::source_location where) {
        if (!main_context_) {  // tasks like it work in it, not on copies of it
            main_context_ = copy_context().cell();
        }
        return Ref<FutureBase>(new TypedTask<T>(*this, main.release(), name, main_context_, where));
    }
    Ref<FutureBase> run_in_runner(const std::function<Ref<FutureBase>()>& start, Outcome& outcome);
    Outcome run_until_done(FutureBase& future);
    Outcome run_until_stopped();
    Outcome cancel_remaining_tasks();
    Outcome shut_down_extension(ExtensionSlot slot);
    /// What asyncio.run grants to leftovers while it has nothing to close.
    Outcome run_idle_iterations();
    void close_quietly() noexcept;
    void abandon_remaining_tasks();
    /// One iteration; Finished if it ran, else why it could not.
    Outcome run_once();
    Outcome run_ready_handles();
    Handle& take_next() { return in_order_ ? ready_.pop() : choose_next(); }
    Handle& choose_next();
    void let_others_run();
    void take_posts();
    // Whether the run is over is looked at when handles_ gets to look_at_: then one of the limits
    // may be reached.
    [[nodiscard]] bool is_over() { return ++handles_ >= look_at_ && is_over_now(); }
    [[nodiscard]] bool is_over_now();
    void look_at_budget();
    void look_at_limits();
    void set_look_at();
    /// A handle has run; true if the loop goes on.
    bool settle() {
        current_ = nullptr;
        if (recorder_ != nullptr) {
            recorder_->publish();
        }
        return leaving_ == nullptr;
    }
    void advance(Nanoseconds duration, PassedBy how, SiteId site);
    void run_measured(Handle& handle);
    void take_due_timers();
    [[nodiscard]] TextId candidates_text(std::span<const TaskId> candidates);
    inline void add_task(TaskBase& task);
    inline void remove_task(TaskBase& task);

    Recorder* recorder_;
    Nanoseconds now_ = 0;
    ReadyQueue ready_;
    ReadyTasks ready_tasks_;  // follows it, unless in_order_
    TaskBase* current_ = nullptr;
    std::uint64_t handles_ = 0;  // that ran, and awaits in them
    std::uint64_t look_at_ = 0;
    std::exception_ptr leaving_;
    TimerQueue timers_;
    TaskBase* outside_ = nullptr;  // what runs, while another thread's function is called
    LoopOptions options_;
    bool fifo_;      // asyncio's order; choices are no events
    bool in_order_;  // fifo, and nobody wants to know the choices
    bool closing_ = false;
    bool stopping_ = false;
    bool is_running_ = false;
    bool has_run_ = false;
    Outcome outcome_ = Outcome::Finished;  // as the trace's last event says it
    Outcome over_ = Outcome::None;         // why nothing may run any more
    std::uint32_t cancel_depth_ = 0;
    std::uint64_t iteration_ = 0;
    /// What the loops of a run share.
    struct Counters {
        std::uint64_t steps = 0;
        TaskId last_task = 0;
        ObjectId last_object = 0;
        ObjectId last_callback = 0;
        std::uint32_t unnamed_tasks = 1;  // main is the first
        std::uint8_t threads = 0;
    };
    std::shared_ptr<Counters> counters_ = std::make_shared<Counters>();
    std::unique_ptr<Threads> threads_;  // of the first loop of a run
    EventLoop* root_ = this;
    Threads* group_ = nullptr;  // of which it is one, besides the first
    std::uint8_t thread_number_ = 0;
    struct Post {
        Nanoseconds time = 0;
        Ref<detail::CallbackNode> node;
    };
    std::vector<Post> posts_;  // from other threads, by time
    Nanoseconds slow_ = 100'000'000;
    std::uint32_t unnamed_resources_[32] = {};
    TaskBase* oldest_ = nullptr;
    TaskBase* newest_ = nullptr;
    AtClose* at_close_ = nullptr;
    std::exception_ptr error_;
    ExceptionHandler exception_handler_;
    detail::ContextRef main_context_;
    Random random_;
    std::unique_ptr<LoopExtension> extensions_[3];
    EventLoop* older_loop_ = nullptr;  // the loops of this thread that are not closed
    std::unique_ptr<Frames> frames_;   // null: sizes of frames are not recorded
    std::unique_ptr<StopHandle> stop_;
    std::unique_ptr<Phase> phase_;
    SkippedHandle skipped_;
    Ref<FutureBase> shutdown_;  // done when the tasks cancelled at the end have ended
    std::set<std::string, std::less<>> messages_;
    // Caches by address: only ids get into the trace.
    static constexpr std::size_t kSiteSlots = 256;
    static constexpr std::size_t kFunctionSlots = 64;
    struct SiteSlot {
        std::uintptr_t key = 0;  // the empty location has this key and the id 0
        SiteId id = 0;
    };
    std::vector<SiteSlot> sites_ = std::vector<SiteSlot>(kSiteSlots);
    struct FunctionSlot {
        std::uintptr_t key = 0;
        TextId id = 0;
    };
    std::vector<FunctionSlot> functions_ = std::vector<FunctionSlot>(kFunctionSlots);
};

/// The loop that is running. Errors: RuntimeError "no running event loop".
[[nodiscard]] inline EventLoop& get_running_loop() { return EventLoop::running(); }

/// Loop time since the start of the run.
[[nodiscard]] inline Duration now() { return Duration(EventLoop::running().now()); }

inline void EventLoop::add_task(TaskBase& task) {
    task.id_ = ++counters_->last_task;
    task.older_ = newest_;
    (newest_ == nullptr ? oldest_ : newest_->newer_) = &task;
    newest_ = &task;
    task.retain();  // until it ends
}

inline void EventLoop::remove_task(TaskBase& task) {
    (task.older_ == nullptr ? oldest_ : task.older_->newer_) = task.newer_;
    (task.newer_ == nullptr ? newest_ : task.newer_->older_) = task.older_;
    task.older_ = nullptr;
    task.newer_ = nullptr;
    task.release();
}

// What task.h and coroutine.h declare.

namespace detail {

inline EventLoop& loop_for_task() {
    EventLoop& loop = EventLoop::running();
    loop.check_budget();
    return loop;
}

inline void check_budget(const PromiseBase& promise) { promise.task->loop().check_budget(); }

inline SiteId site_of(const PromiseBase& promise, std::source_location where) {
    return promise.task->loop().site(where);
}

inline void enter(PromiseBase& caller, PromiseBase& callee) {
    TaskBase& task = *caller.task;
    callee.task = &task;
    callee.caller = &caller;
    callee.depth = caller.depth + 1;
    task.leaf_ = &callee;
    if (EventLoop& loop = task.loop(); loop.recording()) {
        loop.record(EventKind::CoroutineEntered, task.id(), 0, 0,
                    loop.function_text(callee.function), callee.depth, caller.site);
    }
}

}  // namespace detail

inline void PromiseBase::hand_back(PromiseBase& promise) noexcept {
    if (promise.caller != nullptr) {
        promise.task->leaf_ = promise.caller;
        if (EventLoop& loop = promise.task->loop(); loop.recording()) {
            loop.record(EventKind::CoroutineLeft, promise.task->id(), 0, promise.error ? 1 : 0,
                        loop.function_text(promise.function), promise.depth);
        }
    }
}

}  // namespace coroscope
