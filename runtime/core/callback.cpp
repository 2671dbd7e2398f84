#include "runtime/core/callback.h"

#include "runtime/core/event_loop.h"
#include "runtime/core/lane_program.h"

namespace coroscope {

namespace detail {

CallbackNode::CallbackNode(EventLoop& loop, Callback<> callback, ContextRef context, bool timed)
    : loop_(loop),
      function_(callback),
      context_(std::move(context)),
      name_(loop.text(callback.name())),
      number_(0),
      timed_(timed) {}

void CallbackNode::scheduled(std::source_location where) {
    retain();
    number_ = loop_.callback_scheduled(name_, where);
}

void CallbackNode::cancel() {
    if (cancelled_) {
        return;
    }
    cancelled_ = true;
    const std::function<void()> dropped = std::exchange(function_, nullptr);
    if (timed_ && scheduled_in_heap()) {
        loop_.cancel_timer(*this);
        release();
    }
    // In the ready queue it stays, and is skipped when its turn comes.
}

void CallbackNode::run() {
    const Ref<CallbackNode> alive(this);
    release();
    if (cancelled_) {
        return;
    }
    if (timed_) {
        TimerHandle::run();
    } else {
        fire();
    }
}

void CallbackNode::fire() {
    const std::function<void()> function = std::exchange(function_, nullptr);
    loop_.run_callback(function, context_, number_, name_);
}

}  // namespace detail

using detail::CallbackNode;

ScheduledCallback EventLoop::call_soon(const Callback<>& callback, std::source_location where) {
    return call_soon(callback, Context(detail::copy_of(detail::context_slot())), where);
}

ScheduledCallback EventLoop::call_soon(const Callback<>& callback, const Context& context,
                                       std::source_location where) {
    require_open();
    check_budget();
    Ref<CallbackNode> node(new CallbackNode(*this, callback, context.cell(), false));
    node->scheduled(where);
    call_soon(*node);
    return ScheduledCallback(std::move(node));
}

ScheduledCallback EventLoop::call_soon_threadsafe(const Callback<>& callback,
                                                  std::source_location where) {
    LaneProgram* const thread = LaneProgram::running();
    EventLoop* const caller = running_or_null();
    if (thread == nullptr && caller != nullptr && caller != this) {
        return post(callback, caller->now_, where);
    }
    if (thread == nullptr) {
        return call_soon(callback, where);
    }
    require_open();
    Ref<CallbackNode> node(
        new CallbackNode(*this, callback, detail::copy_of(detail::context_slot()), false));
    thread->act([this, node, where] {
        if (!closing_ && !node->cancelled()) {
            node->scheduled(where);
            call_soon(*node);
        }
    });
    return ScheduledCallback(std::move(node));
}

ScheduledCallback EventLoop::call_later(Duration delay, const Callback<>& callback,
                                        std::source_location where) {
    return call_later(delay, callback, Context(detail::copy_of(detail::context_slot())), where);
}

ScheduledCallback EventLoop::call_later(Duration delay, const Callback<>& callback,
                                        const Context& context, std::source_location where) {
    const Nanoseconds when = delay.count() > INT64_MAX - now_ ? INT64_MAX : now_ + delay.count();
    return call_at(Duration(when), callback, context, where);
}

ScheduledCallback EventLoop::call_at(Duration when, const Callback<>& callback,
                                     std::source_location where) {
    return call_at(when, callback, Context(detail::copy_of(detail::context_slot())), where);
}

ScheduledCallback EventLoop::call_at(Duration when, const Callback<>& callback,
                                     const Context& context, std::source_location where) {
    require_open();
    check_budget();
    Ref<CallbackNode> node(new CallbackNode(*this, callback, context.cell(), true));
    node->scheduled(where);
    call_at(*node, when.count(), current_task_id(), site(where));
    return ScheduledCallback(std::move(node));
}

}  // namespace coroscope
