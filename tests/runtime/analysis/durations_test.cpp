#include "runtime/analysis/durations.h"

#include <doctest/doctest.h>

#include <limits>

using namespace coroscope;

namespace {

std::vector<Nanoseconds> from_1_to(Nanoseconds last) {
    std::vector<Nanoseconds> all;
    for (Nanoseconds i = last; i > 0; --i) {
        all.push_back(i);
    }
    return all;
}

}  // namespace

TEST_CASE("percentiles are by nearest rank, and one of the durations") {
    const DurationSummary hundred = summarize(from_1_to(100));
    CHECK(hundred.p50 == 50);
    CHECK(hundred.p90 == 90);
    CHECK(hundred.p99 == 99);
    CHECK(hundred.longest == 100);
    CHECK(hundred.total == 5050);
    CHECK(hundred.mean() == 50);
    const DurationSummary five = summarize({15, 20, 35, 40, 50});
    CHECK(five.p50 == 35);
    CHECK(five.p90 == 50);
    CHECK(summarize({1, 2}).p50 == 1);
    const DurationSummary one = summarize({7});
    CHECK(one.p50 == 7);
    CHECK(one.p99 == 7);
    CHECK(summarize(from_1_to(1000)).p99 == 990);
}

TEST_CASE("buckets double, and only those that hold any are listed") {
    CHECK(summarize({0, 0, 1, 2, 3, 4, 7, 8, 1000}).buckets ==
          std::vector<DurationBucket>{{.from = 0, .to = 1, .count = 2},
                                      {.from = 1, .to = 2, .count = 1},
                                      {.from = 2, .to = 4, .count = 2},
                                      {.from = 4, .to = 8, .count = 2},
                                      {.from = 8, .to = 16, .count = 1},
                                      {.from = 512, .to = 1024, .count = 1}});
}

TEST_CASE("of no durations everything is 0; absurd ones saturate") {
    CHECK(summarize({}) == DurationSummary{});
    CHECK(summarize({}).mean() == 0);
    constexpr Nanoseconds kMost = std::numeric_limits<Nanoseconds>::max();
    const DurationSummary summary = summarize({kMost, kMost, -5});
    CHECK(summary.total == kMost);
    CHECK(summary.p50 == kMost);
    CHECK(summary.buckets.front() == DurationBucket{.from = 0, .to = 1, .count = 1});
    CHECK(summary.buckets.back().to == kMost);
}
