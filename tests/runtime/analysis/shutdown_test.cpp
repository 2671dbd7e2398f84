#include "runtime/analysis/shutdown.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

TEST_CASE("a shutdown begins with the second iteration after main's last step") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId other = t.create("other", main);
    t.iteration();
    t.resume(main);
    const EventIndex over = t.finish(main);
    CHECK(detail::shutdown_of(Timeline(t.trace()))->begins == t.trace().size());
    t.iteration();
    t.event({.kind = EventKind::LoopIteration, .detail = 1});  // of another thread
    const EventIndex begins = t.iteration();
    t.resume(other);
    t.cancelled(other);
    const Timeline timeline(t.trace());
    const auto shutdown = detail::shutdown_of(timeline);
    REQUIRE(shutdown);
    CHECK(shutdown->main_over == over);
    CHECK(shutdown->begins == begins);
    CHECK(detail::unfinished_at(*timeline.task(other), begins));
    CHECK_FALSE(detail::unfinished_at(*timeline.task(main), begins));
    CHECK(detail::is_main_thread_task(timeline, *timeline.task(other)));
    CHECK_FALSE(detail::is_main_thread_task(timeline, *timeline.task(main)));
    CHECK(detail::never_ending(timeline).empty());
}

TEST_CASE("there is no shutdown while main runs, if it was abandoned, or in an empty trace") {
    CHECK_FALSE(detail::shutdown_of(Timeline()));
    TraceBuilder t;
    const TaskId main = t.create("main");
    t.resume(main);
    CHECK_FALSE(detail::shutdown_of(Timeline(t.trace())));
    t.abandon(main);
    CHECK_FALSE(detail::shutdown_of(Timeline(t.trace())));
}

TEST_CASE("a run that hangs after main never ends because of who waits then") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId other = t.create("other", main);
    const ObjectId event = t.resource(ResourceType::Event, "never");
    t.resume(other);
    t.suspend(other, WaitReason::Event, event);
    t.resume(main);
    t.finish(main);
    t.iteration();
    t.end(Outcome::Hang);
    CHECK(detail::never_ending(Timeline(t.trace())).tasks == std::vector{other});
}
