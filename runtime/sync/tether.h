// Tether: holds on to a thing that may be destroyed first, and then knows it.
//
//     class Lock { ... Anchor anchor_; };          // in the thing
//     Tether tether(lock.anchor_);                 // in whoever may outlive it
//     if (tether.attached()) { ... }               // the lock is still there
//
// Source: ours; Python keeps the thing alive instead.
#pragma once

#include <utility>

namespace coroscope {

class Tether;

/// The other end of its tethers. When it is destroyed, none is attached any more.
class Anchor {
public:
    Anchor() = default;
    Anchor(const Anchor&) = delete;
    Anchor& operator=(const Anchor&) = delete;
    inline ~Anchor();

private:
    friend class Tether;
    Tether* first_ = nullptr;
};

class Tether {
public:
    explicit Tether(Anchor& anchor) { attach(&anchor); }
    Tether(Tether&& other) noexcept {
        Anchor* const anchor = other.anchor_;
        other.let_go();
        attach(anchor);
    }
    Tether(const Tether&) = delete;
    Tether& operator=(const Tether&) = delete;
    Tether& operator=(Tether&&) = delete;
    ~Tether() { let_go(); }

    [[nodiscard]] bool attached() const { return anchor_ != nullptr; }

private:
    friend class Anchor;
    void attach(Anchor* anchor) {
        anchor_ = anchor;
        if (anchor_ != nullptr) {
            after_ = std::exchange(anchor_->first_, this);
            if (after_ != nullptr) {
                after_->before_ = this;
            }
        }
    }
    void let_go() {
        if (anchor_ != nullptr) {
            (before_ == nullptr ? anchor_->first_ : before_->after_) = after_;
            if (after_ != nullptr) {
                after_->before_ = before_;
            }
            anchor_ = nullptr;
            before_ = nullptr;
            after_ = nullptr;
        }
    }

    Anchor* anchor_ = nullptr;
    Tether* before_ = nullptr;
    Tether* after_ = nullptr;
};

inline Anchor::~Anchor() {
    while (first_ != nullptr) {
        first_->let_go();
    }
}

}  // namespace coroscope
