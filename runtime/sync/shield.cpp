#include "runtime/sync/shield.h"

#include "runtime/sync/watch.h"

namespace coroscope::detail {

namespace {

using Copy = void (*)(FutureBase& inner, FutureBase& outer);

/// Hands the inner one's outcome on.
class InnerWatch final : public Watch {
public:
    InnerWatch(Ref<FutureBase> outer, Copy copy) : outer_(std::move(outer)), copy_(copy) {}
    void begin(const Ref<FutureBase>& inner) { watch(inner); }
    void end() noexcept { unwatch_all(); }

private:
    ~InnerWatch() override = default;
    void child_done(const Ref<FutureBase>& inner) override {
        const Ref<FutureBase> outer = std::exchange(outer_, {});
        if (outer->cancelled()) {
            if (!inner->cancelled()) {
                (void)inner->retrieve_error();
            }
        } else if (inner->cancelled()) {
            outer->cancel(nullptr);
        } else if (std::exception_ptr error = inner->retrieve_error()) {
            outer->set_error(std::move(error));
        } else {
            copy_(*inner, *outer);
        }
    }
    Ref<FutureBase> outer_;
    Copy copy_;
};

/// Once the outer one is done, nobody looks at the inner one any more.
class OuterWatch final : public Watch {
public:
    OuterWatch(Ref<FutureBase> inner, Ref<InnerWatch> inner_watch)
        : inner_(std::move(inner)), inner_watch_(std::move(inner_watch)) {}
    void begin(const Ref<FutureBase>& outer) { watch(outer); }

private:
    ~OuterWatch() override = default;
    void child_done(const Ref<FutureBase>& /*outer*/) override {
        if (!inner_->done()) {
            inner_watch_->end();
        }
    }
    Ref<FutureBase> inner_;
    Ref<InnerWatch> inner_watch_;
};

}  // namespace

ObjectId announce_shield(FutureBase& inner, std::source_location where) {
    EventLoop& loop = inner.loop();
    const ObjectId object = loop.create_resource(ResourceType::Shield, {}, 0, where);
    loop.record(EventKind::ResourceLinked, loop.current_task_id(), object, 0, inner.wait_detail());
    return object;
}

void tie_shield(const Ref<FutureBase>& inner, const Ref<FutureBase>& outer, Copy copy) {
    const Ref<InnerWatch> inner_watch(new InnerWatch(outer, copy));
    const Ref<OuterWatch> outer_watch(new OuterWatch(inner, inner_watch));
    inner_watch->begin(inner);
    outer_watch->begin(outer);
}

}  // namespace coroscope::detail
