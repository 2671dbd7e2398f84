// TimerQueue: the timers that are set, by (deadline, order of creation). asyncio's own heap leaves
// the order of equal deadlines undefined; creation order is what a real clock gives (semantics.md,
// items 7 and 8).
//
// A monotone radix queue, base 64. A timer stands in the slot of the highest digit in which its
// deadline differs from `base_`, a time that no timer in a slot is earlier than. When its slot is
// the first one left the base moves to the slot's beginning, and its timers move down at least one
// digit. So adding and removing are O(1), nothing is compared, and equal deadlines, which always
// share a slot, stay first in first out. The few with a deadline before the base have a list.
// Source: Ahuja, Mehlhorn, Orlin, Tarjan, "Faster algorithms for the shortest path problem" (1990).
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "runtime/core/handle.h"

namespace coroscope {

class TimerQueue {
public:
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] std::size_t size() const { return size_; }

    void add(TimerHandle& timer, Nanoseconds deadline) {
        timer.deadline_ = deadline;
        ++size_;
        if (deadline < base_) [[unlikely]] {
            add_late(timer);
        } else {
            timer.place_ = TimerHandle::Place::Set;
            put(timer);
        }
    }
    /// Requires: timer.scheduled().
    void remove(TimerHandle& timer) {
        --size_;
        if (timer.place_ == TimerHandle::Place::Late) {
            std::erase(late_, &timer);
        } else {
            const auto [level, slot] = slot_of(timer.deadline_);
            lists_[level][slot].remove(timer);
            forget_if_empty(level, slot);
        }
        timer.place_ = TimerHandle::Place::Nowhere;
    }
    /// The earliest deadline. Requires: not empty.
    [[nodiscard]] Nanoseconds earliest() {
        if (!late_.empty()) {
            return late_.back()->deadline_;
        }
        descend(std::numeric_limits<Nanoseconds>::max());
        return base_;
    }
    [[nodiscard]] bool has_due(Nanoseconds now) {
        return late_.empty() ? descend(now) : late_.back()->deadline_ <= now;
    }
    /// Takes out the first one that is due at `now`; nullptr if there is none.
    TimerHandle* take_due(Nanoseconds now) {
        if (!has_due(now)) {
            return nullptr;
        }
        --size_;
        TimerHandle* timer = nullptr;
        if (!late_.empty()) {
            timer = late_.back();
            late_.pop_back();
        } else {
            const auto [level, slot] = slot_of(base_);
            timer = static_cast<TimerHandle*>(lists_[level][slot].take());
            forget_if_empty(level, slot);
        }
        timer->place_ = TimerHandle::Place::Nowhere;
        return timer;
    }

private:
    static constexpr unsigned kBits = 6;
    static constexpr unsigned kLevels = 11;
    struct Slot {
        unsigned level;
        unsigned number;
    };

    [[nodiscard]] Slot slot_of(Nanoseconds deadline) const {
        const auto time = static_cast<std::uint64_t>(deadline);
        const std::uint64_t differs = time ^ static_cast<std::uint64_t>(base_);
        const unsigned level =
            differs == 0 ? 0 : (static_cast<unsigned>(std::bit_width(differs)) - 1) / kBits;
        return {level, static_cast<unsigned>(time >> (kBits * level)) & 63U};
    }
    void put(TimerHandle& timer) {
        const auto [level, slot] = slot_of(timer.deadline_);
        lists_[level][slot].add(timer);
        slots_[level] |= std::uint64_t{1} << slot;
        levels_ |= 1U << level;
    }
    void forget_if_empty(unsigned level, unsigned slot) {
        if (lists_[level][slot].empty()) {
            slots_[level] &= ~(std::uint64_t{1} << slot);
            if (slots_[level] == 0) {
                levels_ &= ~(1U << level);
            }
        }
    }
    /// Moves the base to the earliest deadline, if that is not after `limit`; else not beyond it.
    bool descend(Nanoseconds limit) {
        while (levels_ != 0) {
            const auto level = static_cast<unsigned>(std::countr_zero(levels_));
            const auto slot = static_cast<unsigned>(std::countr_zero(slots_[level]));
            const unsigned shift = kBits * level;
            const std::uint64_t digits_above =
                level + 1 == kLevels ? 0 : ~std::uint64_t{0} << (shift + kBits);
            const auto begin =
                static_cast<Nanoseconds>((static_cast<std::uint64_t>(base_) & digits_above) |
                                         (std::uint64_t{slot} << shift));
            if (begin > limit) {
                return false;
            }
            base_ = begin;
            if (level == 0) {
                return true;
            }
            HandleList timers = std::exchange(lists_[level][slot], {});
            forget_if_empty(level, slot);
            while (Handle* const timer = timers.take()) {
                put(static_cast<TimerHandle&>(*timer));
            }
        }
        return false;
    }
    /// Latest first; of equal deadlines the newest.
    void add_late(TimerHandle& timer) {
        timer.place_ = TimerHandle::Place::Late;
        const auto at = std::partition_point(late_.begin(), late_.end(), [&](const auto* other) {
            return other->deadline_ > timer.deadline_;
        });
        late_.insert(at, &timer);
    }

    std::size_t size_ = 0;
    Nanoseconds base_ = 0;
    unsigned levels_ = 0;                // a bit for each level that is not empty
    std::uint64_t slots_[kLevels] = {};  // likewise for its slots
    HandleList lists_[kLevels][std::size_t{1} << kBits];
    std::vector<TimerHandle*> late_;
};

}  // namespace coroscope
