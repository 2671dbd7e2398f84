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
    const Timeline timeline = four();
    Counter counter;
    counter.changes = {{0, 1}, {1, 3}, {2, 2}};
    const auto whole = detail::counter_figures(counter, Prefix(timeline, kNoEvent), kNoEvent, 3);
    CHECK(whole.area == 10 + 30 + 20);
    CHECK(whole.maximum == 3);
    CHECK(whole.full == 10);
    CHECK(!whole.saturated);
    CHECK(detail::counter_figures(counter, Prefix(timeline, kNoEvent), 2, 0).area == 40);
    CHECK(detail::counter_figures(counter, Prefix(timeline, 1), kNoEvent, 0).area == 10);
    counter.changes[1].value = std::numeric_limits<std::int64_t>::max();
    CHECK(detail::counter_figures(counter, Prefix(timeline, kNoEvent), kNoEvent, 0).saturated);
}
