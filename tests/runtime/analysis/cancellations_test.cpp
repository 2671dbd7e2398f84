#include "runtime/analysis/cancellations.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

namespace {

EventIndex request(TraceBuilder& t, TaskId task, CancelRequest what, std::int64_t open) {
    return t.event({.a = open,
                    .task = task,
                    .kind = EventKind::TaskCancelRequested,
                    .detail = static_cast<std::uint8_t>(what)});
}

struct Run {
    TraceBuilder t;
    TaskId a = t.create("a");
    EventIndex asked = 0;
    Run() {
        t.resume(a);
        t.line(5).suspend(a, WaitReason::Event);
        asked = request(t, a, CancelRequest::Accepted, 1);
        t.ready(a, WakeReason::Cancelled);
        t.resume(a);
    }
    std::optional<detail::Swallowed> swallowed(EventIndex until = kNoEvent) {
        const Timeline timeline(t.trace());
        return detail::swallowed(timeline, *timeline.task(a), 0, until);
    }
};

}  // namespace

TEST_CASE("a task that stands at the same await again has swallowed the request") {
    Run run;
    const EventIndex again = run.t.line(5).suspend(run.a, WaitReason::Event);
    const auto found = run.swallowed();
    REQUIRE(found);
    CHECK(found->request == run.asked);
    CHECK(found->again == again);
    CHECK(found->finished == kNoEvent);
    CHECK_FALSE(run.swallowed(run.asked));  // asked later than that
}

TEST_CASE("another await is clean-up, and so is the same line with another wait") {
    Run run;
    run.t.line(6).suspend(run.a, WaitReason::Event);
    run.t.resume(run.a);
    run.t.line(5).suspend(run.a, WaitReason::Sleep);
    CHECK_FALSE(run.swallowed());
    run.t.resume(run.a);
    run.t.cancelled(run.a);
    CHECK_FALSE(run.swallowed());
}

TEST_CASE("whoever ends cancelled swallowed nothing, unless it had to be asked once more") {
    for (const bool twice : {false, true}) {
        Run run;
        run.t.line(5).suspend(run.a, WaitReason::Event);
        if (twice) {
            request(run.t, run.a, CancelRequest::Accepted, 2);
        }
        run.t.resume(run.a);
        run.t.cancelled(run.a);
        CHECK(run.swallowed().has_value() == twice);
    }
}

TEST_CASE("a result is a swallowed request, unless the request was taken back") {
    for (const bool taken_back : {false, true}) {
        Run run;
        if (taken_back) {
            request(run.t, run.a, CancelRequest::TakenBack, 0);
        }
        const EventIndex end = run.t.finish(run.a);
        const auto found = run.swallowed();
        CHECK(found.has_value() == !taken_back);
        if (found) {
            CHECK(found->finished == end);
        }
    }
}

TEST_CASE("a request before the first step, or that comes too late, is not swallowed") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    request(t, a, CancelRequest::Accepted, 1);
    t.cancelled(a);
    request(t, a, CancelRequest::TooLate, 1);
    const Timeline timeline(t.trace());
    CHECK_FALSE(detail::swallowed(timeline, *timeline.task(a), 0, kNoEvent));
}
