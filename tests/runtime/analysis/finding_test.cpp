#include "runtime/analysis/finding.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "tests/runtime/analysis/findings/words.h"
#include "tests/support/random_trace.h"

using namespace coroscope;
using namespace coroscope::test;

TEST_CASE("the kinds have names of their own") {
    std::set<std::string_view> names;
    for (const FindingKind& kind : finding_kinds()) {
        CHECK(names.insert(kind.name).second);
    }
    CHECK(names.size() == 19);
    CHECK(name_of(Severity::Info) == "info");
    CHECK(name_of(Severity::Warning) == "warning");
    CHECK(name_of(Severity::Error) == "error");
}

TEST_CASE("findings come with the most severe first, then in order of the trace") {
    constexpr Nanoseconds kMs = 1'000'000;
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const ObjectId x = t.resource(ResourceType::Variable, "x");
    t.iteration();
    t.resume(a);
    t.at(200 * kMs).event({.a = 200 * kMs,
                           .task = a,
                           .kind = EventKind::TimePassed,
                           .detail = static_cast<std::uint8_t>(PassedBy::Busy)});
    t.read(a, x, 0, "0");
    t.suspend(a, WaitReason::Yield);
    t.resume(b);
    t.read(b, x, 0, "0");
    t.write(b, x, 1, "1");
    t.finish(b);
    t.resume(a);
    t.write(a, x, 2, "1");
    const ObjectId event = t.resource(ResourceType::Event, "event");
    t.suspend(a, WaitReason::Event, event);
    t.end(Outcome::Hang);
    const auto all = find_all(Timeline(t.trace()));
    REQUIRE(all.size() == 3);
    CHECK(all[0].kind == "lost-update");
    CHECK(all[1].kind == "hang");
    CHECK(all[2].kind == "slow-step");
}

TEST_CASE("an empty run has no findings") {
    CHECK(find_all(Timeline()).empty());
    TraceBuilder t;
    CHECK(find_all(Timeline(t.trace())).empty());
}

TEST_CASE("findings of a nonsense trace name only what is there") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        for (const bool nonsense : {false, true}) {
            CAPTURE(seed);
            CAPTURE(nonsense);
            const Timeline timeline(random_trace({.seed = seed,
                                                  .events = 2000,
                                                  .tasks = static_cast<TaskId>(2 + seed % 9),
                                                  .nonsense = nonsense}));
            FindingOptions eager{.slow_step = 0,
                                 .blocking_call = 0,
                                 .starved_turns = 0,
                                 .unfair_turns = 0,
                                 .unfair_percent = 0,
                                 .busy_wait_turns = 0,
                                 .queue_growth = 0};
            for (const Finding& finding : find_all(timeline, eager)) {
                CAPTURE(finding.kind);
                CHECK(finding.at < timeline.trace().size());
                CHECK(std::ranges::all_of(finding.events, [&timeline](EventIndex event) {
                    return event < timeline.trace().size();
                }));
                CHECK(std::ranges::is_sorted(finding.events));
                CHECK_FALSE(en(finding.statement).empty());
                CHECK(zh(finding.advice).find_first_of("{}") == std::string::npos);
            }
        }
    }
}

TEST_CASE("a trace without an event loop has no findings about the loop") {
    constexpr Nanoseconds kSecond = 1'000'000'000;
    for (const bool loop : {false, true}) {
        CAPTURE(loop);
        TraceBuilder t;
        const TaskId a = t.create("a");
        if (loop) {
            t.iteration();
        }
        t.resume(a);
        t.at(kSecond).event({.a = kSecond,
                             .task = a,
                             .kind = EventKind::TimePassed,
                             .detail = static_cast<std::uint8_t>(PassedBy::Busy)});
        t.finish(a);
        t.end(Outcome::Finished);
        CHECK(find_all(Timeline(t.trace())).size() == (loop ? 1 : 0));
    }
}
