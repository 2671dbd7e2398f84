// The floor's timers: a monotone radix queue, base 64. A timer is put into the slot of the highest
// digit in which its time differs from the time now; when its slot comes up it moves down at least
// one digit. So an insertion is O(1), equal times stay first in first out, and nothing is
// allocated: the nodes live in the frames of the sleepers.
#pragma once

#include <bit>

#include "bench/floor.h"

namespace coroscope::floor_runtime {

class Timers {
public:
    struct Node {
        Node* next = nullptr;
        std::uint64_t time = 0;
        std::coroutine_handle<> sleeper;
    };
    void add(Node& node) {
        const std::uint64_t differs = node.time ^ now_;
        const unsigned level = differs == 0 ? 0 : unsigned(std::bit_width(differs) - 1) / 6;
        const unsigned slot = (node.time >> (6 * level)) & 63;
        List& list = lists_[level][slot];
        node.next = nullptr;
        if (list.first == nullptr) {
            list.first = &node;
            slots_[level] |= std::uint64_t{1} << slot;
            levels_ |= 1U << level;
        } else {
            list.last->next = &node;
        }
        list.last = &node;
    }
    /// Moves the clock to the earliest time and returns its timers; nullptr if there are none.
    Node* take_earliest() {
        while (levels_ != 0) {
            const auto level = unsigned(std::countr_zero(levels_));
            const auto slot = unsigned(std::countr_zero(slots_[level])) & 63;
            Node* node = lists_[level][slot].first;
            lists_[level][slot] = {};
            slots_[level] &= slots_[level] - 1;
            if (slots_[level] == 0) {
                levels_ &= ~(1U << level);
            }
            if (level == 0) {
                now_ = node->time;
                return node;
            }
            now_ = node->time >> (6 * level) << (6 * level);
            while (node != nullptr) {
                Node* const next = node->next;
                add(*node);
                node = next;
            }
        }
        return nullptr;
    }
    [[nodiscard]] std::uint64_t now() const { return now_; }

private:
    struct List {
        Node* first = nullptr;
        Node* last = nullptr;
    };
    std::uint64_t now_ = 0;
    unsigned levels_ = 0;
    std::uint64_t slots_[11] = {};
    List lists_[11][64];
};
inline Timers timers;

struct SleepAwaiter : Timers::Node {
    explicit SleepAwaiter(std::uint64_t duration) { time = duration; }
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> self) noexcept {
        time += timers.now();
        sleeper = self;
        timers.add(*this);
    }
    void await_resume() noexcept {}
};
inline SleepAwaiter sleep(std::uint64_t duration) { return SleepAwaiter(duration); }

inline void run() {
    for (;;) {
        run_ready();
        Timers::Node* node = timers.take_earliest();
        if (node == nullptr) {
            return;
        }
        while (node != nullptr) {
            Timers::Node* const next = node->next;
            ready.push(node->sleeper);
            node = next;
        }
    }
}

}  // namespace coroscope::floor_runtime
