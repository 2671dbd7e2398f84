#include "runtime/sync/task_group.h"

#include <algorithm>
#include <optional>

#include "runtime/sync/watch.h"

namespace coroscope {

namespace detail {

class TaskGroupState final : public Watch {
public:
    explicit TaskGroupState(std::string_view name) : name_(name) {}

    void enter(std::source_location where);
    void require_open() const;
    void add(const Ref<FutureBase>& child);
    [[nodiscard]] bool all_over() const { return children_.empty(); }
    /// Becomes done when the last child has ended.
    FutureBase& completion();
    void forget_completion() { completion_.reset(); }
    void begin_exit(const std::exception_ptr& error);
    void interrupted(std::exception_ptr cancellation);
    /// All children have ended: raises what the group raises, or returns.
    void end(const std::exception_ptr& error);

private:
    ~TaskGroupState() override = default;
    void abort();
    void child_done(const Ref<FutureBase>& child) override;
    void child_failed(const Ref<FutureBase>& child, const std::exception_ptr& error);

    std::string name_;
    EventLoop* loop_ = nullptr;
    ObjectId object_ = 0;
    Ref<TaskBase> owner_;
    std::vector<Ref<FutureBase>> children_;  // that have not ended, in order of creation
    std::vector<std::exception_ptr> errors_;
    std::exception_ptr base_error_;
    std::exception_ptr cancellation_;
    std::optional<Signal> completion_;
    bool entered_ = false;
    bool exiting_ = false;
    bool aborting_ = false;
    bool owner_asked_ = false;  // by this group
};

void TaskGroupState::enter(std::source_location where) {
    if (entered_) {
        throw RuntimeError("TaskGroup has already been entered: make a new one for each block");
    }
    EventLoop& loop = EventLoop::running();
    if (loop.current_task() == nullptr) {
        throw RuntimeError("TaskGroup cannot determine the parent task: enter it inside a task");
    }
    loop_ = &loop;
    owner_ = Ref<TaskBase>(loop.current_task());
    object_ = loop.create_resource(ResourceType::TaskGroup, name_, 0, where);
    entered_ = true;
}

void TaskGroupState::require_open() const {
    if (!entered_) {
        throw RuntimeError("TaskGroup has not been entered: create tasks inside its block");
    }
    if (exiting_ && children_.empty()) {
        throw RuntimeError("TaskGroup is finished: create tasks inside its block");
    }
    if (aborting_) {
        throw RuntimeError("TaskGroup is shutting down: it takes no more tasks");
    }
}

void TaskGroupState::add(const Ref<FutureBase>& child) {
    loop_->record(EventKind::ResourceLinked, loop_->current_task_id(), object_, 0,
                  child->wait_detail());
    children_.push_back(child);
    watch(child);
}

FutureBase& TaskGroupState::completion() {
    completion_.emplace(*loop_, WaitReason::TaskGroup, object_);
    return *completion_;
}

void TaskGroupState::abort() {
    aborting_ = true;
    const std::vector<Ref<FutureBase>> children = children_;
    for (const Ref<FutureBase>& child : children) {
        if (!child->done()) {
            child->cancel(nullptr);
        }
    }
}

void TaskGroupState::begin_exit(const std::exception_ptr& error) {
    exiting_ = true;
    if (leaves_the_loop(error) && !base_error_) {
        base_error_ = error;
    }
    cancellation_ = is_cancellation(error) ? error : nullptr;
    if (error && !aborting_) {
        abort();
    }
}

void TaskGroupState::interrupted(std::exception_ptr cancellation) {
    if (!aborting_) {
        cancellation_ = std::move(cancellation);
        abort();
    }
}

void TaskGroupState::end(const std::exception_ptr& error) {
    if (base_error_) {
        std::rethrow_exception(base_error_);
    }
    if (owner_asked_ && owner_->uncancel() == 0) {
        cancellation_ = nullptr;  // nobody else has asked
    }
    if (cancellation_ && errors_.empty()) {
        std::rethrow_exception(cancellation_);
    }
    if (error && !is_cancellation(error)) {
        errors_.push_back(error);
    }
    if (errors_.empty()) {
        return;
    }
    if (owner_->cancelling() > 0) {
        // The errors hide a request from outside: it is made again, for the next await.
        owner_->uncancel();
        owner_->cancel(nullptr);
    }
    throw ExceptionGroup("unhandled errors in a TaskGroup", std::exchange(errors_, {}));
}

void TaskGroupState::child_done(const Ref<FutureBase>& child) {
    std::erase(children_, child);
    if (completion_ && children_.empty()) {
        completion_->set(WakeReason::ChildrenEnded);
    }
    if (child->cancelled()) {
        return;
    }
    if (const std::exception_ptr error = child->retrieve_error()) {
        child_failed(child, error);
    }
}

void TaskGroupState::child_failed(const Ref<FutureBase>& child, const std::exception_ptr& error) {
    errors_.push_back(error);
    if (leaves_the_loop(error) && !base_error_) {
        base_error_ = error;
    }
    if (owner_->done()) {
        const TaskBase& task = *child->as_task();
        loop_->report(Report::Callback,
                      "Task " + task.name() + " has errored out but its parent task " +
                          owner_->name() + " is already completed: " + describe(error),
                      task.id());
        return;
    }
    if (!aborting_ && !owner_asked_) {
        abort();
        owner_asked_ = true;
        owner_->cancel(nullptr);
    }
}

namespace {

Coroutine<bool> leave_group(Ref<TaskGroupState> group, std::exception_ptr error,
                            std::source_location where) {
    co_await StandAt(where);
    group->begin_exit(error);
    while (!group->all_over()) {
        std::exception_ptr cancellation;
        try {
            co_await SignalAwaiter(group->completion());
        } catch (const CancelledError&) {
            cancellation = std::current_exception();
        }
        if (cancellation) {
            group->interrupted(cancellation);
        }
        group->forget_completion();
    }
    group->end(error);
    co_return false;
}

}  // namespace

}  // namespace detail

TaskGroup::TaskGroup(std::string_view name) : state_(new detail::TaskGroupState(name)) {}
TaskGroup::TaskGroup(const TaskGroup&) = default;
TaskGroup::TaskGroup(TaskGroup&&) noexcept = default;
TaskGroup& TaskGroup::operator=(TaskGroup other) noexcept {
    state_ = std::move(other.state_);
    return *this;
}
TaskGroup::~TaskGroup() = default;

void TaskGroup::require_open() const { state_->require_open(); }
void TaskGroup::add(const Ref<FutureBase>& child) { state_->add(child); }

detail::Ready<> TaskGroup::aenter(std::source_location where) {
    state_->enter(where);
    return detail::Ready<>();
}

Coroutine<bool> TaskGroup::aexit(std::exception_ptr error, std::source_location where) {
    return detail::leave_group(state_, std::move(error), where);
}

}  // namespace coroscope
