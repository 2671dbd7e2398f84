// Held: a lock or permit that is given back when this goes out of scope ("async with lock:").
//
//     const auto held = co_await lock.hold();
#pragma once

#include <utility>

namespace coroscope {

template <class Resource>
class [[nodiscard]] Held {
public:
    explicit Held(Resource& resource) : resource_(&resource) {}
    Held(Held&& other) noexcept : resource_(std::exchange(other.resource_, nullptr)) {}
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    Held& operator=(Held&&) = delete;
    ~Held() {
        if (resource_ != nullptr) {
            resource_->give_back();
        }
    }

private:
    Resource* resource_;
};

/// The awaiter of hold(): acquires as `Acquire` does and returns the guard.
template <class Resource, class Acquire>
class HoldAwaiter : public Acquire {
public:
    explicit HoldAwaiter(Resource& resource) : Acquire(resource), resource_(resource) {}
    Held<Resource> await_resume() {
        Acquire::await_resume();
        return Held<Resource>(resource_);
    }

private:
    Resource& resource_;
};

}  // namespace coroscope
