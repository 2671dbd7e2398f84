#include "runtime/formats/plotted_counters.h"

#include <doctest/doctest.h>

#include "tests/support/story.h"

using namespace coroscope;

TEST_CASE("a run has plots of the loop, of its queues and of its semaphores") {
    const std::vector<PlottedCounter> all = plotted_counters(Timeline(test::story()));
    REQUIRE(all.size() == 6);
    CHECK(all[0].title == "ready tasks");
    CHECK(all[1].title == "timers");
    CHECK(all[2].title == "queue jobs");
    CHECK(all[2].unit == "items");
    CHECK(all[2].values.front().value == 0);
    CHECK(all[2].values.back().value == 1);
    CHECK(all[3].title == "permits pool");
    CHECK(all[3].unit == "free");
    CHECK(all[3].values.front().value == 2);
    CHECK(all[3].values.back().value == 1);
    CHECK(all[4].title == "queue jobs (object 4)");
    CHECK(all[4].values.size() == 1);
    CHECK(all[5].title == "memory");
    CHECK(all[5].unit == "value");
    CHECK(all[5].values.back().value == 17);
}

TEST_CASE("the plots of an empty run begin with 0") {
    const std::vector<PlottedCounter> all = plotted_counters(Timeline());
    REQUIRE(all.size() == 2);
    CHECK(all[0].values.at(0).value == 0);
}
