#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "runtime/trace/counter.h"

using namespace coroscope;

namespace {

/// Values that wander, jump to both ends of what there is, and repeat.
std::vector<CounterChange> wandering(std::size_t count) {
    std::vector<CounterChange> changes;
    std::uint64_t random = 12345;
    std::int64_t value = 0;
    EventIndex event = 0;
    while (changes.size() < count) {
        random = random * 6364136223846793005U + 1442695040888963407U;
        const auto dice = static_cast<int>(random >> 56U);
        event += static_cast<EventIndex>(dice) % 200 + 1;
        const std::int64_t before = value;
        value = dice == 0   ? std::numeric_limits<std::int64_t>::max()
                : dice == 1 ? std::numeric_limits<std::int64_t>::min()
                : dice < 10 ? dice
                            : std::clamp<std::int64_t>(value, -1000, 1000) + dice % 7 - 3;
        if (value != before) {
            changes.push_back({event, value});
        }
    }
    return changes;
}

Counter counter_of(const std::vector<CounterChange>& changes) {
    Counter counter;
    for (const CounterChange& change : changes) {
        counter.changes.set(change.event, change.value);
    }
    return counter;
}

}  // namespace

TEST_CASE("a counter's changes read like the vector of what it was set to") {
    for (const std::size_t count : {0U, 1U, 2U, 64U, 65U, 66U, 130U, 5000U}) {
        CAPTURE(count);
        const std::vector<CounterChange> changes = wandering(count);
        const Counter counter = counter_of(changes);
        REQUIRE(counter.changes.size() == count);
        CHECK(counter.changes.empty() == changes.empty());
        std::size_t i = 0;
        for (const Counter::Change& change : counter.changes) {
            REQUIRE(change.event == changes[i].event);
            REQUIRE(change.value == changes[i].value);
            REQUIRE(counter.changes[i].value == changes[i].value);
            REQUIRE(counter.at(change.event) == change.value);
            REQUIRE(counter.at(change.event - 1) == (i == 0 ? 0 : changes[i - 1].value));
            ++i;
        }
        CHECK(i == count);
        CHECK(counter.at(kNoEvent) == (count == 0 ? 0 : changes.back().value));
        if (count > 0) {
            CHECK(counter.changes.front().event == changes.front().event);
            CHECK(counter.changes.back().value == changes.back().value);
        }
    }
}

TEST_CASE("the last word about an event counts, and what changes nothing is no change") {
    Counter counter;
    counter.changes.set(3, 0);
    CHECK(counter.changes.empty());
    counter.changes.set(3, 5);
    counter.changes.set(7, 9);
    counter.changes.set(7, 6);
    counter.changes.set(9, 6);
    REQUIRE(counter.changes.size() == 2);
    CHECK(counter.changes.back().event == 7);
    CHECK(counter.maximum() == 6);
    counter.changes.set(9, 1);
    counter.changes.set(9, 6);
    CHECK(counter.changes.size() == 2);
    CHECK(counter.at(9) == 6);
    counter.changes.set(9, 2);
    CHECK(counter.changes.size() == 3);
    CHECK(counter.at(8) == 6);
    CHECK(counter.at(9) == 2);
}

TEST_CASE("the extremes of any stretch are those of the values in it") {
    const std::vector<CounterChange> changes = wandering(9000);
    const Counter counter = counter_of(changes);
    std::uint64_t random = 99;
    const auto below = [&](std::size_t bound) {
        random = random * 6364136223846793005U + 1442695040888963407U;
        return (random >> 33U) % bound;
    };
    for (int n = 0; n < 500; ++n) {
        const std::size_t first = n == 0 ? 0 : below(changes.size());
        const std::size_t last =
            n == 0 ? changes.size() : first + 1 + below(changes.size() - first);
        const auto [low, high] = std::minmax_element(
            changes.begin() + static_cast<std::ptrdiff_t>(first),
            changes.begin() + static_cast<std::ptrdiff_t>(last),
            [](const CounterChange& x, const CounterChange& y) { return x.value < y.value; });
        CAPTURE(first);
        CAPTURE(last);
        REQUIRE(counter.changes.extremes(first, last) == Extremes{low->value, high->value});
        const EventIndex from = changes[first].event;
        const EventIndex until = changes[last - 1].event;
        REQUIRE(counter.range(from, until) == Extremes{low->value, high->value});
    }
    CHECK(counter.range(0, 0) == Extremes{0, 0});
    CHECK(counter.maximum() == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("a stretch without a change has the value that was there before it") {
    Counter counter;
    counter.changes.set(10, 4);
    counter.changes.set(20, -3);
    CHECK(counter.range(12, 15) == Extremes{4, 4});
    CHECK(counter.range(5, 10) == Extremes{0, 4});
    CHECK(counter.range(12, 20) == Extremes{-3, 4});
    CHECK(counter.maximum() == 4);
}
