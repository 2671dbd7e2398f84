// Held: a lock or permit that is given back when this goes out of scope ("async with lock:").
//
//     const auto held = co_await lock.hold();
//
// If the lock is destroyed first, nothing is left to give back.
// Errors: leaving the scope raises what release() raises, as when the body has released the lock
// itself. While another exception leaves the scope, the loop reports it instead.
#pragma once

#include <utility>

#include "runtime/core/resource.h"
#include "runtime/sync/tether.h"

namespace coroscope {

namespace detail {
/// Inside a catch: raises the error again if a destructor may, else lets the loop report it.
void raise_or_report(const Error& error);
}  // namespace detail

template <class Resource>
class [[nodiscard]] Held {
public:
    explicit Held(Resource& resource) : tether_(resource.anchor_), resource_(&resource) {}
    Held(Held&& other) noexcept = default;
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    Held& operator=(Held&&) = delete;
    ~Held() noexcept(false) {
        if (!tether_.attached()) {
            return;
        }
        try {
            resource_->give_back();
        } catch (const Error& error) {
            detail::raise_or_report(error);
        }
    }

private:
    Tether tether_;
    Resource* resource_;
};

/// The awaiter of hold(): acquires as `Acquire` does and returns the guard.
template <class Resource, class Acquire>
class HoldAwaiter : public Acquire {
public:
    using Result = Held<Resource>;
    static constexpr const char* kFunction = "hold()";
    explicit HoldAwaiter(Resource& resource) : Acquire(resource), resource_(resource) {}
    HoldAwaiter(HoldAwaiter&& other) noexcept : HoldAwaiter(other.resource_) {}
    Held<Resource> await_resume() {
        Acquire::await_resume();
        return Held<Resource>(resource_);
    }

private:
    Resource& resource_;
};

}  // namespace coroscope
