#include "runtime/sync/gather.h"

namespace coroscope::detail {

/// The done callback on one child. Holds the gather alive until the child has ended, as Python's
/// closure does.
class GatherBase::ChildDone final : public Handle, public Pooled {
public:
    ChildDone(GatherBase& owner, FutureBase& child) : owner_(&owner), child_(child) {}
    void run() override {
        const Ref<GatherBase> owner = std::exchange(owner_, {});
        owner->child_done(child_);
    }
    void discard() noexcept override { const Ref<GatherBase> owner = std::exchange(owner_, {}); }
    /// The child forgets it.
    void detach() noexcept {
        child_.remove_done_callback(*this);
        discard();
    }

private:
    Ref<GatherBase> owner_;
    FutureBase& child_;
};

GatherBase::GatherBase(EventLoop& loop, bool return_errors)
    : FutureBase(loop, WaitReason::Gather, loop.create_resource(ResourceType::Gather, {}, 0, {})),
      return_errors_(return_errors) {}

GatherBase::~GatherBase() = default;

void GatherBase::start() {
    std::vector<FutureBase*> done_already;
    callbacks_.reserve(children_.size());
    for (const Ref<FutureBase>& child : children_) {
        if (!child->mark()) {
            continue;
        }
        ++unique_;
        loop().record(EventKind::ResourceLinked, loop().current_task_id(), object(), 0,
                      child->wait_detail());
        if (child->done()) {
            done_already.push_back(child.get());
        } else {
            callbacks_.push_back(std::make_unique<ChildDone>(*this, *child));
            child->add_done_callback(*callbacks_.back());
        }
    }
    for (const Ref<FutureBase>& child : children_) {
        child->unmark();
    }
    for (FutureBase* const child : done_already) {
        child_done(*child);
    }
    if (children_.empty()) {
        finish();
    }
}

void GatherBase::finish() {
    try {
        collect();
    } catch (...) {  // a value that cannot be copied or moved
        set_error(std::current_exception());
        return;
    }
    set_done();
}

void GatherBase::child_done(FutureBase& child) {
    ++ended_;
    if (done()) {
        if (!child.cancelled()) {
            (void)child.retrieve_error();  // nobody else will look at it
        }
        return;
    }
    if (!return_errors_ && child.has_error()) {
        set_error(child.retrieve_error());
        return;
    }
    if (ended_ < unique_) {
        return;
    }
    if (cancel_requested_) {
        for (const Ref<FutureBase>& each : children_) {
            if (!each->cancelled()) {
                (void)each->retrieve_error();  // seen, although the cancellation hides it
            }
        }
        // The last child's message, and an error rather than a cancelled future: cancelled() stays
        // false.
        FutureBase& last = *children_.back();
        const CancelMessage message = last.cancel_message();
        set_error(last.cancelled() ? last.retrieve_error()
                                   : std::make_exception_ptr(
                                         CancelledError(message == nullptr ? "" : *message)));
        return;
    }
    finish();
}

bool GatherBase::cancel(CancelMessage message) {
    if (done()) {
        return false;
    }
    const EventLoop::CancelDepth guard(loop());
    bool accepted = false;
    for (const Ref<FutureBase>& child : children_) {
        accepted = child->cancel(message) || accepted;
    }
    cancel_requested_ = cancel_requested_ || accepted;
    return accepted;
}

void GatherBase::close() noexcept {
    // Child and gather hold each other; whoever closes the loop lets go. A child may live longer
    // than the gather.
    const Ref<GatherBase> alive(this);
    for (const std::unique_ptr<ChildDone>& callback : callbacks_) {
        callback->detach();
    }
}

}  // namespace coroscope::detail
