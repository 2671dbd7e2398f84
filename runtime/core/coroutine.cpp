#include "runtime/core/coroutine.h"

#include <string>

#include "runtime/core/event_loop.h"
#include "runtime/core/function_name.h"

namespace coroscope {

void PromiseBase::FinalAwaiter::await_suspend(std::coroutine_handle<> /*self*/) noexcept {
    hand_back(*promise_);
}

void PromiseBase::hand_back(PromiseBase& promise) noexcept {
    promise.task->next_ = promise.caller;
    if (promise.caller != nullptr) {
        promise.task->leaf_ = promise.caller;
        EventLoop& loop = promise.task->loop();
        if (loop.recording()) {
            loop.record(EventKind::CoroutineLeft, promise.task->id(), 0, promise.error ? 1 : 0,
                        loop.function_text(promise.function), promise.depth);
        }
    }
}

namespace detail {

void check_budget(const PromiseBase& promise) { promise.task->loop().check_budget(); }

void enter(PromiseBase& caller, PromiseBase& callee) {
    TaskBase& task = *caller.task;
    callee.task = &task;
    callee.caller = &caller;
    callee.depth = caller.depth + 1;
    task.leaf_ = &callee;
    task.next_ = &callee;
    if (EventLoop& loop = task.loop(); loop.recording()) {
        loop.record(EventKind::CoroutineEntered, task.id(), 0, 0,
                    loop.function_text(callee.function), callee.depth, loop.site(caller.where));
    }
}

void destroy_frame(PromiseBase* promise) noexcept {
    if (promise == nullptr) {
        return;
    }
    EventLoop* const loop = EventLoop::newest_open();
    if (!promise->started() && loop != nullptr && !loop->closing()) {
        const std::string name(bare_function_name(promise->function));
        loop->report(Report::NeverAwaited, "coroutine '" + name + "' was never awaited",
                     loop->current_task_id());
    }
    promise->self.destroy();
}

void throw_reused() { throw RuntimeError("cannot reuse already awaited coroutine"); }

}  // namespace detail

}  // namespace coroscope
