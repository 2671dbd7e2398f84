// The Timeline against the plainest replay, at every cursor of random traces.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "tests/support/random_trace.h"
#include "tests/support/replay.h"

using namespace coroscope;

namespace {

std::vector<TaskId> tasks_of(const std::vector<Replay::Entry>& entries) {
    std::vector<TaskId> result;
    for (const auto& entry : entries) {
        result.push_back(entry.task);
    }
    return result;
}

std::vector<TextId> sorted(std::vector<TextId> texts) {
    std::sort(texts.begin(), texts.end());
    return texts;
}

std::vector<TextId> texts_of(const std::vector<Replay::Entry>& entries) {
    std::vector<TextId> result;
    for (const auto& entry : entries) {
        result.push_back(entry.text);
    }
    return result;
}

/// "" or what differs.
std::string compare_tasks(const Timeline& timeline, const Replay& replay, EventIndex cursor) {
    for (TaskId id = 0; id < replay.tasks.size() + 2; ++id) {
        const Interval interval = timeline.state_at(id, cursor);
        if (id == 0 || id >= replay.tasks.size()) {
            if (interval.state != TaskState::NotYet || !timeline.await_stack(id, cursor).empty()) {
                return "task " + std::to_string(id) + " should not exist yet";
            }
            continue;
        }
        const Replay::Task& task = replay.tasks[id];
        if (interval.state != task.state || interval.reason != task.reason || interval.site != task.site ||
            interval.subject != task.subject || interval.first != task.since || interval.last <= cursor) {
            return "state of task " + std::to_string(id);
        }
        std::string expected;
        for (std::size_t i = 0; i < task.frames.size() && !is_over(task.state); ++i) {
            if (i == 0 && task.frames.size() > 1 && task.frames[1].depth == 1) {
                continue;
            }
            expected += std::to_string(task.frames[i].function) + ":" + std::to_string(task.frames[i].line) + " ";
        }
        std::string found;
        for (const auto& frame : timeline.await_stack(id, cursor)) {
            found += std::to_string(frame.function) + ":" + std::to_string(frame.site) + " ";
        }
        if (found != expected) {
            return "stack of task " + std::to_string(id) + ": " + found + "instead of " + expected;
        }
        std::vector<ObjectId> held;
        for (const auto& [holder, object] : replay.holds) {
            if (holder == id) {
                held.push_back(object);
            }
        }
        if (timeline.held_by(id, cursor) != held) {
            return "held by task " + std::to_string(id);
        }
    }
    return "";
}

std::string compare_resources(const Timeline& timeline, const Replay& replay, EventIndex cursor) {
    for (const auto& [id, resource] : replay.resources) {
        const std::string name = " of resource " + std::to_string(id);
        const ResourceInfo& info = *timeline.resource(id);
        if (timeline.holders_at(id, cursor) != tasks_of(resource.holds)) {
            return "holders" + name;
        }
        if (timeline.waiters_at(id, cursor) != tasks_of(resource.waits)) {
            return "waiters" + name;
        }
        if (sorted(timeline.items_at(id, cursor)) != sorted(texts_of(resource.items))) {
            return "items" + name;
        }
        if (info.level.at(cursor) != resource.level) {
            return "level" + name;
        }
        if (info.unfinished.at(cursor) != resource.unfinished) {
            return "unfinished" + name;
        }
        const auto value = timeline.value_at(id, cursor);
        if (!value || value->text != resource.value->text || value->version != resource.value->version ||
            value->written != resource.value->written) {
            return "value" + name;
        }
    }
    return "";
}

std::string compare_loop(const Timeline& timeline, const Replay& replay, EventIndex cursor) {
    if (timeline.ready_at(cursor) != replay.ready ||
        timeline.ready_count().at(cursor) != static_cast<std::int64_t>(replay.ready.size())) {
        return "ready queue";
    }
    std::vector<std::pair<Nanoseconds, ObjectId>> timers;
    for (const auto& [id, timer] : replay.timers) {
        if (!timer.over) {
            timers.emplace_back(timer.deadline, id);
        }
    }
    std::sort(timers.begin(), timers.end());
    const auto found = timeline.timers_at(cursor);
    if (!std::equal(found.begin(), found.end(), timers.begin(), timers.end(),
                    [](ObjectId id, const auto& timer) { return id == timer.second; }) ||
        timeline.timer_count().at(cursor) != static_cast<std::int64_t>(timers.size())) {
        return "timers";
    }
    const auto step = timeline.step_at(cursor);
    if ((step ? *step + 1 : 0) != replay.steps) {
        return "step";
    }
    if (timeline.iteration_at(cursor) != replay.iterations) {
        return "iteration";
    }
    const EventIndex same_time = timeline.event_at_time(timeline.trace()[cursor].time);
    if (same_time < cursor || timeline.trace()[same_time].time != timeline.trace()[cursor].time) {
        return "event at time";
    }
    return "";
}

std::string compare(const Trace& trace) {
    const Timeline timeline(trace);
    Replay replay(trace);
    for (EventIndex cursor = 0; cursor < trace.size(); ++cursor) {
        replay.apply(cursor);
        for (const auto part : {&compare_tasks, &compare_resources, &compare_loop}) {
            const std::string difference = (*part)(timeline, replay, cursor);
            if (!difference.empty()) {
                return "at event " + std::to_string(cursor) + ": " + difference;
            }
        }
    }
    return "";
}

/// Everything a Timeline shows, as numbers.
std::vector<std::int64_t> everything(const Timeline& t) {
    std::vector<std::int64_t> all;
    const auto add = [&](auto... numbers) { (all.push_back(static_cast<std::int64_t>(numbers)), ...); };
    const auto add_counter = [&](const Counter& counter) {
        for (const auto& change : counter.changes) {
            add(change.event, change.value);
        }
    };
    for (const TaskInfo& task : t.tasks()) {
        add(task.id, task.parent, task.name, task.function, task.site, task.created, task.ended);
        for (const Interval& i : task.intervals) {
            add(i.first, i.last, i.begin, i.end, i.state, i.reason, i.site, i.subject, i.extra, i.woken_by);
        }
        for (const EventIndex event : task.events) {
            add(event);
        }
    }
    for (const ResourceInfo& resource : t.resources()) {
        add(resource.id, resource.type, resource.name, resource.capacity, resource.created, resource.destroyed);
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
    ChunkWriter<Event> events;
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
        CHECK(compare(random_trace({.seed = seed, .events = 400})) == "");
    }
    for (std::uint64_t seed = 100; seed <= 103; ++seed) {
        CAPTURE(seed);
        CHECK(compare(random_trace({.seed = seed, .events = 4000, .tasks = 3, .resources = 3})) == "");
        CHECK(compare(random_trace({.seed = seed, .events = 2500, .tasks = 100, .resources = 2})) == "");
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
    }
}

TEST_CASE("nonsense makes a timeline that still answers") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        const Trace trace = random_trace({.seed = seed, .events = 1200, .nonsense = true});
        const Timeline timeline(trace);
        std::size_t answers = 0;
        for (EventIndex cursor = 0; cursor <= trace.size(); cursor += 13) {
            answers += timeline.ready_at(cursor).size() + timeline.timers_at(cursor).size();
            for (ObjectId id = 0; id < 20; ++id) {
                answers += timeline.holders_at(id, cursor).size() + timeline.waiters_at(id, cursor).size() +
                           timeline.items_at(id, cursor).size() + timeline.held_by(id, cursor).size() +
                           timeline.await_stack(id, cursor).size() + timeline.value_at(id, cursor).has_value();
                const Interval interval = timeline.state_at(id, cursor);
                REQUIRE(interval.begin <= interval.end);
                REQUIRE(interval.first <= interval.last);
            }
        }
        CHECK(answers > 0);
    }
}
