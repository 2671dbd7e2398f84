#include "runtime/core/timer_queue.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <map>

#include "runtime/core/policy.h"

using namespace coroscope;

namespace {

constexpr Nanoseconds kEnd = std::numeric_limits<Nanoseconds>::max();

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
    TimerQueue queue;
    for (int i = 0; i < 500; ++i) {
        queue.add(timers.emplace_back(i), static_cast<Nanoseconds>(random.below(20)));
    }
    std::vector<std::pair<Nanoseconds, int>> popped;
    while (!queue.empty()) {
        const TimerHandle& timer = *queue.take_due(kEnd);
        CHECK_FALSE(timer.scheduled());
        popped.emplace_back(timer.deadline(), number_of(timer));
    }
    CHECK(popped.size() == 500);
    CHECK(std::is_sorted(popped.begin(), popped.end()));
}

TEST_CASE("any timer can be removed, and the others keep their order") {
    Random random(8);
    std::deque<Numbered> timers;
    TimerQueue queue;
    for (int i = 0; i < 300; ++i) {
        queue.add(timers.emplace_back(i), static_cast<Nanoseconds>(random.below(50)));
    }
    std::size_t left = timers.size();
    for (Numbered& timer : timers) {
        if (random.below(3) != 0) {
            queue.remove(timer);
            CHECK_FALSE(timer.scheduled());
            --left;
        }
    }
    CHECK(queue.size() == left);
    std::vector<std::pair<Nanoseconds, int>> popped;
    while (!queue.empty()) {
        const TimerHandle& timer = *queue.take_due(kEnd);
        popped.emplace_back(timer.deadline(), number_of(timer));
    }
    CHECK(popped.size() == left);
    CHECK(std::is_sorted(popped.begin(), popped.end()));
}

TEST_CASE("a timer that is set again counts as created again") {
    Numbered first(1);
    Numbered second(2);
    TimerQueue queue;
    queue.add(first, 10);
    queue.add(second, 10);
    queue.remove(first);
    queue.add(first, 10);
    CHECK(number_of(*queue.take_due(kEnd)) == 2);
    CHECK(number_of(*queue.take_due(kEnd)) == 1);
}

TEST_CASE("a timer of the past comes before those that were set earlier for later") {
    Numbered now(1);
    Numbered past(2);
    Numbered further_past(3);
    Numbered also_past(4);
    TimerQueue queue;
    queue.add(now, 100);
    CHECK(queue.earliest() == 100);
    queue.add(past, 40);
    queue.add(further_past, -5);
    queue.add(also_past, 40);
    CHECK(queue.earliest() == -5);
    CHECK(queue.take_due(-6) == nullptr);
    queue.remove(further_past);
    CHECK(number_of(*queue.take_due(kEnd)) == 2);
    CHECK(number_of(*queue.take_due(kEnd)) == 4);
    CHECK(number_of(*queue.take_due(kEnd)) == 1);
    CHECK(queue.empty());
}

TEST_CASE("a timer is due at its deadline, and not before") {
    for (const Nanoseconds deadline : {Nanoseconds{0}, Nanoseconds{63}, Nanoseconds{64},
                                       Nanoseconds{4095}, Nanoseconds{1'000'000'000}, kEnd}) {
        CAPTURE(deadline);
        Numbered timer(1);
        TimerQueue queue;
        queue.add(timer, deadline);
        CHECK_FALSE(queue.has_due(deadline - 1));
        CHECK(queue.has_due(deadline));
        CHECK(queue.take_due(deadline) == &timer);
        CHECK_FALSE(queue.has_due(kEnd));
    }
}

TEST_CASE("timers set, removed and fired at random fire as a sorted list says") {
    Random random(9);
    std::deque<Numbered> timers;
    std::map<std::pair<Nanoseconds, int>, Numbered*> sorted;  // by deadline, then by creation
    TimerQueue queue;
    Nanoseconds now = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::uint64_t what = random.below(8);
        if (what < 4) {
            const auto reach = std::uint64_t{1} << random.below(40);
            const Nanoseconds deadline =
                now + static_cast<Nanoseconds>(random.below(reach)) - (what == 0 ? 50 : 0);
            Numbered& timer = timers.emplace_back(i);
            queue.add(timer, deadline);
            sorted.emplace(std::pair(deadline, i), &timer);
        } else if (what == 4 && !sorted.empty()) {
            auto at = sorted.begin();
            std::advance(at, static_cast<std::ptrdiff_t>(
                                 random.below(std::min<std::size_t>(sorted.size(), 20))));
            queue.remove(*at->second);
            sorted.erase(at);
        } else if (what == 5 && !sorted.empty()) {
            REQUIRE(queue.earliest() == sorted.begin()->first.first);
            now = std::max(now, queue.earliest());
        } else {
            TimerHandle* const timer = queue.take_due(now);
            const bool due = !sorted.empty() && sorted.begin()->first.first <= now;
            REQUIRE((timer != nullptr) == due);
            if (due) {
                REQUIRE(timer == sorted.begin()->second);
                sorted.erase(sorted.begin());
            }
        }
        REQUIRE(queue.size() == sorted.size());
    }
}
