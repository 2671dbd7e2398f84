// How a run begins and ends: run(), run_until_complete, run_forever, shutdown, close.
// Source: CPython Lib/asyncio/runners.py, base_events.py (run_until_complete, run_forever, close).
#include <algorithm>
#include <utility>

#include "runtime/core/event_loop.h"
#include "runtime/core/threads.h"

namespace coroscope {

namespace {

thread_local EventLoop* t_newest = nullptr;

}  // namespace

constinit thread_local EventLoop* detail::t_running_loop = nullptr;
using detail::t_running_loop;

/// Stops the loop at the end of this iteration: the done callback of what it runs for.
class EventLoop::StopHandle final : public Handle {
public:
    explicit StopHandle(EventLoop& loop) : loop_(loop) {}
    void run() override { loop_.stopping_ = true; }

private:
    EventLoop& loop_;
    FrameWatcher* before_;
};

/// Becomes done when all of the tasks are done: what asyncio.run awaits after cancelling them.
class EventLoop::Countdown final : public FutureBase {
public:
    explicit Countdown(EventLoop& loop) : FutureBase(loop) {}
    void add(TaskBase& task) {
        children_.push_back(std::make_unique<Child>(*this));
        task.add_done_callback(*children_.back());
        ++open_;
    }

private:
    class Child final : public Handle {
    public:
        explicit Child(Countdown& owner) : owner_(owner) {}
        void run() override {
            if (--owner_.open_ == 0) {
                owner_.set_done();
            }
        }

    private:
        Countdown& owner_;
    };
    std::vector<std::unique_ptr<Child>> children_;
    std::size_t open_ = 0;
};

/// Shuts an extension down as the coroutine of asyncio.run that awaits it does: one turn to begin,
/// one when what it waits for is over.
class EventLoop::Phase final : public Handle {
public:
    Phase(EventLoop& loop, LoopExtension& extension) : loop_(loop), extension_(extension) {}
    void run() override {
        if (!begun_) {
            begun_ = true;
            waits_for_ = extension_.shutdown();
            if (waits_for_) {
                waits_for_->add_done_callback(*this);
                return;
            }
        } else {
            extension_.shut_down();
        }
        loop_.call_soon(*loop_.stop_);
    }

private:
    EventLoop& loop_;
    LoopExtension& extension_;
    Ref<FutureBase> waits_for_;
    bool begun_ = false;
};

/// Makes the loop the running one of this thread.
class EventLoop::Running {
public:
    explicit Running(EventLoop& loop) : loop_(loop), before_(t_running_loop) {
        loop.require_open();
        if (t_running_loop != nullptr) {
            throw RuntimeError(t_running_loop == &loop
                                   ? "This event loop is already running"
                                   : "Cannot run the event loop while another loop is running");
        }
        t_running_loop = &loop;
        loop.is_running_ = true;
        loop.has_run_ = true;
    }
    ~Running() {
        loop_.is_running_ = false;
        t_running_loop = before_;
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    EventLoop& loop_;
    EventLoop* before_;
};

/// Writes the sizes of coroutine frames into the trace.
class EventLoop::Frames final : public FrameWatcher {
public:
    explicit Frames(EventLoop& loop) : loop_(loop), before_(FramePool::mine().watch(this)) {}
    ~Frames() { FramePool::mine().watch(before_); }
    Frames(const Frames&) = delete;
    Frames& operator=(const Frames&) = delete;
    void frame_made(const char* function, std::size_t bytes) noexcept override {
        write(EventKind::FrameAllocated, function, bytes);
    }
    void frame_freed(const char* function, std::size_t bytes) noexcept override {
        write(EventKind::FrameFreed, function, bytes);
    }

private:
    void write(EventKind kind, const char* function, std::size_t bytes) {
        const EventLoop* const running = EventLoop::running_or_null();
        const TaskId task = running == nullptr ? 0 : running->current_task_id();
        const TextId name = loop_.function_text(function);
        loop_.record(kind, task, 0, 0, static_cast<std::int64_t>(bytes), name);
    }
    EventLoop& loop_;
    FrameWatcher* before_;
};

EventLoop::EventLoop(LoopOptions options)
    : recorder_(options.recorder),
      options_(std::move(options)),
      fifo_(options_.policy == nullptr || options_.policy->is_fifo()),
      in_order_(fifo_ && options_.choices == nullptr),
      random_(options_.seed),
      older_loop_(t_newest),
      stop_(std::make_unique<StopHandle>(*this)) {
    t_newest = this;
    if (options_.record_frames) {
        frames_ = std::make_unique<Frames>(*this);
    }
}

EventLoop::EventLoop(EventLoop& root, Threads& threads) : EventLoop(root.options_) {
    frames_.reset();  // the root writes them all
    recorder_ = root.recorder_;
    now_ = EventLoop::running().now_;
    counters_ = root.counters_;
    root_ = &root;
    group_ = &threads;
    thread_number_ = ++counters_->threads;
}

std::shared_ptr<EventLoop> EventLoop::start_thread(std::string_view name,
                                                   std::source_location where,
                                                   std::function<void(EventLoop&)> body,
                                                   std::function<void(Nanoseconds)> ended) {
    static constexpr std::uint8_t kMostThreads = 200;
    check_budget();
    if (counters_->threads == kMostThreads) {
        throw RuntimeError("can't start new thread: a run has at most 200");
    }
    if (root_->threads_ == nullptr) {
        root_->threads_ = std::make_unique<Threads>(*root_);
    }
    std::shared_ptr<EventLoop> loop = root_->threads_->start(std::move(body), std::move(ended));
    record(EventKind::ThreadStarted, current_task_id(), loop->thread_number_, 0, 0, text(name),
           site(where));
    return loop;
}

ScheduledCallback EventLoop::post(const Callback<>& callback, Nanoseconds time,
                                  std::source_location where) {
    require_open();
    Ref<detail::CallbackNode> node(
        new detail::CallbackNode(*this, callback, detail::copy_of(detail::context_slot()), false));
    // It happens in the thread that calls, whose clock may be ahead of this loop's.
    const Nanoseconds here = std::exchange(now_, std::max(now_, time));
    node->scheduled(where);
    now_ = here;
    const auto later = [](Nanoseconds when, const Post& other) { return when < other.time; };
    posts_.insert(std::upper_bound(posts_.begin(), posts_.end(), time, later), {time, node});
    if (group_ != nullptr) {
        group_->wake(*this, time);
    }
    return ScheduledCallback(std::move(node));
}

EventLoop::~EventLoop() {
    if (!closing_) {
        close_quietly();
    }
}

void EventLoop::throw_not_running() { throw RuntimeError("no running event loop"); }

EventLoop* EventLoop::step_out() {
    if (t_running_loop != nullptr) {
        t_running_loop->outside_ = std::exchange(t_running_loop->current_, nullptr);
    }
    return std::exchange(t_running_loop, nullptr);
}
void EventLoop::step_in(EventLoop* loop) {
    t_running_loop = loop;
    if (loop != nullptr) {
        loop->current_ = std::exchange(loop->outside_, nullptr);
    }
}
EventLoop* EventLoop::newest_open() {
    return t_running_loop != nullptr ? t_running_loop : t_newest;
}

bool EventLoop::is_open(const EventLoop* loop) {
    const EventLoop* open = t_newest;
    while (open != nullptr && open != loop) {
        open = open->older_loop_;
    }
    return open != nullptr;
}

void EventLoop::require_open() const {
    if (closing_) {
        throw RuntimeError("Event loop is closed");
    }
}

Outcome EventLoop::run_main(const std::function<Ref<FutureBase>()>& start) {
    if (t_running_loop != nullptr) {
        throw RuntimeError("asyncio.run() cannot be called from a running event loop");
    }
    require_open();
    // Outlives the loop's closing: what main returned is no longer part of the run.
    const Ref<FutureBase> main = start();
    Outcome outcome = run_until_done(*main);
    if (outcome == Outcome::Finished) {
        error_ = main->retrieve_error();
    }
    if (outcome == Outcome::Finished || outcome == Outcome::Failed) {
        const std::exception_ptr error = error_;
        const Outcome end = shutdown();
        if (end == Outcome::Finished) {
            outcome = error ? Outcome::Failed : Outcome::Finished;
            error_ = error;
        } else {
            outcome = end;
        }
    }
    if (threads_ != nullptr && outcome != Outcome::Budget && outcome != Outcome::Stopped) {
        if (!threads_->join()) {
            outcome = Outcome::Hang;
        }
        now_ = std::max(now_, threads_->latest());
    }
    outcome_ = outcome;
    close();
    return outcome;
}

Ref<FutureBase> EventLoop::run_in_runner(const std::function<Ref<FutureBase>()>& start,
                                         Outcome& outcome) {
    if (t_running_loop != nullptr) {
        throw RuntimeError("Runner.run() cannot be called from a running event loop");
    }
    require_open();
    Ref<FutureBase> main = start();
    outcome = run_until_done(*main);
    return main;
}

Outcome EventLoop::run_until_done(FutureBase& future) {
    const Running running(*this);
    future.add_done_callback(*stop_);
    const Outcome outcome = run_until_stopped();
    future.remove_done_callback(*stop_);
    return outcome;
}

Outcome EventLoop::run_forever() {
    const Running running(*this);
    return run_until_stopped();
}

Outcome EventLoop::run_until_stopped() {
    Outcome outcome = Outcome::Finished;
    do {
        outcome = run_once();
    } while (!stopping_ && outcome == Outcome::Finished);
    stopping_ = false;
    if (outcome != Outcome::Finished) {
        outcome_ = outcome;
    }
    return outcome;
}

Outcome EventLoop::shutdown() {
    Outcome outcome = cancel_remaining_tasks();
    for (const ExtensionSlot slot :
         {ExtensionSlot::AsyncGenerators, ExtensionSlot::DefaultExecutor}) {
        if (outcome == Outcome::Finished) {
            outcome = shut_down_extension(slot);
        }
    }
    return outcome;
}

Outcome EventLoop::cancel_remaining_tasks() {
    std::vector<Ref<TaskBase>> tasks;
    for (TaskBase* task = oldest_; task != nullptr; task = task->newer_) {
        tasks.emplace_back(task);
    }
    if (tasks.empty()) {
        return Outcome::Finished;
    }
    auto* const all_ended = new Countdown(*this);
    shutdown_ = Ref<FutureBase>(all_ended);
    for (const Ref<TaskBase>& task : tasks) {
        try {
            task->cancel(nullptr);
        } catch (const Error&) {
            // Tasks that wait for each other in a ring: they cannot be cancelled, and the run
            // hangs.
        }
    }
    for (const Ref<TaskBase>& task : tasks) {
        all_ended->add(*task);
    }
    const Outcome outcome = run_until_done(*all_ended);
    if (outcome != Outcome::Finished) {
        return outcome;
    }
    for (const Ref<TaskBase>& task : tasks) {
        if (!task->cancelled()) {
            if (const std::exception_ptr error = task->retrieve_error()) {
                call_exception_handler({"unhandled exception during asyncio.run() shutdown", error,
                                        task->id(), Report::Shutdown});
            }
        }
    }
    return Outcome::Finished;
}

Outcome EventLoop::shut_down_extension(ExtensionSlot slot) {
    if (extension(slot) == nullptr) {
        return run_idle_iterations();
    }
    const Running running(*this);
    phase_ = std::make_unique<Phase>(*this, *extension(slot));  // a run that hangs leaves it queued
    call_soon(*phase_);
    return run_until_stopped();
}

Outcome EventLoop::run_idle_iterations() {
    // asyncio.run awaits a coroutine that has nothing to do: two iterations. The clock stands
    // still.
    static constexpr int kIterations = 2;
    const Running running(*this);
    Outcome outcome = Outcome::Finished;
    for (int i = 0; i < kIterations && outcome == Outcome::Finished; ++i) {
        if (ready_.empty() && !timers_.has_due(now_)) {
            break;
        }
        outcome = run_once();
    }
    return outcome;
}

std::vector<Task<>> EventLoop::all_tasks() const {
    std::vector<Task<>> tasks;
    for (TaskBase* task = oldest_; task != nullptr; task = task->newer_) {
        tasks.emplace_back(Ref<FutureBase>(task));
    }
    return tasks;
}

void EventLoop::abandon_remaining_tasks() {
    for (TaskBase* task = oldest_; task != nullptr; task = task->newer_) {
        record(EventKind::TaskAbandoned, task->id());
    }
}

void EventLoop::close() {
    if (is_running_) {
        throw RuntimeError("Cannot close a running event loop");
    }
    if (!closing_) {
        close_quietly();
    }
}

void EventLoop::close_quietly() noexcept {
    threads_.reset();
    if (group_ != nullptr) {
        record(EventKind::ThreadEnded, 0, thread_number_);
    } else if (has_run_) {
        // What waits in a run that hangs waits for ever in the story, too: it is not abandoned.
        if (outcome_ == Outcome::Finished || outcome_ == Outcome::Failed) {
            abandon_remaining_tasks();
        }
        recorder_ = options_.recorder;
        const std::string why = outcome_ == Outcome::Failed ? describe(error_) : "";
        record(EventKind::RunEnded, 0, 0, static_cast<std::uint8_t>(outcome_), 0, text(why));
        if (recorder_ != nullptr) {
            recorder_->publish();
        }
    }
    recorder_ = nullptr;  // what is destroyed now is no part of the run
    frames_.reset();
    closing_ = true;
    current_ = nullptr;
    EventLoop* const before = std::exchange(t_running_loop, this);
    while (!ready_.empty()) {
        ready_.pop().discard();
    }
    while (TimerHandle* const timer = timers_.take_due(INT64_MAX)) {
        timer->discard();
    }
    for (const Post& each : posts_) {
        each.node->discard();
    }
    posts_.clear();
    while (at_close_ != nullptr) {
        AtClose* const object = std::exchange(at_close_, at_close_->after_);
        if (at_close_ != nullptr) {
            at_close_->before_ = nullptr;
        }
        object->loop_ = nullptr;
        object->close();
    }
    while (newest_ != nullptr) {  // newest first: a task may use what an older one owns
        const Ref<TaskBase> task(newest_);
        task->abandon();
        remove_task(*task);
    }
    for (const std::unique_ptr<LoopExtension>& each : extensions_) {
        if (each != nullptr) {
            each->discard();
        }
    }
    phase_ = nullptr;
    shutdown_ = {};
    exception_handler_ = nullptr;
    t_running_loop = before;
    for (EventLoop** open = &t_newest; *open != nullptr; open = &(*open)->older_loop_) {
        if (*open == this) {
            *open = older_loop_;
            break;
        }
    }
}

}  // namespace coroscope
