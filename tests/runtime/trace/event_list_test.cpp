#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "runtime/trace/event_list.h"

using namespace coroscope;

namespace {

/// Rising numbers with gaps of every length that takes another byte.
std::vector<EventIndex> rising(std::size_t count) {
    std::vector<EventIndex> events;
    EventIndex next = 0;
    for (std::size_t i = 0; i < count; ++i) {
        events.push_back(next);
        next += i % 97 == 96 ? 40'000'000 : i % 31 == 30 ? 20'000 : i % 7 == 6 ? 128 : 1 + i % 5;
    }
    return events;
}

EventList list_of(const std::vector<EventIndex>& events) {
    EventList list;
    for (const EventIndex event : events) {
        list.push_back(event);
    }
    return list;
}

}  // namespace

TEST_CASE("an event list reads like the vector of what was put into it") {
    for (const std::size_t count : {0U, 1U, 2U, 31U, 32U, 33U, 64U, 65U, 1000U}) {
        CAPTURE(count);
        const std::vector<EventIndex> events = rising(count);
        const EventList list = list_of(events);
        REQUIRE(list.size() == count);
        CHECK(list.empty() == events.empty());
        CHECK(std::ranges::equal(list, events));
        for (std::size_t i = 0; i < count; ++i) {
            REQUIRE(list[i] == events[i]);
        }
        if (count > 0) {
            CHECK(list.front() == events.front());
            CHECK(list.back() == events.back());
            std::vector<EventIndex> backwards;
            std::copy(std::make_reverse_iterator(list.end()),
                      std::make_reverse_iterator(list.begin()), std::back_inserter(backwards));
            std::ranges::reverse(backwards);
            CHECK(backwards == events);
        }
    }
}

TEST_CASE("an event list finds how many events are at or before a cursor, and in a stretch") {
    const std::vector<EventIndex> events = rising(300);
    const EventList list = list_of(events);
    const auto counted = [&](EventIndex first, EventIndex last) {
        return static_cast<std::size_t>(std::ranges::count_if(
            events, [&](EventIndex event) { return event >= first && event < last; }));
    };
    std::vector<EventIndex> cursors{kNoEvent, kNoEvent - 1};
    for (const EventIndex event : events) {
        cursors.insert(cursors.end(), {event, event + 1, event + 2});
    }
    for (const EventIndex cursor : cursors) {
        REQUIRE(list.count_until(cursor) ==
                counted(0, cursor) + (list.count_in(cursor, cursor + 1)));
        REQUIRE(list.count_in(5, cursor) == counted(5, cursor));
        REQUIRE(list.count_in(cursor, events[200]) == counted(cursor, events[200]));
    }
    CHECK(EventList().count_until(7) == 0);
}

TEST_CASE("an event list is searched by the algorithms of the standard library, and is small") {
    EventList list;
    for (EventIndex i = 0; i < 1000; ++i) {
        list.push_back(3 * i);
    }
    const auto found = std::ranges::lower_bound(list, 1500);
    CHECK(found - list.begin() == 500);
    CHECK(*std::prev(found) == 1497);
    CHECK(sizeof(EventList) <= 40);
}

TEST_CASE("a counter that goes on from its last answer counts as the list does") {
    for (const std::size_t count : {0U, 1U, 2U, 32U, 33U, 64U, 65U, 1000U, 5000U}) {
        const std::vector<EventIndex> events = rising(count);
        const EventList list = list_of(events);
        for (const EventIndex stride : {1U, 3U, 100U, 30'000U, 9'000'000U, 70'000'000U}) {
            CAPTURE(count);
            CAPTURE(stride);
            EventCounter counter(list);
            EventIndex cursor = 0;
            for (int n = 0; n < 300; ++n) {
                const std::size_t expected = list.count_until(cursor);
                REQUIRE(counter.count_until(cursor) == expected);
                if (expected > 0) {
                    REQUIRE(counter.last() == events[expected - 1]);
                }
                if (expected < count) {
                    REQUIRE(counter.next() == events[expected]);
                }
                // Now and then back.
                cursor = n % 50 == 49 ? cursor / 2 : cursor + stride;
            }
        }
    }
}
