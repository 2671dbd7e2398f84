#include "runtime/analysis/prefix.h"

#include <doctest/doctest.h>

#include <limits>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;
using detail::Prefix;

namespace {

/// Four events, at 0, 10, 20 and 30.
Timeline four() {
    TraceBuilder t;
    for (const Nanoseconds time : {0, 10, 20, 30}) {
        t.at(time).log(0, "x");
    }
    return Timeline(t.trace());
}

}  // namespace

TEST_CASE("what lasts beyond the cursor ends there") {
    const Timeline timeline = four();
    const Prefix run(timeline, 2);
    CHECK(run.now() == 20);
    CHECK(run.length(1, 3) == 10);
    CHECK(run.length(0, kNoEvent) == 20);
    CHECK(run.length(2, 1) == 0);
    CHECK(run.begun(2));
    CHECK(!run.begun(3));
    CHECK(Prefix(timeline, kNoEvent).now() == 30);
}

TEST_CASE("a counter encloses its value times time, and knows when it was full") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const ObjectId queue = t.resource(ResourceType::Queue, "q");
    const EventIndex first = t.put(a, queue, 1, "x");
    const EventIndex second = t.at(10).put(a, queue, 3, "y");
    const EventIndex third = t.at(20).got(a, queue, 2, "x");
    t.at(30).log(a, "x");
    const auto of = [&](EventIndex cursor, EventIndex end, std::int64_t capacity) {
        const Timeline timeline(t.trace());
        return detail::counter_figures(timeline.resource(queue)->level, Prefix(timeline, cursor),
                                       end, capacity);
    };
    const auto whole = of(kNoEvent, kNoEvent, 3);
    CHECK(whole.area == 10 + 30 + 20);
    CHECK(whole.maximum == 3);
    CHECK(whole.full == 10);
    CHECK(!whole.saturated);
    CHECK(of(kNoEvent, third, 0).area == 40);
    CHECK(of(second, kNoEvent, 0).area == 10);
    CHECK(of(first - 1, kNoEvent, 0).area == 0);
    t.put(a, queue, std::numeric_limits<std::int64_t>::max(), "z");
    t.at(40).log(a, "x");
    CHECK(of(kNoEvent, kNoEvent, 0).saturated);
}
