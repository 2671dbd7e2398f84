// Where the cursor stops.

#include "gui/model/stops.h"

#include <doctest/doctest.h>

#include "tests/support/sample_runs.h"

using namespace coroscope;
using namespace coroscope::gui;

namespace {

constexpr Granularity kAll[] = {Granularity::Event, Granularity::Step, Granularity::Iteration};

}  // namespace

TEST_CASE("stepping back visits the stops of stepping on, in reverse") {
    for (const Timeline& timeline :
         {test::deadlock_run(), test::blocking_run(), test::queue_run(5)}) {
        for (const Granularity granularity : kAll) {
            std::vector<EventIndex> forwards{0};
            while (forwards.back() != last_event(timeline)) {
                const EventIndex next = next_stop(timeline, forwards.back(), granularity);
                REQUIRE(next > forwards.back());
                forwards.push_back(next);
            }
            EventIndex cursor = last_event(timeline);
            for (auto it = forwards.rbegin(); it != forwards.rend(); ++it) {
                CHECK(cursor == *it);
                cursor = previous_stop(timeline, cursor, granularity);
            }
            CHECK(cursor == 0);
        }
    }
}

TEST_CASE("a step's stop is its last event") {
    const Timeline timeline = test::deadlock_run();
    EventIndex cursor = 0;
    for (const Step& step : timeline.steps()) {
        cursor = next_stop(timeline, cursor, Granularity::Step);
        CHECK(cursor == step.last);
        CHECK(stop_of_step(timeline, step_number(timeline, cursor)) == cursor);
    }
    CHECK(next_stop(timeline, cursor, Granularity::Step) == last_event(timeline));
}

TEST_CASE("a step's number beyond the run is the end, zero the beginning") {
    const Timeline timeline = test::deadlock_run();
    CHECK(stop_of_step(timeline, 0) == 0);
    CHECK(stop_of_step(timeline, 1000) == last_event(timeline));
    CHECK(stop_of_step(timeline, kNoEvent) == last_event(timeline));
}

TEST_CASE("leaps stay inside the run and always move") {
    const Timeline timeline = test::queue_run(20);
    for (const Granularity granularity : kAll) {
        EventIndex cursor = 0;
        int leaps = 0;
        while (cursor != last_event(timeline)) {
            const EventIndex next = leap(timeline, cursor, granularity, 1);
            REQUIRE(next > cursor);
            cursor = next;
            REQUIRE(++leaps <= 13);
        }
        while (cursor != 0) {
            const EventIndex next = leap(timeline, cursor, granularity, -1);
            REQUIRE(next < cursor);
            cursor = next;
        }
    }
}

TEST_CASE("the next point is a finding or another task's step") {
    const Timeline timeline = test::deadlock_run();
    std::vector<Finding> findings(1);
    findings[0].at = timeline.steps()[2].last;
    EventIndex cursor = timeline.steps()[2].first;
    cursor = next_point(timeline, findings, 0, cursor);
    CHECK(cursor == findings[0].at);
    cursor = next_point(timeline, findings, 0, cursor);
    CHECK(cursor == timeline.steps()[3].first);
    CHECK(previous_point(timeline, findings, 0, cursor) == findings[0].at);
}

TEST_CASE("with a selected task the points are changes of its state") {
    const Timeline timeline = test::deadlock_run();
    const TaskInfo& task = timeline.tasks()[1];
    EventIndex cursor = 0;
    for (const Interval& interval : task.intervals) {
        cursor = next_point(timeline, {}, task.id, cursor);
        CHECK(cursor == interval.first);
    }
}

TEST_CASE("an empty trace has one stop") {
    const Timeline timeline;
    for (const Granularity granularity : kAll) {
        CHECK(next_stop(timeline, 0, granularity) == 0);
        CHECK(previous_stop(timeline, 0, granularity) == 0);
        CHECK(leap(timeline, 0, granularity, 1) == 0);
    }
    CHECK(next_point(timeline, {}, 0, 0) == 0);
}
