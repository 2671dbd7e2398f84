#include "runtime/analysis/overtaking.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;
using detail::Line;
using detail::Request;

namespace {

/// One that asks at 0 and is served at `end`, and one that is served at 1, 2, ... at once.
Line line_with(EventIndex end, EventIndex others) {
    Line line;
    line.requests.push_back({.asked = 0, .over = end, .task = 1, .served = true});
    for (EventIndex i = 1; i <= others; ++i) {
        line.requests.push_back({.asked = i, .over = i, .task = 2, .served = true});
    }
    return line;
}

}  // namespace

TEST_CASE("overtaking: who asked later and was served before, how often") {
    const auto all = detail::starved(line_with(1000, 50), 20);
    REQUIRE(all.size() == 1);
    CHECK(all[0].victim.task == 1);
    CHECK(all[0].preferred == 2);
    CHECK(all[0].times == 50);
    CHECK(all[0].first == 1);
    CHECK(all[0].last == 50);
    CHECK(detail::starved(line_with(31, 50), 20)[0].times == 30);  // those after it do not count
    CHECK(detail::starved(line_with(1000, 50), 51).empty());
    CHECK(detail::starved(line_with(10, 50), 20).empty());
}

TEST_CASE("overtaking: the others must not share it among themselves") {
    Line line = line_with(1000, 50);
    for (TaskId i = 1; i <= 50; ++i) {
        line.requests[i].task = 2 + i % 10;
    }
    CHECK(detail::starved(line, 20).empty());
}

TEST_CASE("overtaking: the longer the line, the more it takes") {
    CHECK(detail::starved(line_with(1'000'000, 26), 20).size() == 1);
    Line line = line_with(27, 26);
    for (EventIndex i = 27; i < 100'000; ++i) {
        line.requests.push_back({.asked = i, .over = i, .task = 3, .served = true});
    }
    CHECK(detail::starved(line, 20).empty());
}

TEST_CASE("overtaking: a getter woken in vain still asks, unless it does something else first") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const ObjectId queue = t.resource(ResourceType::Queue, "queue");
    t.resume(a);
    const EventIndex first = t.suspend(a, WaitReason::QueueGet, queue);
    t.ready(a, WakeReason::ItemPut);
    t.resume(a);
    bool logs = false;
    SUBCASE("it waits again") {}
    SUBCASE("it says something") {
        logs = true;
        t.log(a, "hm");
    }
    const EventIndex second = t.suspend(a, WaitReason::QueueGet, queue);
    t.ready(a, WakeReason::ItemPut);
    t.resume(a);
    const EventIndex got = t.got(a, queue, 0, "x");
    const Timeline timeline(t.trace());
    const auto lines = detail::lines_for(timeline, *timeline.resource(queue));
    REQUIRE(lines.size() == 2);
    const auto& requests = lines[0].requests;
    REQUIRE(requests.size() == (logs ? 2 : 1));
    CHECK(requests.back().asked == (logs ? second : first));
    CHECK(requests.back().over == got);
    CHECK(requests.back().served);
}
