#include "runtime/sync/watch.h"

namespace coroscope::detail {

/// The done callback on one future. It owns the watch as long as it may run.
class Watch::Callback final : public Handle {
public:
    Callback(Watch& owner, Ref<FutureBase> child) : owner_(&owner), child_(std::move(child)) {}
    void run() override {
        const Ref<Watch> owner = std::exchange(owner_, {});
        const Ref<FutureBase> child = std::exchange(child_, {});
        ++owner->over_;
        owner->child_done(child);
    }
    void discard() noexcept override { const Ref<Watch> owner = std::exchange(owner_, {}); }
    [[nodiscard]] bool is_over() const { return !owner_; }
    void take_back() noexcept {
        if (child_ && child_->remove_done_callback(*this)) {
            child_ = {};
            discard();
        }
    }

private:
    Ref<Watch> owner_;
    Ref<FutureBase> child_;
};

Watch::Watch() = default;
Watch::~Watch() = default;

void Watch::watch(const Ref<FutureBase>& future) {
    if (over_ > 16 && over_ * 2 > callbacks_.size()) {  // a group may see tasks come and go
        std::erase_if(callbacks_, [](const auto& callback) { return callback->is_over(); });
        over_ = 0;
    }
    callbacks_.push_back(std::make_unique<Callback>(*this, future));
    future->add_done_callback(*callbacks_.back());
}

void Watch::unwatch_all() noexcept {
    const Ref<Watch> alive(this);
    for (const std::unique_ptr<Callback>& callback : callbacks_) {
        callback->take_back();
    }
}

void Watch::close() noexcept { unwatch_all(); }

}  // namespace coroscope::detail
