#include "runtime/analysis/end_of_run.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

TEST_CASE("a run ends where it says so, before what it leaves behind") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    t.resume(main);
    const EventIndex end = t.end(Outcome::Hang);
    t.event({.b = 1, .kind = EventKind::FrameFreed});
    t.event({.task = main, .kind = EventKind::TaskAbandoned});
    CHECK(end_of_run(Timeline(t.trace())) == end);
}

TEST_CASE("a run that is not over ends with its last event, an empty one at 0") {
    TraceBuilder t;
    CHECK(end_of_run(Timeline(t.trace())) == 0);
    t.create("main");
    const EventIndex last = t.log(1, "still here");
    CHECK(end_of_run(Timeline(t.trace())) == last);
}
