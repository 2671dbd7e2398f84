// ReadyQueue: the handles that will run, first in first out: a ring of pointers that doubles when
// it is full.
#pragma once

#include <cstddef>
#include <memory>

#include "runtime/core/handle.h"

namespace coroscope {

class ReadyQueue {
public:
    [[nodiscard]] bool empty() const { return head_ == tail_; }
    [[nodiscard]] std::size_t size() const { return tail_ - head_; }
    /// The n-th in line. Requires: n < size().
    [[nodiscard]] Handle& operator[](std::size_t n) const { return *ring_[(head_ + n) & mask_]; }

    void push(Handle& handle) {
        if (size() > mask_) [[unlikely]] {
            grow();
        }
        ring_[tail_++ & mask_] = &handle;
    }
    /// Requires: not empty.
    Handle& pop() { return *ring_[head_++ & mask_]; }
    /// Takes the n-th in line out; the order of the others stays. Cost: O(n).
    Handle& take(std::size_t n) {
        Handle& taken = (*this)[n];
        for (std::size_t i = n; i > 0; --i) {
            ring_[(head_ + i) & mask_] = ring_[(head_ + i - 1) & mask_];
        }
        ++head_;
        return taken;
    }

    /// Puts `other` where `handle` stands, so that the number of handles stays. Cost: O(size).
    void replace(const Handle& handle, Handle& other) {
        for (std::size_t n = 0; n < size(); ++n) {
            if (&(*this)[n] == &handle) {
                ring_[(head_ + n) & mask_] = &other;
                return;
            }
        }
    }

private:
    [[gnu::noinline]] void grow() {
        const std::size_t count = size();
        auto larger = std::make_unique<Handle*[]>(2 * count);
        for (std::size_t i = 0; i < count; ++i) {
            larger[i] = &(*this)[i];
        }
        ring_ = std::move(larger);
        mask_ = 2 * count - 1;
        head_ = 0;
        tail_ = count;
    }

    static constexpr std::size_t kFirstSize = 16;
    std::unique_ptr<Handle*[]> ring_ = std::make_unique<Handle*[]>(kFirstSize);
    std::size_t mask_ = kFirstSize - 1;  // its size, a power of two, less one
    std::size_t head_ = 0;
    std::size_t tail_ = 0;
};

}  // namespace coroscope
