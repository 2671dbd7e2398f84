#include "runtime/analysis/handles.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"

using namespace coroscope;
using detail::Handles;

TEST_CASE("what the loop did has a timer or a callback as its cause, or none") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.resume(a);
    const EventIndex scheduled =
        t.event({.task = a, .subject = 1, .kind = EventKind::CallbackScheduled});
    const ObjectId timer = t.timer(a, 10);
    t.event({.task = a, .subject = 2, .kind = EventKind::CallbackScheduled});
    t.suspend(a, WaitReason::Event);
    const EventIndex nothing = t.log(0, "between");
    t.event({.subject = 1, .kind = EventKind::CallbackRun});
    const EventIndex by_callback = t.log(0, "by the callback");
    t.iteration();
    t.fire(timer, a);
    const EventIndex by_timer = t.log(0, "by the timer");
    t.iteration();
    t.fire(timer, a);
    t.event({.subject = 2, .kind = EventKind::CallbackRun});
    const EventIndex by_timed = t.log(0, "by call_later");
    const Timeline timeline(t.trace());
    Handles handles(timeline);
    CHECK(!handles.cause_of(nothing).timer);
    CHECK(handles.cause_of(nothing).scheduled == kNoEvent);
    CHECK(handles.cause_of(by_callback).scheduled == scheduled);
    CHECK(handles.cause_of(by_callback).begun == by_callback - 1);
    REQUIRE(handles.cause_of(by_timer).timer.has_value());
    CHECK(handles.cause_of(by_timer).timer->id == timer);
    REQUIRE(handles.cause_of(by_timed).timer.has_value());
    CHECK(handles.cause_of(by_timed).timer->id == timer);
    CHECK(handles.cause_of(by_timed).scheduled == kNoEvent);
}

TEST_CASE("causes lie in the past, in nonsense too") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 300, .nonsense = true}));
        Handles handles(timeline);
        for (EventIndex i = 0; i <= timeline.trace().size() + 1; ++i) {
            const Handles::Cause cause = handles.cause_of(i);
            CHECK((!cause.timer || cause.timer->set < i));
            CHECK((cause.scheduled == kNoEvent || cause.scheduled < i));
        }
    }
}
