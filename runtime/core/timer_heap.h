// TimerHeap: the timers that are set, by (deadline, order of creation). asyncio's own heap leaves
// the order of equal deadlines undefined; creation order is what a real clock gives (semantics.md,
// items 7 and 8).
#pragma once

#include <cstddef>
#include <vector>

#include "runtime/core/handle.h"

namespace coroscope {

class TimerHeap {
public:
    [[nodiscard]] bool empty() const { return heap_.empty(); }
    [[nodiscard]] std::size_t size() const { return heap_.size(); }
    /// The timer that is due first. Requires: not empty.
    [[nodiscard]] TimerHandle& first() const { return *heap_.front(); }

    void add(TimerHandle& timer, Nanoseconds deadline) {
        timer.deadline_ = deadline;
        timer.sequence_ = next_sequence_++;
        heap_.push_back(&timer);
        rise(heap_.size() - 1);
    }
    /// Requires: timer.scheduled().
    void remove(TimerHandle& timer) {
        const std::size_t hole = timer.position_;
        timer.position_ = TimerHandle::kNowhere;
        TimerHandle* const moved = heap_.back();
        heap_.pop_back();
        if (moved != &timer) {
            place(moved, hole);
            rise(hole);
            sink(moved->position_);
        }
    }
    TimerHandle& pop() {
        TimerHandle& timer = first();
        remove(timer);
        return timer;
    }

private:
    static bool earlier(const TimerHandle& a, const TimerHandle& b) {
        return a.deadline_ != b.deadline_ ? a.deadline_ < b.deadline_ : a.sequence_ < b.sequence_;
    }
    void place(TimerHandle* timer, std::size_t position) {
        heap_[position] = timer;
        timer->position_ = position;
    }
    void rise(std::size_t position) {
        TimerHandle* const timer = heap_[position];
        while (position > 0 && earlier(*timer, *heap_[(position - 1) / 2])) {
            place(heap_[(position - 1) / 2], position);
            position = (position - 1) / 2;
        }
        place(timer, position);
    }
    void sink(std::size_t position) {
        TimerHandle* const timer = heap_[position];
        for (;;) {
            std::size_t child = position * 2 + 1;
            if (child >= heap_.size()) {
                break;
            }
            if (child + 1 < heap_.size() && earlier(*heap_[child + 1], *heap_[child])) {
                ++child;
            }
            if (!earlier(*heap_[child], *timer)) {
                break;
            }
            place(heap_[child], position);
            position = child;
        }
        place(timer, position);
    }

    std::vector<TimerHandle*> heap_;
    std::uint64_t next_sequence_ = 0;
};

}  // namespace coroscope
