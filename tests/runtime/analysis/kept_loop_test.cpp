#include "runtime/analysis/kept_loop.h"

#include <doctest/doctest.h>

#include "tests/runtime/analysis/findings/words.h"
#include "tests/support/random_trace.h"

using namespace coroscope;
using namespace coroscope::test;
using detail::Turn;

namespace {

EventIndex pass(TraceBuilder& t, TaskId task, Nanoseconds now, Nanoseconds time, PassedBy how) {
    return t.at(now).event({.a = time,
                            .task = task,
                            .kind = EventKind::TimePassed,
                            .detail = static_cast<std::uint8_t>(how)});
}

}  // namespace

TEST_CASE("a turn adds up what blocked and what computed, and knows the longest of each") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const EventIndex first = t.resume(a);
    pass(t, a, 2, 2, PassedBy::Blocking);
    const EventIndex longest_call = pass(t, a, 7, 5, PassedBy::Blocking);
    const EventIndex longest = pass(t, a, 13, 6, PassedBy::Busy);
    const EventIndex last = t.suspend(a, WaitReason::Yield);
    const std::vector<Turn> all = detail::loop_turns(Timeline(t.trace()));
    REQUIRE(all.size() == 1);
    CHECK(all[0].first == first);
    CHECK(all[0].last == last);
    CHECK(all[0].duration() == 13);
    CHECK(all[0].blocked == 7);
    CHECK(all[0].computed == 6);
    CHECK(all[0].call == longest_call);
    CHECK(all[0].cause == longest);
    CHECK(all[0].blocks());
}

TEST_CASE(
    "steps without time are no turns, a callback is one, and an open step ends with the run") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.resume(a);
    t.suspend(a, WaitReason::Yield);
    t.event({.b = t.text("tick"), .kind = EventKind::CallbackRun});
    pass(t, 0, 5, 5, PassedBy::Busy);
    t.iteration();
    t.resume(a);
    pass(t, a, 9, 4, PassedBy::Busy);
    const std::vector<Turn> all = detail::loop_turns(Timeline(t.trace()));
    REQUIRE(all.size() == 2);
    CHECK(all[0].task == 0);
    CHECK(t.trace().text(all[0].callback) == "tick");
    CHECK_FALSE(all[0].blocks());
    CHECK(all[1].task == a);
    CHECK(all[1].duration() == 4);
}

TEST_CASE("turns of a damaged trace are never negative") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 300, .nonsense = true}));
        for (const Turn& turn : detail::loop_turns(timeline)) {
            CHECK(turn.duration() > 0);
            CHECK(turn.blocked >= 0);
            CHECK(turn.computed >= 0);
        }
    }
    CHECK(detail::loop_turns(Timeline()).empty());
}
