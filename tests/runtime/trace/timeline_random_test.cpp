// The Timeline against the plainest replay, at every cursor of random traces.
#include <doctest/doctest.h>

#include <vector>

#include "runtime/trace/timeline.h"
#include "tests/support/random_trace.h"
#include "tests/support/timeline_difference.h"

using namespace coroscope;

namespace {

/// Everything a Timeline shows, as numbers.
std::vector<std::int64_t> everything(const Timeline& t) {
    std::vector<std::int64_t> all;
    const auto add = [&](auto... numbers) {
        (all.push_back(static_cast<std::int64_t>(numbers)), ...);
    };
    const auto add_counter = [&](const Counter& counter) {
        for (const auto& change : counter.changes) {
            add(change.event, change.value);
        }
    };
    for (const TaskInfo& task : t.tasks()) {
        add(task.id, task.parent, task.name, task.function, task.site, task.created, task.ended);
        for (const Interval& i : task.intervals) {
            add(i.first, i.last, i.begin, i.end, i.state, i.reason, i.site, i.subject, i.extra,
                i.woken_by);
        }
        for (const EventIndex event : task.events) {
            add(event);
        }
    }
    for (const ResourceInfo& resource : t.resources()) {
        add(resource.id, resource.type, resource.name, resource.capacity, resource.created,
            resource.destroyed);
        for (const Hold& hold : resource.holds) {
            add(hold.first, hold.last, hold.task, hold.site);
        }
        for (const Wait& wait : resource.waits) {
            add(wait.first, wait.last, wait.task, wait.site);
        }
        for (const Access& access : resource.accesses) {
            add(access.event, access.task, access.write, access.version);
        }
        for (const TaskId task : resource.linked) {
            add(task);
        }
        for (const EventIndex event : resource.events) {
            add(event);
        }
        add_counter(resource.level);
        add_counter(resource.unfinished);
    }
    for (const TimerInfo& timer : t.timers()) {
        add(timer.id, timer.task, timer.deadline, timer.set, timer.over, timer.fired);
    }
    for (const Step& step : t.steps()) {
        add(step.first, step.last, step.task, step.iteration, step.begin, step.end);
    }
    for (const WakeUp& wake : t.wakeups()) {
        add(wake.event, wake.waker, wake.woken, wake.reason, wake.through);
    }
    for (const EventIndex event : t.iterations()) {
        add(event);
    }
    for (const EventIndex event : t.log()) {
        add(event);
    }
    add_counter(t.ready_count());
    add_counter(t.timer_count());
    add(t.outcome());
    return all;
}

/// Any first events of a trace, as a trace.
Trace prefix(const Trace& trace, EventIndex size) {
    ChunkWriter<TraceEvent> events;
    for (EventIndex i = 0; i < size; ++i) {
        events.push_back(trace[i]);
    }
    events.publish();
    return {trace.info(), events.list(), {}, {}};
}

}  // namespace

TEST_CASE("the timeline says at every cursor what a plain replay says") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        CHECK(timeline_difference(random_trace({.seed = seed, .events = 400})) == "");
    }
    for (std::uint64_t seed = 100; seed <= 103; ++seed) {
        CAPTURE(seed);
        CHECK(timeline_difference(
                  random_trace({.seed = seed, .events = 4000, .tasks = 3, .resources = 3})) == "");
        CHECK(timeline_difference(random_trace(
                  {.seed = seed, .events = 2500, .tasks = 100, .resources = 2})) == "");
    }
}

TEST_CASE("a timeline extended in pieces is the one built at once") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        const Trace trace = random_trace({.seed = seed, .events = 1500});
        Timeline pieces;
        for (EventIndex size = 0; size < trace.size(); size += 1 + (size * seed) % 97) {
            pieces.extend(prefix(trace, size));
            if (size % 5 == 0) {
                REQUIRE(everything(pieces) == everything(Timeline(prefix(trace, size))));
            }
        }
        pieces.extend(trace);
        CHECK(everything(pieces) == everything(Timeline(trace)));
        pieces.extend(trace);
        pieces.extend(prefix(trace, 3));
        CHECK(everything(pieces) == everything(Timeline(trace)));
        const Timeline copy = pieces;
        CHECK(copy.ready_at(700) == pieces.ready_at(700));
        CHECK(everything(copy) == everything(pieces));
    }
}

TEST_CASE("a long trace read at once is the one read in two large or many small pieces") {
    const Trace trace = random_trace({.seed = 9, .events = 45'000, .tasks = 40});
    const auto whole = everything(Timeline(trace));
    Timeline two;
    two.extend(prefix(trace, 20'001));
    two.extend(trace);
    CHECK(everything(two) == whole);
    Timeline many;
    for (EventIndex size = 0; size < trace.size(); size += 1'503) {
        many.extend(prefix(trace, size));
    }
    many.extend(trace);
    CHECK(everything(many) == whole);
}

TEST_CASE("nonsense makes a timeline that still answers") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        const Trace trace =
            random_trace({.seed = seed, .events = seed < 57 ? 1200U : 12'000U, .nonsense = true});
        const Timeline timeline(trace);
        std::size_t answers = 0;
        for (EventIndex cursor = 0; cursor <= trace.size(); cursor += 13) {
            answers += timeline.ready_at(cursor).size() + timeline.timers_at(cursor).size();
            for (ObjectId id = 0; id < 20; ++id) {
                answers +=
                    timeline.holders_at(id, cursor).size() +
                    timeline.waiters_at(id, cursor).size() + timeline.items_at(id, cursor).size() +
                    timeline.held_by(id, cursor).size() + timeline.await_stack(id, cursor).size() +
                    timeline.value_at(id, cursor).has_value();
                const Interval interval = timeline.state_at(id, cursor);
                REQUIRE(interval.begin <= interval.end);
                REQUIRE(interval.first <= interval.last);
            }
        }
        CHECK(answers > 0);
    }
}
