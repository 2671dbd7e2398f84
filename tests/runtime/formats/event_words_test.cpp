#include "runtime/formats/event_words.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

TEST_CASE("the fields of an event are words where its kind gives them a meaning") {
    TraceBuilder t;
    const ObjectId ink = t.lock("ink");
    const TaskId alice = t.create("alice");
    const TaskId bob = t.create("bob", alice);
    const EventIndex waits = t.suspend(bob, WaitReason::Lock, ink);
    const EventIndex ready = t.ready(bob, WakeReason::LockReleased, alice, ink);
    const EventIndex enters = t.enter(bob, "fetch", 2);
    const EventIndex choice =
        t.event({.task = bob, .subject = t.text("2,1"), .b = 2, .kind = EventKind::ChoiceMade});
    const EventIndex end = t.end(Outcome::Hang);
    const Timeline timeline(t.trace());
    const Trace& trace = timeline.trace();
    CHECK(detail_title(trace[0]) == "lock");
    CHECK(subject_title(timeline, trace[0]) == "ink");
    CHECK(event_text(timeline, trace[0]) == "ink");
    CHECK(subject_title(timeline, trace[2]) == "alice");
    CHECK(wake_reason(trace[2]) == WakeReason::Created);
    CHECK(detail_title(trace[waits]) == "lock");
    CHECK(subject_title(timeline, trace[waits]) == "ink");
    CHECK(event_text(timeline, trace[waits]) == "");
    CHECK(detail_title(trace[ready]) == "lock-released");
    CHECK(wake_reason(trace[ready]) == WakeReason::LockReleased);
    CHECK(event_text(timeline, trace[enters]) == "fetch");
    CHECK(event_text(timeline, trace[choice]) == "2,1");
    CHECK(subject_title(timeline, trace[choice]) == "");
    CHECK(detail_title(trace[end]) == "hang");
    CHECK(detail_title({.kind = EventKind::JobStarted, .detail = 3}) == "3");
    CHECK(event_text(timeline, {.a = -1, .kind = EventKind::CoroutineEntered}) == "");
}
