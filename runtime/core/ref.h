// Ref<T>: shared ownership of an object that counts its references itself (retain, release). One
// thread only, no atomics.
#pragma once

#include <utility>

namespace coroscope {

template <class T>
class Ref {
public:
    Ref() = default;
    explicit Ref(T* object) : object_(object) { retain(); }
    Ref(const Ref& other) : object_(other.object_) { retain(); }
    Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    Ref& operator=(Ref other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~Ref() {
        if (object_ != nullptr) {
            std::exchange(object_, nullptr)->release();
        }
    }
    T* operator->() const { return object_; }
    T& operator*() const { return *object_; }
    [[nodiscard]] T* get() const { return object_; }
    explicit operator bool() const { return object_ != nullptr; }
    friend bool operator==(const Ref&, const Ref&) = default;

private:
    void retain() {
        if (object_ != nullptr) {
            object_->retain();
        }
    }
    T* object_ = nullptr;
};

}  // namespace coroscope
