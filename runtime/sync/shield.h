// shield: awaits something without passing a cancellation on to it (asyncio.shield).
//
//     const int value = co_await shield(commit);  // who is cancelled here leaves `commit` running
//
// A coroutine becomes a task at once; keep a handle to whatever must be awaited later. If the inner
// one fails or is cancelled, whoever awaits the shield sees that. A done future or task is returned
// as it is. Each shield costs one loop iteration. Once the shield is cancelled nobody looks at the
// inner one any more: if it fails, that is reported as never retrieved.
// Source: CPython Lib/asyncio/tasks.py (3.13), shield.
#pragma once

#include <source_location>

#include "runtime/sync/gather.h"

namespace coroscope {

namespace detail {
/// Announces a shield for `inner` in the trace.
[[nodiscard]] ObjectId announce_shield(FutureBase& inner, std::source_location where);
/// Ties the two together. `copy` hands the inner one's value to the outer one.
void tie_shield(const Ref<FutureBase>& inner, const Ref<FutureBase>& outer,
                void (*copy)(FutureBase& inner, FutureBase& outer));

template <class T>
class ShieldFuture final : public FutureState<T> {
public:
    ShieldFuture(EventLoop& loop, ObjectId object)
        : FutureState<T>(loop, WaitReason::Shield, object) {}

private:
    [[nodiscard]] WakeReason wake_reason() const override { return WakeReason::ChildrenEnded; }
};

template <class T>
void copy_value(FutureBase& inner, FutureBase& outer) {
    if constexpr (std::is_void_v<T>) {
        outer.set_done();
    } else {
        static_cast<FutureState<T>&>(outer).set(take_result<T>(inner));
    }
}
}  // namespace detail

template <class A>
[[nodiscard]] Future<detail::ResultOf<A>> shield(
    A awaitable, std::source_location where = std::source_location::current()) {
    using T = detail::ResultOf<A>;
    const Ref<FutureBase> inner = detail::ensure_future(std::move(awaitable), where);
    if (inner->done()) {
        return Future<T>(inner);
    }
    const ObjectId object = detail::announce_shield(*inner, where);
    const Ref<FutureBase> outer(new detail::ShieldFuture<T>(inner->loop(), object));
    detail::tie_shield(inner, outer, detail::copy_value<T>);
    return Future<T>(outer);
}

}  // namespace coroscope
