// ReadyQueue: the handles that will run, first in first out: a ring of pointers that doubles when
// it is full.
#pragma once

#include <cstddef>
#include <vector>

#include "runtime/core/handle.h"

namespace coroscope {

class ReadyQueue {
public:
    ReadyQueue() : ring_(16) {}

    [[nodiscard]] bool empty() const { return head_ == tail_; }
    [[nodiscard]] std::size_t size() const { return tail_ - head_; }
    /// The n-th in line. Requires: n < size().
    [[nodiscard]] Handle& operator[](std::size_t n) const {
        return *ring_[(head_ + n) & (ring_.size() - 1)];
    }

    void push(Handle& handle) {
        if (size() == ring_.size()) [[unlikely]] {
            grow();
        }
        ring_[tail_++ & (ring_.size() - 1)] = &handle;
    }
    /// Requires: not empty.
    Handle& pop() { return *ring_[head_++ & (ring_.size() - 1)]; }
    /// Takes the n-th in line out; the order of the others stays. Cost: O(n).
    Handle& take(std::size_t n) {
        Handle& taken = (*this)[n];
        for (std::size_t i = n; i > 0; --i) {
            ring_[(head_ + i) & (ring_.size() - 1)] = ring_[(head_ + i - 1) & (ring_.size() - 1)];
        }
        ++head_;
        return taken;
    }

    /// Puts `other` where `handle` stands, so that the number of handles stays. Cost: O(size).
    void replace(const Handle& handle, Handle& other) {
        for (std::size_t n = 0; n < size(); ++n) {
            if (&(*this)[n] == &handle) {
                ring_[(head_ + n) & (ring_.size() - 1)] = &other;
                return;
            }
        }
    }

private:
    void grow() {
        std::vector<Handle*> larger(ring_.size() * 2);
        const std::size_t count = size();
        for (std::size_t i = 0; i < count; ++i) {
            larger[i] = &(*this)[i];
        }
        ring_ = std::move(larger);
        head_ = 0;
        tail_ = count;
    }

    std::vector<Handle*> ring_;  // its size is a power of two
    std::size_t head_ = 0;
    std::size_t tail_ = 0;
};

}  // namespace coroscope
