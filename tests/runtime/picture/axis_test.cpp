#include "runtime/picture/axis.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"

namespace coroscope {
namespace {

constexpr AxisKind kKinds[] = {AxisKind::Elastic, AxisKind::Time, AxisKind::Steps};

std::vector<Timeline> runs() {
    std::vector<Timeline> all{test::deadlock_run(), test::blocking_run(), test::queue_run(5),
                              test::crowd_run(7), Timeline()};
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        all.emplace_back(random_trace({.seed = seed, .events = 400, .nonsense = seed > 3}));
    }
    return all;
}

TEST_CASE("positions never fall as events go on, and the last one is within the axis") {
    for (const Timeline& timeline : runs()) {
        for (const AxisKind kind : kKinds) {
            const Axis axis(timeline, kind);
            double before = 0;
            for (EventIndex i = 0; i <= timeline.trace().size(); ++i) {
                const double position = axis.at(i);
                CHECK(position >= before);
                before = position;
            }
            CHECK(axis.length() > 0);
            CHECK(before <= axis.length());
            CHECK(axis.end() <= axis.length());
        }
    }
}

TEST_CASE("event_at finds the last event of a place, and at leads back to the place") {
    for (const Timeline& timeline : runs()) {
        for (const AxisKind kind : kKinds) {
            const Axis axis(timeline, kind);
            for (EventIndex i = 0; i < timeline.trace().size(); ++i) {
                const EventIndex found = axis.event_at(axis.at(i));
                CHECK(found >= i);
                CHECK(axis.at(found) == axis.at(i));
                CHECK((found + 1 == timeline.trace().size() || axis.at(found + 1) > axis.at(i)));
            }
        }
    }
}

TEST_CASE("first_at finds the first event at or behind a place") {
    for (const Timeline& timeline : runs()) {
        for (const AxisKind kind : kKinds) {
            const Axis axis(timeline, kind);
            for (int n = 0; n <= 200; ++n) {
                const double place = axis.length() * n / 200;
                const EventIndex found = axis.first_at(place);
                CHECK(found <= timeline.trace().size());
                CHECK((found == timeline.trace().size() || axis.at(found) >= place));
                CHECK((found == 0 || axis.at(found - 1) < place));
            }
        }
    }
}

TEST_CASE("places are found alike in runs that are long") {
    const Timeline timeline(random_trace({.seed = 3, .events = 40'000}));
    for (const AxisKind kind : kKinds) {
        const Axis axis(timeline, kind);
        for (EventIndex i = 0; i < timeline.trace().size(); i += 11) {
            const EventIndex found = axis.event_at(axis.at(i));
            REQUIRE(found >= i);
            REQUIRE(axis.at(found) == axis.at(i));
        }
    }
}

TEST_CASE("a step that blocks one thread covers what another thread does, and its idle time") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    constexpr Nanoseconds kMs = 1'000'000;
    const auto a_begins = t.resume(a);
    const auto b_begins = t.resume(b);
    const auto b_sleeps = t.suspend(b, WaitReason::Sleep);
    t.at(5 * kMs).event({.a = 0, .kind = EventKind::ClockAdvanced});
    const auto b_again = t.resume(b);
    const auto b_ends = t.finish(b);
    t.at(8 * kMs).event({.a = 8 * kMs, .task = a, .kind = EventKind::TimePassed, .detail = 2});
    const auto a_ends = t.finish(a);
    const Timeline timeline(t.trace());
    for (const AxisKind kind : {AxisKind::Elastic, AxisKind::Steps}) {
        const Axis axis(timeline, kind);
        double before = axis.at(a_begins);
        for (const EventIndex event : {b_begins, b_sleeps, b_again, b_ends, a_ends}) {
            CHECK(axis.at(event) > before);
            before = axis.at(event);
        }
        CHECK(before <= axis.end());
    }
    const Axis elastic(timeline, AxisKind::Elastic);
    std::vector<Stretch> passing;
    std::ranges::copy_if(elastic.stretches(), std::back_inserter(passing),
                         [](const Stretch& each) { return each.kind != Stretch::Kind::Instant; });
    REQUIRE(passing.size() == 2);
    CHECK(passing[0].kind == Stretch::Kind::Idle);
    CHECK(passing[0].duration == 5 * kMs);
    CHECK(passing[1].kind == Stretch::Kind::Busy);
    CHECK(passing[1].time == 5 * kMs);
    CHECK(passing[1].duration == 3 * kMs);
}

TEST_CASE("every step is one wide on the elastic and the steps axis") {
    const Timeline timeline = test::deadlock_run();
    for (const AxisKind kind : {AxisKind::Elastic, AxisKind::Steps}) {
        const Axis axis(timeline, kind);
        for (const Step& step : timeline.steps()) {
            CHECK(axis.at(step.last) - axis.at(step.first) == doctest::Approx(1.0));
        }
    }
}

TEST_CASE("a step in which time passes is plainly wider on the elastic axis") {
    const Timeline timeline = test::blocking_run();
    const Axis axis(timeline, AxisKind::Elastic);
    for (const Step& step : timeline.steps()) {
        const double width = axis.at(step.last) - axis.at(step.first);
        CHECK(width >= (step.duration() > 0 ? 3.0 : 0.99));
        CHECK(width <= 5.0);
    }
}

TEST_CASE("an idle stretch is 1.2 to 2.2 wide and grows with its length") {
    double before = 0;
    for (const Nanoseconds length : {1'000LL, 1'000'000LL, 100'000'000LL, 60'000'000'000LL}) {
        TraceBuilder t;
        const TaskId main = t.create("main");
        t.resume(main);
        t.suspend(main, WaitReason::Sleep, t.timer(main, length), length);
        const EventIndex jump = t.at(length).event({.a = 0, .kind = EventKind::ClockAdvanced});
        const Timeline timeline(t.trace());
        const Axis axis(timeline, AxisKind::Elastic);
        const double width = axis.at(jump) - axis.at(jump - 1);
        CHECK(width >= 1.2);
        CHECK(width <= 2.2);
        CHECK(width > before);
        before = width;
    }
}

TEST_CASE("on the time axis an event stands at its time") {
    const Timeline timeline = test::blocking_run();
    const Axis axis(timeline, AxisKind::Time);
    for (EventIndex i = 0; i < timeline.trace().size(); ++i) {
        CHECK(axis.at(i) == static_cast<double>(timeline.trace()[i].time));
    }
    CHECK(axis.end() == 2.7e9);
}

TEST_CASE("stretches cover the run from 0 to its end without gaps") {
    for (const Timeline& timeline :
         {test::deadlock_run(), test::blocking_run(), test::queue_run(4)}) {
        for (const AxisKind kind : kKinds) {
            const Axis axis(timeline, kind);
            double behind = 0;
            for (const Stretch& stretch : axis.stretches()) {
                CHECK(stretch.first == doctest::Approx(behind));
                behind = stretch.last;
            }
            CHECK(behind == doctest::Approx(axis.end()));
        }
    }
}

TEST_CASE("the stretches of the deadlock are two instants around an idle stretch") {
    const Axis axis(test::deadlock_run(), AxisKind::Elastic);
    REQUIRE(axis.stretches().size() == 3);
    CHECK(axis.stretches()[0].kind == Stretch::Kind::Instant);
    CHECK(axis.stretches()[0].time == 0);
    CHECK(axis.stretches()[1].kind == Stretch::Kind::Idle);
    CHECK(axis.stretches()[1].duration == 100'000'000);
    CHECK(axis.stretches()[2].time == 100'000'000);
}

TEST_CASE(
    "a hung run has room for its epitaph, and what is destroyed afterwards stands behind it") {
    const Timeline timeline = test::deadlock_run();
    const Axis axis(timeline, AxisKind::Elastic);
    CHECK(axis.length() - axis.end() == doctest::Approx(4.0));
    CHECK(axis.at(timeline.trace().size() - 1) == axis.length());
}

TEST_CASE("a moment inside a blocking step lies inside it, and time_at leads back") {
    const Timeline timeline = test::blocking_run();
    const Axis axis(timeline, AxisKind::Elastic);
    const Nanoseconds due = 1'000'000'000;
    const double position = axis.at_time(due);
    const Step& slow = timeline.steps()[3];
    CHECK(position > axis.at(slow.first));
    CHECK(position < axis.at(slow.last));
    CHECK(axis.time_at(position) == doctest::Approx(1e9));
}

TEST_CASE("an empty run has an axis of length 1") {
    const Axis axis(Timeline(), AxisKind::Elastic);
    CHECK(axis.length() == 1);
    CHECK(axis.at(0) == 1);
    CHECK(axis.event_at(0.5) == 0);
    CHECK(axis.stretches().empty());
}

}  // namespace
}  // namespace coroscope
