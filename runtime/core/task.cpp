#include "runtime/core/task.h"

#include "runtime/core/event_loop.h"

namespace coroscope {

TaskBase::TaskBase(EventLoop& loop, PromiseBase& root, std::string_view given_name,
                   detail::ContextRef context, std::source_location where)
    : FutureBase(loop, WaitReason::Task), root_(&root), leaf_(&root), context_(std::move(context)) {
    root_->task = this;
    root_->owner = &root_;
    if (given_name.empty()) {
        number_ = ++loop.counters_->unnamed_tasks;
    } else {
        rare().name = given_name;
    }
    loop.add_task(*this);
    if (loop.recording()) {
        // One after the other: compilers differ in the order in which they evaluate arguments, and
        // ids are given in order of first use.
        const TextId function = loop.function_text(root.function);
        const TextId short_name = number_ == 0 ? 0 : unnamed_task_text(number_);
        const TextId task_name = short_name != 0 ? short_name : loop.text(name());
        loop.record(EventKind::TaskCreated, id_, loop.current_task_id(), loop.thread_number_,
                    function, task_name, loop.site(where));
    }
    loop.call_soon(*this);
}

std::string TaskBase::name() const {
    return number_ == 0 ? rare_->name : fmt::format("Task-{}", number_);
}

void TaskBase::set_name(std::string_view name) {
    rare().name = name;
    number_ = 0;
    loop().record(EventKind::TaskRenamed, id_, 0, 0, 0, loop().text(name));
}

bool TaskBase::request_cancel(CancelMessage message) {
    forget_unretrieved();
    const bool accepted = !done();
    if (accepted) {
        ++rare().cancel_requests;
    }
    trace_cancel(accepted ? CancelRequest::Accepted : CancelRequest::TooLate, message);
    return accepted;
}

void TaskBase::trace_cancel(CancelRequest what, CancelMessage message) {
    loop().record(EventKind::TaskCancelRequested, id_, loop().current_task_id(),
                  static_cast<std::uint8_t>(what), cancelling(),
                  message == nullptr ? 0 : loop().text(*message));
}

std::exception_ptr TaskBase::requested_error() const {
    const CancelMessage message = rare_->request_message;
    return std::make_exception_ptr(CancelledError(message == nullptr ? "" : *message));
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
    task->rare().request_message = message;
    return true;
}

std::uint32_t TaskBase::uncancel() {
    if (cancelling() > 0) {
        if (--rare_->cancel_requests == 0) {
            must_cancel_ = false;
        }
        trace_cancel(CancelRequest::TakenBack, nullptr);
    }
    return cancelling();
}

void TaskBase::run() {
    EventLoop& the_loop = loop();
    FutureBase* const waited = std::exchange(waiting_on_, nullptr);
    if (must_cancel_ || (waited != nullptr && waited->has_error())) [[unlikely]] {
        if (!take_thrown(waited)) {
            return;
        }
    }
    yielded_ = false;
    const std::uint64_t step = ++the_loop.counters_->steps;
    the_loop.current_ = this;
    const detail::EnterContext entered(context_);
    if (the_loop.recording()) {
        the_loop.record(EventKind::TaskResumed, id_, 0, 0, static_cast<std::int64_t>(step),
                        static_cast<std::uint32_t>(the_loop.ready_.size()), leaf_->site);
    }
    if (waited == nullptr || thrown_ || waited->completes_wait(*this)) {
        run_coroutine();
    }
    if (the_loop.options_.step_cost > 0) [[unlikely]] {
        the_loop.advance(the_loop.options_.step_cost, PassedBy::StepCost, 0);
    }
    if (yielded_) {
        if (the_loop.recording()) {
            the_loop.record(EventKind::TaskSuspended, id_, 0,
                            static_cast<std::uint8_t>(WaitReason::Yield), 0, 0, leaf_->site);
        }
        the_loop.call_soon(*this);
    } else if (root_->self().done()) {
        end(root_->error);
    } else {
        suspended();
    }
    the_loop.current_ = nullptr;
}

bool TaskBase::take_thrown(FutureBase* waited) {
    if (waited != nullptr) {
        thrown_ = waited->retrieve_error();
    }
    if (must_cancel_) {
        if (!is_cancellation(thrown_)) {
            thrown_ = requested_error();
        }
        must_cancel_ = false;
    }
    if (waited == nullptr && leaf_ == root_ && !yielded_) {
        end(std::exchange(thrown_, nullptr));
        return false;
    }
    return true;
}

void TaskBase::run_coroutine() {
    PromiseBase* running = nullptr;
    do {  // until one has not handed over to another
        running = leaf_;
        running->self().resume();
    } while (leaf_ != running);
}

void TaskBase::wait_again(FutureBase& on) {
    waiting_on_ = &on;
    on.add_done_callback(*this);
}

void TaskBase::suspended() {
    EventLoop& the_loop = loop();
    if (the_loop.recording()) {
        the_loop.record(EventKind::TaskSuspended, id_, waiting_on_->object(),
                        static_cast<std::uint8_t>(waiting_on_->wait_reason()),
                        waiting_on_->wait_detail(), 0, leaf_->site);
    }
    if (must_cancel_ && waiting_on_->cancel(rare_->request_message)) {
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
        error = requested_error();
    } else if (is_cancellation(error)) {
        mark_raised();
    }
    TextId words = 0;
    if (!error) {
        try {
            take_value();
            words = the_loop.recording() ? value_text() : 0;
        } catch (...) {  // a value that cannot be moved or shown
            error = std::current_exception();
        }
    }
    const bool by_cancellation = error && is_cancellation(error);
    if (the_loop.recording()) {
        const EventKind kind = !error            ? EventKind::TaskFinished
                               : by_cancellation ? EventKind::TaskCancelled
                                                 : EventKind::TaskFailed;
        if (error) {
            const std::string_view prefix = by_cancellation ? "CancelledError: " : "";
            const std::string description = describe(error);
            words = description.size() > prefix.size()
                        ? the_loop.text(std::string_view(description).substr(prefix.size()))
                        : 0;
        }
        the_loop.record(kind, id_, 0, 0, 0, words, leaf_->site);
    }
    destroy_frames();
    the_loop.remove_task(*this);
    if (error) {
        keep_error(std::move(error));
        if (!by_cancellation) {
            mark_unretrieved();
        }
    }
    const bool leaves = result_error() && leaves_the_loop(result_error());
    complete(by_cancellation ? Status::Cancelled : Status::Finished, WakeReason::TaskEnded);
    if (leaves) {
        forget_unretrieved();  // whoever called run() will see it
        the_loop.leave(result_error());
    }
}

void TaskBase::destroy_frames() noexcept {
    // Leaf first, so that a chain of any length is taken down without recursion.
    for (PromiseBase* promise = leaf_; promise != nullptr;) {
        PromiseBase* const caller = promise->caller;
        *promise->owner = nullptr;
        promise->self().destroy();
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

TaskBase* current_task() {
    EventLoop* const loop = EventLoop::running_or_null();
    return loop == nullptr ? nullptr : loop->current_task();
}

std::vector<Task<>> all_tasks() { return EventLoop::running().all_tasks(); }

std::string name(std::string_view prefix, std::int64_t number) {
    return fmt::format("{}-{}", prefix, number);
}

}  // namespace coroscope
