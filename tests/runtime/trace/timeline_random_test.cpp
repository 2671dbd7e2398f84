// The Timeline against the plainest replay, at every cursor of random traces.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
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
    for (const JobInfo& job : t.jobs()) {
        add(job.executor, job.number, job.submitted, job.started, job.finished, job.error);
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

/// Steps by the plainest means: from each resumption to the task's next change of state.
std::vector<Step> plain_steps(const Trace& trace) {
    std::vector<Step> steps;
    std::map<TaskId, std::size_t> open;
    std::map<TaskId, bool> over;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        const TraceEvent& event = trace[i];
        const bool ends =
            event.kind >= EventKind::TaskResumed && event.kind <= EventKind::TaskCancelled;
        if (!ends || event.task == 0 || over[event.task]) {
            continue;
        }
        if (const auto found = open.find(event.task); found != open.end()) {
            steps[found->second].last = i;
            open.erase(found);
        }
        over[event.task] = event.kind >= EventKind::TaskFinished;
        if (event.kind == EventKind::TaskResumed) {
            open[event.task] = steps.size();
            steps.push_back({.first = i, .last = i, .task = event.task});
        }
    }
    return steps;
}

/// Who woke whom, by the plainest means.
std::vector<WakeUp> plain_wakeups(const Timeline& timeline) {
    std::vector<WakeUp> wakeups;
    for (const TaskInfo& task : timeline.tasks()) {
        for (const Interval& interval : task.intervals) {
            if (interval.woken_by == kNoEvent) {
                continue;
            }
            const TraceEvent& event = timeline.trace()[interval.woken_by];
            const auto waker =
                event.kind == EventKind::TaskCreated ? event.subject : static_cast<TaskId>(event.a);
            const TaskInfo* known = timeline.task(waker);
            const bool there = known != nullptr && known->created < interval.woken_by;
            wakeups.push_back(
                {.event = interval.woken_by, .waker = there ? waker : TaskId{0}, .woken = task.id});
        }
    }
    std::ranges::sort(wakeups, {}, &WakeUp::event);
    return wakeups;
}

/// The events of executors as one line each, and what the timeline's jobs tell of them.
struct JobTrace {
    Trace trace;
    std::map<std::pair<ObjectId, std::int64_t>, JobInfo> jobs;
};

JobTrace random_jobs(std::uint64_t seed) {
    JobTrace made;
    ChunkWriter<TraceEvent> events;
    const auto add = [&](TraceEvent event) { events.push_back(event); };
    for (ObjectId executor = 1; executor <= 3; ++executor) {
        add({.subject = executor,
             .kind = EventKind::ResourceCreated,
             .detail = static_cast<std::uint8_t>(ResourceType::Executor)});
    }
    std::map<ObjectId, std::int64_t> last;
    for (int n = 0; n < 2000; ++n) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        const auto dice = static_cast<std::uint32_t>(seed >> 40U);
        const ObjectId executor = 1 + dice % 3;
        static constexpr EventKind kKinds[] = {EventKind::JobSubmitted, EventKind::JobStarted,
                                               EventKind::JobComputes, EventKind::JobFinished};
        const EventKind kind = kKinds[dice / 3 % 4];
        const bool is_new = kind == EventKind::JobSubmitted;
        const std::int64_t number =
            is_new ? ++last[executor] : last[executor] - static_cast<std::int64_t>(dice / 12 % 4);
        const EventIndex at = events.size();
        add({.a = number,
             .subject = executor,
             .b = dice / 64 % 2,
             .kind = kind,
             .detail = static_cast<std::uint8_t>(dice / 128 % 5)});
        const auto found = made.jobs.find({executor, number});
        if (is_new) {
            made.jobs[{executor, number}].submitted = at;
        } else if (found == made.jobs.end() || found->second.finished != kNoEvent) {
            continue;
        } else if (kind == EventKind::JobStarted && found->second.started == kNoEvent) {
            found->second.started = at;
        } else if (kind == EventKind::JobFinished) {
            found->second.finished = at;
        }
    }
    events.publish();
    made.trace = Trace({}, events.list(), {}, {});
    return made;
}

}  // namespace

TEST_CASE("steps end with their own task's next change of state, however they overlap") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        const Trace trace = random_trace({.seed = seed, .events = 3000, .tasks = 5});
        const Timeline timeline(trace);
        const std::vector<Step> expected = plain_steps(trace);
        REQUIRE(timeline.steps().size() == expected.size());
        std::vector<EventIndex> ends;
        std::size_t i = 0;
        for (const Step& step : timeline.steps()) {
            REQUIRE(step.first == expected[i].first);
            REQUIRE(step.last == expected[i].last);
            REQUIRE(step.task == expected[i].task);
            REQUIRE(timeline.last_of_step(i) == step.last);
            if (!step.is_open()) {
                ends.push_back(step.last);
            }
            ++i;
        }
        std::ranges::sort(ends);
        REQUIRE(std::ranges::equal(timeline.step_ends(), ends));
        for (EventIndex cursor = 0; cursor < trace.size(); cursor += 7) {
            std::vector<std::size_t> covering;
            for (std::size_t k = 0; k < expected.size(); ++k) {
                const Step& step = expected[k];
                if (step.first <= cursor && (step.is_open() || step.last >= cursor)) {
                    covering.push_back(k);
                }
            }
            REQUIRE(timeline.steps_at(cursor) == covering);
        }
    }
}

TEST_CASE("a long step is listed however many events it spans, and a short one is not") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        CAPTURE(seed);
        const Trace trace = random_trace({.seed = seed, .events = 6000, .tasks = 300});
        ChunkWriter<TraceEvent> events;
        for (EventIndex i = 0; i < trace.size(); ++i) {
            TraceEvent event = trace[i];
            event.time *= 1000;
            events.push_back(event);
        }
        events.publish();
        const Timeline timeline(Trace(trace.info(), events.list(), {}, {}));
        std::vector<std::uint32_t> expected;
        for (std::uint32_t i = 0; i < timeline.steps().size(); ++i) {
            const Step step = timeline.steps()[i];
            if (!step.is_open() && step.duration() >= Timeline::kLongStep) {
                expected.push_back(i);
            }
        }
        CHECK(!expected.empty());
        CHECK(expected.size() < timeline.steps().size());
        CHECK(std::ranges::equal(timeline.long_steps(), expected));
    }
}

TEST_CASE("wake-ups are found from both ends") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        CAPTURE(seed);
        const Trace trace = random_trace({.seed = seed, .events = 2000, .tasks = 7});
        const Timeline timeline(trace);
        const std::vector<WakeUp> expected = plain_wakeups(timeline);
        REQUIRE(timeline.wakeups().size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const WakeUp wake = timeline.wakeups()[i];
            REQUIRE(wake.event == expected[i].event);
            REQUIRE(wake.waker == expected[i].waker);
            REQUIRE(wake.woken == expected[i].woken);
            REQUIRE(timeline.wakeup_at(wake.event)->woken == wake.woken);
            REQUIRE(timeline.woken_by(wake.woken, wake.event)->event == wake.event);
            const bool next = i + 1 < expected.size() && expected[i + 1].event == wake.event + 1;
            REQUIRE(timeline.wakeup_at(wake.event + 1).has_value() == next);
        }
        for (TaskId waker = 0; waker <= 8; ++waker) {
            const EventIndex first = seed * 50;
            const EventIndex last = 1500 + seed;
            std::vector<EventIndex> mine;
            for (const WakeUp& wake : expected) {
                if (wake.waker == waker && wake.event >= first && wake.event < last) {
                    mine.push_back(wake.event);
                }
            }
            REQUIRE(std::ranges::equal(timeline.wakeups_by(waker, first, last), mine, {},
                                       &WakeUp::event));
        }
        CHECK(timeline.wakeups_by(99, 0, trace.size()).empty());
        CHECK_FALSE(timeline.woken_by(99, 5));
    }
}

TEST_CASE("jobs are what a plain list of the executors' events tells") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        CAPTURE(seed);
        const JobTrace made = random_jobs(seed);
        const Timeline timeline(made.trace);
        REQUIRE(timeline.jobs().size() == made.jobs.size());
        for (const auto& [key, expected] : made.jobs) {
            const JobInfo* job = timeline.job(key.first, key.second);
            REQUIRE(job != nullptr);
            REQUIRE(job->submitted == expected.submitted);
            REQUIRE(job->started == expected.started);
            REQUIRE(job->finished == expected.finished);
            REQUIRE(job->worker.has_value() == (job->started != kNoEvent));
            EventIndex behind = 0;
            for (const JobInfo::Computing& each : job->computing) {
                REQUIRE(each.first >= behind);
                REQUIRE(each.last > each.first);
                behind = each.last;
            }
        }
        for (ObjectId executor = 1; executor <= 3; ++executor) {
            std::int64_t before = 0;
            for (const std::uint32_t index : timeline.resource(executor)->jobs) {
                REQUIRE(timeline.jobs()[index].executor == executor);
                REQUIRE(timeline.jobs()[index].number > before);
                before = timeline.jobs()[index].number;
            }
        }
    }
}

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
