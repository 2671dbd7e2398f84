#include <doctest/doctest.h>

#include <algorithm>

#include "runtime/trace/timeline.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"

using namespace coroscope;

namespace {

/// The same by looking at each interval.
StateShares counted(const TaskInfo& task, const Timeline& timeline, EventIndex first,
                    EventIndex last) {
    StateShares shares;
    for (const Interval& interval : task.intervals) {
        const EventIndex from = std::max(first, interval.first);
        const EventIndex until = std::min(last, interval.last);
        shares.intervals += interval.first >= first && interval.first < last ? 1U : 0U;
        if (from >= until || is_over(interval.state)) {
            continue;
        }
        const auto share = static_cast<std::size_t>(share_of(interval.state));
        const auto time = [&](EventIndex event) {
            return event < timeline.trace().size() ? timeline.time_of(event) : interval.end;
        };
        shares.events[share] += until - from;
        shares.time[share] += time(until) - time(from);
    }
    return shares;
}

void check_shares(const Timeline& timeline) {
    const EventIndex size = timeline.trace().size();
    for (const TaskInfo& task : timeline.tasks()) {
        for (EventIndex n = 0; n < 40; ++n) {
            const EventIndex first = n == 0 ? 0 : n * 7919 % size;
            const EventIndex last = n == 0 ? size : std::min(size, first + n * n * n % size);
            const StateShares shares = task.intervals.shares(first, last);
            const StateShares expected = counted(task, timeline, first, last);
            REQUIRE(shares.events == expected.events);
            REQUIRE(shares.time == expected.time);
            REQUIRE(shares.intervals == expected.intervals);
        }
    }
}

}  // namespace

TEST_CASE("the share of each state in any stretch is what a count of the intervals gives") {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        CAPTURE(seed);
        const RandomTraceOptions options{
            .seed = seed, .events = 6000, .tasks = 3, .nonsense = seed > 5};
        const Trace trace = random_trace(options);
        check_shares(Timeline(trace));
    }
}

TEST_CASE("shares are the same for a timeline that grew bit by bit") {
    const Trace trace = random_trace({.seed = 4, .events = 5000, .tasks = 2});
    Timeline pieces;
    for (EventIndex size = 700; size < trace.size(); size += 700) {
        ChunkWriter<TraceEvent> events;
        for (EventIndex i = 0; i < size; ++i) {
            events.push_back(trace[i]);
        }
        events.publish();
        pieces.extend(Trace(trace.info(), events.list(), {}, {}));
        check_shares(pieces);
    }
    pieces.extend(trace);
    check_shares(pieces);
}

TEST_CASE("an interval tells where its task waits, also after it was woken there") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.at(1).resume(a);
    const ObjectId lock = t.lock("ink");
    const auto waits = t.at(2).line(7).suspend(a, WaitReason::Lock, lock);
    const auto ready = t.at(5).line(9).ready(a, WakeReason::LockReleased, 0, lock);
    const Timeline timeline(t.trace());
    const Intervals& intervals = timeline.task(a)->intervals;
    REQUIRE(intervals.size() == 4);
    CHECK(intervals[2].first == waits);
    CHECK(intervals[2].begin == 2);
    CHECK(intervals[2].end == 5);
    CHECK(intervals[2].subject == lock);
    CHECK(intervals[2].woken_by == kNoEvent);
    CHECK(timeline.trace().site(intervals[3].site).line == 7);
    CHECK(intervals[3].woken_by == ready);
    CHECK(intervals[3].reason == WaitReason::None);
    CHECK(intervals.back().last == timeline.trace().size());
    CHECK(intervals.last_state() == TaskState::Ready);
    CHECK(intervals.begun_until(waits) == 3);
    CHECK(name_of(intervals.last_state()) == "ready");
}

TEST_CASE("times of intervals never run backwards, whatever the trace says") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.at(100).resume(a);
    t.at(50).suspend(a, WaitReason::Yield);
    t.at(-7).resume(a);
    t.at(70).suspend(a, WaitReason::Yield);
    t.at(130).resume(a);
    const Timeline timeline(t.trace());
    const Intervals& intervals = timeline.task(a)->intervals;
    CHECK(intervals[2].begin == 100);
    CHECK(intervals[3].begin == 100);
    CHECK(intervals[4].begin == 100);
    CHECK(intervals[4].end == 130);
    CHECK(timeline.time_of(3) == 100);
    CHECK(timeline.time_of(5) == 130);
}
