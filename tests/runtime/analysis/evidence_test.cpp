#include "runtime/analysis/evidence.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

TEST_CASE("evidence has each event, task and line once, and nothing that does not exist") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.resume(a);
    const EventIndex second = t.line(7).log(a, "one");
    const EventIndex first = t.line(7).log(a, "two");
    const Timeline timeline(t.trace());
    Finding finding;
    detail::add_event(timeline, first, finding);
    detail::add_event(timeline, second, finding);
    detail::add_event(timeline, second, finding);
    detail::add_event(timeline, kNoEvent, finding);
    detail::sort_events(finding);
    CHECK(finding.events == std::vector{second, first});
    CHECK(finding.tasks == std::vector{a});
    CHECK(finding.sites.size() == 1);
}

TEST_CASE("evidence has an end") {
    TraceBuilder t;
    for (std::size_t i = 0; i <= detail::kMostEvidence; ++i) {
        t.log(0, "words");
    }
    const Timeline timeline(t.trace());
    Finding finding;
    for (EventIndex i = 0; i < t.size(); ++i) {
        detail::add_event(timeline, i, finding);
    }
    CHECK(finding.events.size() == detail::kMostEvidence);
}
