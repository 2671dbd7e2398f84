#include "runtime/core/event_loop.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/core/threads.h"

namespace coroscope {

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

EventLoop::CancelDepth::CancelDepth(EventLoop& loop) : depth_(loop.cancel_depth_) {
    static constexpr std::uint32_t kLimit = 1000;  // Python's
    if (depth_ == kLimit) {
        throw RecursionError();
    }
    ++depth_;
}

Nanoseconds EventLoop::next_time() {
    if (!ready_.empty() || stopping_) {
        return now_;
    }
    Nanoseconds next = timers_.empty() ? Threads::kNever : timers_.earliest();
    if (!posts_.empty()) {
        next = std::min(next, posts_.front().time);
    }
    return std::max(next, now_);
}

void EventLoop::let_others_run() {
    if (group_ != nullptr) {
        group_->wait(*this, next_time());
    } else if (threads_ != nullptr) {
        threads_->run_until(next_time(), true);
    } else {
        return;
    }
    look_at_ = 0;  // their steps count, too
}

void EventLoop::take_posts() {
    std::size_t due = 0;
    while (due < posts_.size() && posts_[due].time <= now_) {
        ready_.push(*posts_[due].node);
        ++due;
    }
    posts_.erase(posts_.begin(), posts_.begin() + static_cast<std::ptrdiff_t>(due));
}

Outcome EventLoop::run_once() {
    let_others_run();
    if (ready_.empty() && !stopping_) {
        const Nanoseconds next = next_time();
        if (next == Threads::kNever) {
            return Outcome::Hang;
        }
        if (next > options_.until) {
            return Outcome::Budget;
        }
        if (next > now_) {
            const Nanoseconds before = now_;
            now_ = next;
            record(EventKind::ClockAdvanced, 0, 0, 0, before);
        }
    }
    if (!posts_.empty()) {
        take_posts();
    }
    if (!timers_.empty()) {
        take_due_timers();
    }
    ++iteration_;
    record(EventKind::LoopIteration, 0, static_cast<ObjectId>(timers_.size()), thread_number_,
           static_cast<std::int64_t>(iteration_), static_cast<std::uint32_t>(ready_.size()));
    return run_ready_handles();
}

void EventLoop::take_due_timers() {
    const auto make_ready = [this](TimerHandle& timer) {
        timer.place_ = TimerHandle::Place::Due;
        ready_.push(timer);
    };
    TimerHandle* timer = timers_.take_due(now_);
    for (; in_order_ && timer != nullptr; timer = timers_.take_due(now_)) {
        make_ready(*timer);
    }
    while (timer != nullptr) {
        // Of one deadline; the policy says in which order they fire.
        std::vector<TimerHandle*> tied;
        std::vector<TaskId> owners;
        const Nanoseconds deadline = timer->deadline_;
        for (; timer != nullptr && timer->deadline_ == deadline; timer = timers_.take_due(now_)) {
            tied.push_back(timer);
            owners.push_back(timer->owner_);
        }
        for (std::size_t fired = 0; fired < tied.size(); ++fired) {
            const auto left = std::span<const TaskId>(owners).subspan(fired);
            const auto chosen = static_cast<std::ptrdiff_t>(
                left.size() == 1 ? 0 : decide(ChoiceKind::TimerTie, left));
            const auto bring_to_front = [&](auto& list) {
                const auto first = list.begin() + static_cast<std::ptrdiff_t>(fired);
                std::rotate(first, first + chosen, first + chosen + 1);
            };
            bring_to_front(tied);
            bring_to_front(owners);
            make_ready(*tied[fired]);
        }
    }
}

Outcome EventLoop::run_ready_handles() {
    bool goes_on = true;
    for (std::size_t left = ready_.size(); left > 0 && goes_on;) {
        try {
            for (; left > 0 && goes_on; goes_on = settle()) {
                if (is_over()) {
                    return over_;
                }
                --left;
                if (options_.debug) {
                    run_measured(take_next());
                } else {
                    take_next().run();
                }
            }
        } catch (...) {
            current_ = nullptr;
            call_exception_handler(
                {"Exception in callback", std::current_exception(), 0, Report::Callback});
            goes_on = settle();
        }
    }
    if (!goes_on) {
        error_ = std::exchange(leaving_, nullptr);
        return Outcome::Failed;
    }
    return over_ == Outcome::None ? Outcome::Finished : over_;
}

void EventLoop::run_measured(Handle& handle) {
    const Nanoseconds before = now_;
    TaskBase* const task = handle.task_id() == 0 ? nullptr : static_cast<TaskBase*>(&handle);
    const TaskId id = handle.task_id();
    const std::string who = task == nullptr ? "callback" : "task " + task->name();
    try {
        handle.run();
    } catch (...) {
        current_ = nullptr;
        call_exception_handler(
            {"Exception in callback", std::current_exception(), 0, Report::Callback});
    }
    if (const Nanoseconds took = now_ - before; took >= slow_) {
        report(Report::SlowCallback,
               fmt::format("{} took {}.{:03} seconds", who, took / 1'000'000'000,
                           took / 1'000'000 % 1000),
               id);
    }
}

ObjectId EventLoop::callback_scheduled(TextId name, std::source_location where, TaskId of) {
    const ObjectId number = ++counters_->last_callback;
    record(EventKind::CallbackScheduled, current_task_id(), number, 0, of, name, site(where));
    return number;
}

void EventLoop::run_callback(const std::function<void()>& function, detail::ContextRef& context,
                             ObjectId number, TextId name) {
    record(EventKind::CallbackRun, 0, number, 0, 0, name);
    const detail::EnterContext entered(context);
    try {
        function();
    } catch (const RunStopped&) {
        // The budget is used up: the run ends at the next handle.
    } catch (...) {
        std::exception_ptr error = std::current_exception();
        if (leaves_the_loop(error)) {
            leave(std::move(error));
        } else {
            call_exception_handler(
                {"Exception in callback", std::move(error), 0, Report::Callback});
        }
    }
}

namespace {

/// The clock, the stop token and the number of events are looked at once in so many handles and
/// awaits: a few dozen do no harm.
constexpr std::uint64_t kHandlesPerLook = 32;

}  // namespace

bool EventLoop::is_over_now() {
    if (over_ == Outcome::None) {
        if (counters_->steps >= options_.max_steps || now_ > options_.until) {
            over_ = Outcome::Budget;
        } else if (handles_ % kHandlesPerLook == 0) {
            look_at_limits();
        }
    }
    set_look_at();
    return over_ != Outcome::None;
}

void EventLoop::set_look_at() {
    if (over_ != Outcome::None || now_ > options_.until) {
        look_at_ = 0;
        return;
    }
    const std::uint64_t steps = counters_->steps;
    const std::uint64_t steps_left = options_.max_steps - std::min(steps, options_.max_steps);
    const std::uint64_t until_look = kHandlesPerLook - handles_ % kHandlesPerLook;
    look_at_ = handles_ + std::min(steps_left, until_look);
}

void EventLoop::look_at_limits() {
    if (options_.stop.stop_requested()) {
        over_ = Outcome::Stopped;
    } else if (now_ > options_.until || handles_ >= options_.max_events ||
               (recorder_ != nullptr && recorder_->size() >= options_.max_events)) {
        over_ = Outcome::Budget;
    }
}

void EventLoop::look_at_budget() {
    if (over_ == Outcome::None && handles_ % kHandlesPerLook == 0) {
        look_at_limits();
        if (recorder_ != nullptr) {
            recorder_->publish();  // a step that never ends shall be seen, too
        }
    }
    set_look_at();
    if (over_ != Outcome::None && current_ != nullptr && !closing_ &&
        std::uncaught_exceptions() == 0) {
        recorder_ = nullptr;  // how the step is unwound is no part of the program
        throw RunStopped{};
    }
}

Handle& EventLoop::choose_next() {
    ready_tasks_.follow(ready_);
    if (ready_[0].task_id() == 0) {
        ready_tasks_.callback_left();
        return ready_.pop();  // callbacks and timers are not candidates: they keep their turn
    }
    const std::span<const TaskId> candidates = ready_tasks_.tasks();
    const std::size_t index = candidates.size() < 2 ? 0 : decide(ChoiceKind::Task, candidates);
    return ready_.take(ready_tasks_.take(ready_, index));
}

std::size_t EventLoop::decide(ChoiceKind kind, std::span<const TaskId> candidates) {
    const std::size_t index = fifo_ ? 0 : options_.policy->choose(kind, candidates);
    const auto count = static_cast<std::uint32_t>(candidates.size());
    if (options_.choices != nullptr) {
        options_.choices->add({recorder_ == nullptr ? 0 : recorder_->size(),
                               static_cast<std::uint32_t>(index), count, kind},
                              candidates);
    }
    if (!fifo_) {
        record(EventKind::ChoiceMade, candidates[index], candidates_text(candidates),
               static_cast<std::uint8_t>(kind), static_cast<std::int64_t>(index), count);
    }
    return index;
}

void EventLoop::call_at(TimerHandle& timer, Nanoseconds deadline, TaskId owner, SiteId site) {
    if (closing_) {
        return;
    }
    timer.owner_ = owner;
    timer.object_ = new_object();
    timers_.add(timer, deadline);
    record(EventKind::TimerSet, owner, timer.object_, 0, deadline, 0, site);
}

void EventLoop::call_soon_timer(TimerHandle& timer, TaskId owner, SiteId site) {
    if (closing_) {
        return;
    }
    timer.owner_ = owner;
    timer.object_ = new_object();
    timer.deadline_ = now_;
    timer.place_ = TimerHandle::Place::Due;
    record(EventKind::TimerSet, owner, timer.object_, 0, now_, 0, site);
    ready_.push(timer);
}

void EventLoop::cancel_active_timer(TimerHandle& timer) noexcept {
    if (timer.scheduled()) {
        timers_.remove(timer);
    } else {
        timer.place_ = TimerHandle::Place::Nowhere;
        ready_.replace(timer, skipped_);  // asyncio skips a cancelled handle when its turn comes
    }
    record(EventKind::TimerCancelled, timer.owner_, timer.object_, 0, timer.deadline_);
}

void TimerHandle::run() {
    EventLoop& loop = EventLoop::running();
    place_ = Place::Nowhere;
    loop.record(EventKind::TimerFired, owner_, object_, 0, deadline_);
    fire();
}

void EventLoop::pass_time(Nanoseconds duration, PassedBy how, std::source_location where) {
    if (duration < 0) {
        throw ValueError("time cannot pass backwards");
    }
    LoopExtension* const others = extension(ExtensionSlot::Gil).get();
    if (how == PassedBy::Busy && others != nullptr) {
        duration = others->compute_in_loop(duration);
    }
    advance(duration, how, site(where));
    check_budget();
}

void EventLoop::advance(Nanoseconds duration, PassedBy how, SiteId site) {
    const Nanoseconds end = duration > INT64_MAX - now_ ? INT64_MAX : now_ + duration;
    if (group_ != nullptr) {
        group_->wait_until(*this, end);
    } else if (threads_ != nullptr) {
        threads_->run_until(end, false);
    }
    now_ = end;
    if (now_ > options_.until || group_ != nullptr || threads_ != nullptr) {
        look_at_ = 0;  // other threads' steps count, too
    }
    record(EventKind::TimePassed, current_task_id(), 0, static_cast<std::uint8_t>(how), duration, 0,
           site);
}

CancelMessage EventLoop::keep_message(std::string_view message) {
    return message.empty() ? nullptr : &*messages_.emplace(message).first;
}

}  // namespace coroscope
