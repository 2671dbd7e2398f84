// Rare: a T that most objects of a kind never need. Takes eight bytes until it is made; copies are
// deep.
#pragma once

#include <memory>

namespace coroscope::detail {

template <class T>
class Rare {
public:
    Rare() = default;
    ~Rare() = default;
    Rare(const Rare& other) : value_(other ? std::make_unique<T>(*other) : nullptr) {}
    Rare(Rare&&) noexcept = default;
    Rare& operator=(const Rare& other) {
        value_ = other ? std::make_unique<T>(*other) : nullptr;
        return *this;
    }
    Rare& operator=(Rare&&) noexcept = default;

    explicit operator bool() const { return value_ != nullptr; }
    /// Requires: it has been made.
    [[nodiscard]] T& operator*() { return *value_; }
    [[nodiscard]] const T& operator*() const { return *value_; }
    [[nodiscard]] T* operator->() { return value_.get(); }
    [[nodiscard]] const T* operator->() const { return value_.get(); }
    /// Makes it if need be.
    [[nodiscard]] T& made() {
        if (value_ == nullptr) {
            value_ = std::make_unique<T>();
        }
        return *value_;
    }

private:
    std::unique_ptr<T> value_;
};

}  // namespace coroscope::detail
