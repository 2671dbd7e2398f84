#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "runtime/picture/axis.h"
#include "tests/support/random_trace.h"

namespace coroscope {

TEST_CASE("the shares of a task's states are those of its intervals' widths") {
    const Timeline timeline(random_trace({.seed = 5, .events = 20'000, .tasks = 3}));
    const TaskInfo& task = timeline.tasks()[1];
    for (const AxisKind kind : {AxisKind::Elastic, AxisKind::Time, AxisKind::Steps}) {
        const Axis axis(timeline, kind);
        for (int n = 0; n < 20; ++n) {
            const double first = axis.end() * n / 40;
            const double last = first + axis.end() * (n + 1) / 45;
            std::array<double, kShares> expected{};
            double sum = 0;
            for (const Interval& interval : task.intervals) {
                const double from = std::max(first, axis.at(interval.first));
                const double until = std::min(last, axis.at(interval.last));
                if (until > from && !is_over(interval.state)) {
                    expected[static_cast<std::size_t>(share_of(interval.state))] += until - from;
                    sum += until - from;
                }
            }
            const auto shares = axis.shares(task, first, last);
            REQUIRE(shares);
            for (std::size_t i = 0; i < kShares; ++i) {
                CHECK((*shares)[i] == doctest::Approx(expected[i] / sum).epsilon(0.02));
            }
        }
        CHECK_FALSE(axis.shares(task, 3, 3));
        const double one = axis.at(task.intervals[5].last) - axis.at(task.intervals[5].first);
        CHECK_FALSE(axis.shares(task, axis.at(task.intervals[5].first),
                                axis.at(task.intervals[5].first) + one / 2));
    }
}

}  // namespace coroscope
