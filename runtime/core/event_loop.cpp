#include "runtime/core/event_loop.h"

#include <fmt/format.h>

#include "runtime/core/function_name.h"

namespace coroscope {

namespace {

thread_local EventLoop* t_running = nullptr;

std::size_t slot_of(const void* pointer, std::uint32_t salt, std::size_t slots) {
    const auto bits = reinterpret_cast<std::uintptr_t>(pointer) >> 3;
    return (bits * 31 + salt * 2654435761u) & (slots - 1);
}

}  // namespace

AtClose::AtClose() : loop_(&EventLoop::running()), after_(loop_->at_close_) {
    if (after_ != nullptr) {
        after_->before_ = this;
    }
    loop_->at_close_ = this;
}

AtClose::~AtClose() {
    if (loop_ == nullptr) {
        return;  // closed already
    }
    (before_ == nullptr ? loop_->at_close_ : before_->after_) = after_;
    if (after_ != nullptr) {
        after_->before_ = before_;
    }
}

/// Stops the loop at the end of this iteration: the done callback of the main task.
class EventLoop::StopHandle final : public Handle {
public:
    explicit StopHandle(EventLoop& loop) : loop_(loop) {}
    void run() override { loop_.stopping_ = true; }

private:
    EventLoop& loop_;
};

/// What stands in the ready queue for a timer that was cancelled when it was due already.
class EventLoop::SkippedHandle final : public Handle {
public:
    void run() override {}
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

EventLoop::EventLoop(LoopOptions options)
    : recorder_(options.recorder),
      options_(std::move(options)),
      fifo_(options_.policy == nullptr || options_.policy->is_fifo()),
      stop_(std::make_unique<StopHandle>(*this)),
      skipped_(std::make_unique<SkippedHandle>()),
      sites_(256),
      functions_(64) {}

EventLoop::~EventLoop() = default;

EventLoop& EventLoop::running() {
    if (t_running == nullptr) {
        throw RuntimeError("no running event loop");
    }
    return *t_running;
}

EventLoop* EventLoop::running_or_null() { return t_running; }

/// Makes the loop the running one of this thread, and closes it however run() is left.
class EventLoop::Running {
public:
    explicit Running(EventLoop& loop) : loop_(loop) { t_running = &loop; }
    ~Running() {
        loop_.close();
        t_running = nullptr;
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    EventLoop& loop_;
};

Outcome EventLoop::run_main(const std::function<Ref<FutureBase>()>& make_main) {
    if (t_running != nullptr) {
        throw RuntimeError("asyncio.run() cannot be called from a running event loop");
    }
    if (closing_) {
        throw RuntimeError("Event loop is closed");
    }
    Ref<FutureBase>
        main;  // outlives the loop's closing: what it returned is no longer part of the run
    const Running running(*this);
    main = make_main();
    Outcome outcome = run_until_done(*main);
    std::string why;
    if (outcome == Outcome::Finished) {
        error_ = main->retrieve_error();
        outcome = cancel_remaining_tasks();
        if (outcome == Outcome::Finished) {
            outcome = run_last_iterations();
        }
        if (outcome == Outcome::Finished && error_) {
            outcome = Outcome::Failed;
            why = describe(error_);
        }
    }
    if (outcome == Outcome::Finished || outcome == Outcome::Failed) {
        abandon_remaining_tasks();
    }
    recorder_ = options_.recorder;
    record(EventKind::RunEnded, 0, 0, static_cast<std::uint8_t>(outcome), 0, text(why));
    if (recorder_ != nullptr) {
        recorder_->publish();
    }
    return outcome;
}

Outcome EventLoop::run_until_done(FutureBase& future) {
    future.add_done_callback(*stop_);
    stopping_ = false;
    Outcome outcome = Outcome::Finished;
    while (!stopping_ && outcome == Outcome::Finished) {
        outcome = run_once();
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
                report(Report::Shutdown,
                       "unhandled exception during asyncio.run() shutdown: " + describe(error),
                       task->id());
            }
        }
    }
    return Outcome::Finished;
}

EventLoop::CancelDepth::CancelDepth(EventLoop& loop) : depth_(loop.cancel_depth_) {
    static constexpr std::uint32_t kLimit = 1000;  // Python's
    if (depth_ == kLimit) {
        throw RecursionError();
    }
    ++depth_;
}

Outcome EventLoop::run_last_iterations() {
    // Two iterations each for shutdown_asyncgens and shutdown_default_executor (runners.py). The
    // clock stands still.
    static constexpr int kIterations = 4;
    Outcome outcome = Outcome::Finished;
    for (int i = 0; i < kIterations && outcome == Outcome::Finished; ++i) {
        if (ready_.empty() && (timers_.empty() || timers_.first().deadline() > now_)) {
            break;
        }
        outcome = run_once();
    }
    return outcome;
}

Outcome EventLoop::run_once() {
    if (ready_.empty()) {
        if (timers_.empty()) {
            return Outcome::Hang;
        }
        const Nanoseconds next = timers_.first().deadline();
        if (next > options_.until) {
            return Outcome::Budget;
        }
        if (next > now_) {
            const Nanoseconds before = now_;
            now_ = next;
            record(EventKind::ClockAdvanced, 0, 0, 0, before);
        }
    }
    while (!timers_.empty() && timers_.first().deadline() <= now_) {
        TimerHandle& timer = timers_.pop();
        timer.due_ = true;
        ready_.push(timer);
    }
    ++iteration_;
    record(EventKind::LoopIteration, 0, static_cast<ObjectId>(timers_.size()), 0,
           static_cast<std::int64_t>(iteration_), static_cast<std::uint32_t>(ready_.size()));
    return run_ready_handles();
}

Outcome EventLoop::run_ready_handles() {
    for (std::size_t left = ready_.size(); left > 0; --left) {
        if (is_over()) {
            return over_;
        }
        run_handle(take_next());
        current_ = nullptr;
        if (recorder_ != nullptr) {
            recorder_->publish();
        }
    }
    return over_ == Outcome::None ? Outcome::Finished : over_;
}

void EventLoop::run_handle(Handle& handle) {
    try {
        handle.run();
    } catch (...) {
        current_ = nullptr;
        report(Report::Callback, "Exception in callback: " + describe(std::current_exception()));
    }
}

bool EventLoop::is_over() {
    if (over_ == Outcome::None) {
        if (steps_ >= options_.max_steps || now_ > options_.until) {
            over_ = Outcome::Budget;
        } else if ((++handles_ & 31u) ==
                   0) {  // these cost more to look at; a few dozen handles do no harm
            look_at_limits();
        }
    }
    return over_ != Outcome::None;
}

void EventLoop::look_at_limits() {
    if (options_.stop.stop_requested()) {
        over_ = Outcome::Stopped;
    } else if (now_ > options_.until || handles_ >= options_.max_events ||
               (recorder_ != nullptr && recorder_->size() >= options_.max_events)) {
        over_ = Outcome::Budget;
    }
}

void EventLoop::check_budget() {
    if (over_ == Outcome::None && (++handles_ & 31u) == 0) {
        look_at_limits();
    }
    if (over_ != Outcome::None && current_ != nullptr && !closing_ &&
        std::uncaught_exceptions() == 0) {
        recorder_ = nullptr;  // how the step is unwound is no part of the program
        throw RunStopped{};
    }
}

Handle& EventLoop::take_next() {
    if (fifo_ || ready_[0].task_id() == 0) {
        return ready_.pop();  // callbacks and timers are not candidates: they keep their turn
    }
    std::vector<TaskId> candidates;
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < ready_.size(); ++i) {
        if (const TaskId task = ready_[i].task_id(); task != 0) {
            candidates.push_back(task);
            positions.push_back(i);
        }
    }
    return candidates.size() < 2 ? ready_.pop()
                                 : ready_.take(positions[decide(ChoiceKind::Task, candidates)]);
}

std::size_t EventLoop::decide(ChoiceKind kind, std::span<const TaskId> candidates) {
    const std::size_t index =
        options_.policy == nullptr ? 0 : options_.policy->choose(kind, candidates);
    record(EventKind::ChoiceMade, candidates[index], 0, static_cast<std::uint8_t>(kind),
           static_cast<std::int64_t>(index), static_cast<std::uint32_t>(candidates.size()));
    return index;
}

void EventLoop::call_at(TimerHandle& timer, Nanoseconds deadline, TaskId owner, SiteId site) {
    if (closing_) {
        return;
    }
    timer.owner_ = owner;
    timer.object_ = ++last_object_;
    timers_.add(timer, deadline);
    record(EventKind::TimerSet, owner, timer.object_, 0, deadline, 0, site);
}

void EventLoop::call_soon_timer(TimerHandle& timer, TaskId owner, SiteId site) {
    if (closing_) {
        return;
    }
    timer.owner_ = owner;
    timer.object_ = ++last_object_;
    timer.deadline_ = now_;
    timer.due_ = true;
    record(EventKind::TimerSet, owner, timer.object_, 0, now_, 0, site);
    ready_.push(timer);
}

void EventLoop::cancel_timer(TimerHandle& timer) noexcept {
    if (timer.scheduled()) {
        timers_.remove(timer);
        record(EventKind::TimerCancelled, timer.owner_, timer.object_, 0, timer.deadline_);
    } else if (timer.due_) {
        timer.due_ = false;
        ready_.replace(timer, *skipped_);  // asyncio skips a cancelled handle when its turn comes
        record(EventKind::TimerCancelled, timer.owner_, timer.object_, 0, timer.deadline_);
    }
}

void TimerHandle::run() {
    EventLoop& loop = EventLoop::running();
    due_ = false;
    loop.record(EventKind::TimerFired, owner_, object_, 0, deadline_);
    fire();
}

void EventLoop::pass_time(Nanoseconds duration, PassedBy how, std::source_location where) {
    if (duration < 0) {
        throw ValueError("time cannot pass backwards");
    }
    advance(duration, how, site(where));
    check_budget();
}

void EventLoop::advance(Nanoseconds duration, PassedBy how, SiteId site) {
    now_ = duration > INT64_MAX - now_ ? INT64_MAX : now_ + duration;
    record(EventKind::TimePassed, current_task_id(), 0, static_cast<std::uint8_t>(how), duration, 0,
           site);
}

void EventLoop::report(Report kind, std::string_view words, TaskId task) {
    record(EventKind::LoopReport, task, 0, static_cast<std::uint8_t>(kind), 0, text(words));
}

SiteId EventLoop::site(std::source_location where) {
    if (recorder_ == nullptr || where.line() == 0) {
        return 0;
    }
    SiteSlot& slot = sites_[slot_of(where.file_name(), where.line(), sites_.size())];
    if (slot.file != where.file_name() || slot.line != where.line()) {
        slot = {where.file_name(), where.line(), recorder_->site(where.file_name(), where.line())};
    }
    return slot.id;
}

SiteId EventLoop::await_site() {
    return current_ == nullptr ? SiteId{0} : site(current_->leaf_->where);
}

TextId EventLoop::function_text(const char* pretty) {
    FunctionSlot& slot = functions_[slot_of(pretty, 0, functions_.size())];
    if (slot.pretty != pretty) {
        slot = {pretty, text(bare_function_name(pretty))};
    }
    return slot.id;
}

ObjectId EventLoop::create_resource(ResourceType type, std::string_view resource_name,
                                    std::int64_t capacity, std::source_location where) {
    check_budget();
    const ObjectId id = ++last_object_;
    if (recorder_ != nullptr) {
        const auto kind = static_cast<std::uint8_t>(type);
        const std::string numbered =
            resource_name.empty() ? fmt::format("{}-{}", name_of(type), ++unnamed_resources_[kind])
                                  : std::string(resource_name);
        record(EventKind::ResourceCreated, current_task_id(), id, kind, capacity, text(numbered),
               site(where));
    }
    return id;
}

CancelMessage EventLoop::keep_message(std::string_view message) {
    return message.empty() ? nullptr : &*messages_.emplace(message).first;
}

std::string EventLoop::unnamed_task_name() { return fmt::format("Task-{}", ++unnamed_tasks_); }

void EventLoop::add_task(TaskBase& task) {
    task.id_ = ++last_task_;
    task.older_ = newest_;
    (newest_ == nullptr ? oldest_ : newest_->newer_) = &task;
    newest_ = &task;
    task.retain();  // until it ends
}

void EventLoop::remove_task(TaskBase& task) {
    (task.older_ == nullptr ? oldest_ : task.older_->newer_) = task.newer_;
    (task.newer_ == nullptr ? newest_ : task.newer_->older_) = task.older_;
    task.older_ = nullptr;
    task.newer_ = nullptr;
    task.release();
}

void EventLoop::abandon_remaining_tasks() {
    for (TaskBase* task = oldest_; task != nullptr; task = task->newer_) {
        record(EventKind::TaskAbandoned, task->id());
    }
}

void EventLoop::close() noexcept {
    recorder_ = nullptr;  // what is destroyed now is no part of the run
    closing_ = true;
    current_ = nullptr;
    while (!ready_.empty()) {
        ready_.pop().discard();
    }
    while (!timers_.empty()) {
        timers_.pop().discard();
    }
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
    shutdown_ = {};
}

}  // namespace coroscope
