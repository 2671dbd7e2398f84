#include "runtime/core/task.h"

#include "runtime/core/event_loop.h"

namespace coroscope {

TaskBase::TaskBase(EventLoop& loop, PromiseBase& root, std::string_view given_name,
                   detail::ContextRef context, std::source_location where)
    : FutureBase(loop, WaitReason::Task),
      root_(&root),
      leaf_(&root),
      name_(given_name),
      context_(std::move(context)) {
    root_->task = this;
    root_->owner = &root_;
    if (name_.empty()) {
        name_ = loop.unnamed_task_name();
    }
    loop.add_task(*this);
    if (loop.recording()) {
        // One after the other: compilers differ in the order in which they evaluate arguments, and
        // ids are given in order of first use.
        const TextId function = loop.function_text(root.function);
        const TextId task_name = loop.text(name_);
        loop.record(EventKind::TaskCreated, id_, loop.current_task_id(), 0, function, task_name,
                    loop.site(where));
    }
    loop.call_soon(*this);
}

void TaskBase::set_name(std::string_view name) {
    name_ = name;
    loop().record(EventKind::TaskRenamed, id_, 0, 0, 0, loop().text(name_));
}

bool TaskBase::request_cancel(CancelMessage message) {
    forget_unretrieved();
    const bool accepted = !done();
    if (accepted) {
        ++cancel_requests_;
    }
    loop().record(EventKind::TaskCancelRequested, id_, loop().current_task_id(), accepted ? 1 : 0,
                  cancel_requests_, message == nullptr ? 0 : loop().text(*message));
    return accepted;
}

bool TaskBase::cancel(CancelMessage message) {
    if (!request_cancel(message)) {
        return false;
    }
    // Down the chain of tasks that wait for each other, without recursion: it may be long. In a
    // ring the rabbit meets the tortoise, who waits at every step that is a power of two (Brent).
    TaskBase* task = this;
    TaskBase* tortoise = this;
    std::uint64_t steps = 0;
    while (task->waiting_on_ != nullptr) {
        TaskBase* const next = task->waiting_on_->as_task();
        if (next == nullptr) {
            if (task->waiting_on_->cancel(message)) {
                return true;
            }
            break;
        }
        if (next == tortoise) {
            throw RecursionError();
        }
        if (!next->request_cancel(message)) {
            break;
        }
        task = next;
        ++steps;
        if ((steps & (steps - 1)) == 0) {
            tortoise = task;
        }
    }
    task->must_cancel_ = true;
    task->request_message_ = message;
    task->keep_message(message);
    return true;
}

std::uint32_t TaskBase::uncancel() {
    if (cancel_requests_ > 0 && --cancel_requests_ == 0) {
        must_cancel_ = false;
    }
    return cancel_requests_;
}

void TaskBase::run() {
    EventLoop& the_loop = loop();
    if (waiting_on_ != nullptr) {
        thrown_ = waiting_on_->retrieve_error();
    }
    if (must_cancel_) {
        if (!is_cancellation(thrown_)) {
            thrown_ = std::make_exception_ptr(
                CancelledError(request_message_ == nullptr ? "" : *request_message_));
        }
        must_cancel_ = false;
    }
    FutureBase* const waited = std::exchange(waiting_on_, nullptr);
    if (waited == nullptr && leaf_ == root_ && !yielded_ && thrown_) {
        end(std::exchange(thrown_,
                          nullptr));  // cancelled before its first step: none of its code runs
        return;
    }
    yielded_ = false;
    ++the_loop.steps_;
    the_loop.current_ = this;
    const detail::EnterContext entered(context_);
    the_loop.record(EventKind::TaskResumed, id_, 0, 0, static_cast<std::int64_t>(the_loop.steps_),
                    static_cast<std::uint32_t>(the_loop.ready_.size()),
                    the_loop.recording() ? the_loop.site(leaf_->where) : SiteId{0});
    if (waited == nullptr || thrown_ || waited->completes_wait(*this)) {
        run_coroutine();
    }
    if (the_loop.options_.step_cost > 0) {
        the_loop.advance(the_loop.options_.step_cost, PassedBy::StepCost, 0);
    }
    if (root_->self.done()) {
        end(root_->error);
    } else {
        suspended();
    }
    the_loop.current_ = nullptr;
}

void TaskBase::run_coroutine() {
    PromiseBase* running = leaf_;
    do {
        next_ = nullptr;
        running->self.resume();
        running = next_;
    } while (running != nullptr);
}

void TaskBase::wait_again(FutureBase& on) {
    waiting_on_ = &on;
    on.add_done_callback(*this);
}

void TaskBase::suspended() {
    EventLoop& the_loop = loop();
    const SiteId site = the_loop.recording() ? the_loop.site(leaf_->where) : SiteId{0};
    if (yielded_) {
        the_loop.record(EventKind::TaskSuspended, id_, 0,
                        static_cast<std::uint8_t>(WaitReason::Yield), 0, 0, site);
        the_loop.call_soon(*this);
        return;
    }
    the_loop.record(EventKind::TaskSuspended, id_, waiting_on_->object(),
                    static_cast<std::uint8_t>(waiting_on_->wait_reason()),
                    waiting_on_->wait_detail(), 0, site);
    if (must_cancel_ && waiting_on_->cancel(request_message_)) {
        must_cancel_ = false;
    }
}

void TaskBase::end(std::exception_ptr error) {
    EventLoop& the_loop = loop();
    const Ref<TaskBase> alive(this);  // the frame may hold the last handle to it
    if (!error && must_cancel_) {
        // A request that came while it ran, and no suspension to deliver it: it ends cancelled and
        // its value is lost.
        must_cancel_ = false;
        error = std::make_exception_ptr(
            CancelledError(request_message_ == nullptr ? "" : *request_message_));
    } else if (is_cancellation(error)) {
        keep_message(nullptr);  // the error has it
    }
    std::string words;
    if (!error) {
        try {
            take_value();
            words = the_loop.recording() ? value_text() : "";
        } catch (...) {  // a value that cannot be moved or shown
            error = std::current_exception();
        }
    }
    const bool by_cancellation = is_cancellation(error);
    if (the_loop.recording()) {
        const EventKind kind = !error            ? EventKind::TaskFinished
                               : by_cancellation ? EventKind::TaskCancelled
                                                 : EventKind::TaskFailed;
        words = !error ? words : describe(error);
        if (by_cancellation) {
            words = words.size() > 16 ? words.substr(16) : "";  // what follows "CancelledError: "
        }
        the_loop.record(kind, id_, 0, 0, 0, the_loop.text(words), the_loop.site(leaf_->where));
    }
    destroy_frames();
    the_loop.remove_task(*this);
    if (error) {
        keep_error(std::move(error));
        if (!by_cancellation) {
            mark_unretrieved();
        }
    }
    const bool leaves = leaves_the_loop(result_error());
    complete(by_cancellation ? Status::Cancelled : Status::Finished, WakeReason::TaskEnded);
    if (leaves) {
        the_loop.leave(result_error());
    }
}

void TaskBase::destroy_frames() noexcept {
    // Leaf first, so that a chain of any length is taken down without recursion.
    for (PromiseBase* promise = leaf_; promise != nullptr;) {
        PromiseBase* const caller = promise->caller;
        *promise->owner = nullptr;
        promise->self.destroy();
        promise = caller;
    }
    leaf_ = nullptr;
}

void TaskBase::abandon() noexcept {
    if (waiting_on_ != nullptr) {
        waiting_on_->remove_done_callback(*this);
        waiting_on_ = nullptr;
    }
    destroy_frames();
    discard_callbacks();
}

void TaskBase::drop() {
    if (unretrieved() && EventLoop::is_open(&loop())) {
        loop().call_exception_handler(
            {"Task exception was never retrieved", retrieve_error(), id_, Report::NeverRetrieved});
    }
    discard_callbacks();
    delete this;
}

namespace detail {

EventLoop& loop_for_task() {
    EventLoop& loop = EventLoop::running();
    loop.check_budget();
    return loop;
}

}  // namespace detail

TaskBase* current_task() {
    EventLoop* const loop = EventLoop::running_or_null();
    return loop == nullptr ? nullptr : loop->current_task();
}

std::vector<Task<>> all_tasks() { return EventLoop::running().all_tasks(); }

std::string name(std::string_view prefix, std::int64_t number) {
    return fmt::format("{}-{}", prefix, number);
}

}  // namespace coroscope
