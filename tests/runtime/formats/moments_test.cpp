#include "runtime/formats/moments.h"

#include <doctest/doctest.h>

#include "tests/support/sample_runs.h"
#include "tests/support/story.h"

using namespace coroscope;

TEST_CASE("moments are the log, choices, failures and the end of a run, in order") {
    const std::vector<Moment> all = moments(Timeline(test::story()));
    REQUIRE(all.size() == 4);
    CHECK(all[0].category == "log");
    CHECK(all[0].task == 1);
    CHECK(all[1].category == "choice");
    CHECK(all[1].words == "chose bob");
    CHECK(all[1].detail == "bob, alice");
    CHECK(all[1].task == 0);
    CHECK(all[2].category == "error");
    CHECK(all[2].words == "failed: ValueError: no");
    CHECK(all[3].category == "warning");
    CHECK(all[3].is_global);
}

TEST_CASE("findings are moments, in the language that is asked for") {
    const Timeline timeline = test::deadlock_run();
    const std::vector<Moment> english = moments_and_findings(timeline, Language::English);
    const std::vector<Moment> chinese = moments_and_findings(timeline, Language::Chinese);
    REQUIRE(english.size() == moments(timeline).size() + 1);
    CHECK(english.back().category == "finding");
    CHECK(english.back().words == "deadlock");
    CHECK(!english.back().detail.empty());
    CHECK(chinese.back().detail != english.back().detail);
}

TEST_CASE("of many candidates the first are named and the rest are counted") {
    TraceBuilder t;
    std::string list;
    for (int i = 1; i <= 10; ++i) {
        t.create("w" + std::to_string(i));
        list += (i == 1 ? "" : ",") + std::to_string(i);
    }
    const EventIndex choice = t.event(
        {.a = 0, .task = 1, .subject = t.text(list), .b = 10, .kind = EventKind::ChoiceMade});
    const Timeline timeline(t.trace());
    CHECK(candidates_title(timeline, timeline.trace()[choice]) ==
          "w1, w2, w3, w4, w5, w6, w7, w8 and 2 more");
    CHECK(candidates_title(timeline, {.kind = EventKind::ChoiceMade}) == "");
}
