#include "runtime/core/timer_heap.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>

#include "runtime/core/policy.h"

using namespace coroscope;

namespace {

class Numbered final : public TimerHandle {
public:
    explicit Numbered(int n) : number(n) {}
    int number;

private:
    void fire() override {}
};

int number_of(const TimerHandle& timer) { return static_cast<const Numbered&>(timer).number; }

}  // namespace

TEST_CASE("timers come out by deadline, and equal deadlines in order of creation") {
    Random random(7);
    std::deque<Numbered> timers;
    TimerHeap heap;
    for (int i = 0; i < 500; ++i) {
        heap.add(timers.emplace_back(i), static_cast<Nanoseconds>(random.below(20)));
    }
    std::vector<std::pair<Nanoseconds, int>> popped;
    while (!heap.empty()) {
        const TimerHandle& timer = heap.pop();
        CHECK_FALSE(timer.scheduled());
        popped.emplace_back(timer.deadline(), number_of(timer));
    }
    CHECK(popped.size() == 500);
    CHECK(std::is_sorted(popped.begin(), popped.end()));
}

TEST_CASE("any timer can be removed, and the others keep their order") {
    Random random(8);
    std::deque<Numbered> timers;
    TimerHeap heap;
    for (int i = 0; i < 300; ++i) {
        heap.add(timers.emplace_back(i), static_cast<Nanoseconds>(random.below(50)));
    }
    std::size_t left = timers.size();
    for (Numbered& timer : timers) {
        if (random.below(3) != 0) {
            heap.remove(timer);
            CHECK_FALSE(timer.scheduled());
            --left;
        }
    }
    CHECK(heap.size() == left);
    std::vector<std::pair<Nanoseconds, int>> popped;
    while (!heap.empty()) {
        const TimerHandle& timer = heap.pop();
        popped.emplace_back(timer.deadline(), number_of(timer));
    }
    CHECK(popped.size() == left);
    CHECK(std::is_sorted(popped.begin(), popped.end()));
}

TEST_CASE("a timer that is set again counts as created again") {
    Numbered first(1);
    Numbered second(2);
    TimerHeap heap;
    heap.add(first, 10);
    heap.add(second, 10);
    heap.remove(first);
    heap.add(first, 10);
    CHECK(number_of(heap.pop()) == 2);
    CHECK(number_of(heap.pop()) == 1);
}
