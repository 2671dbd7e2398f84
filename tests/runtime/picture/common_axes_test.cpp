#include "runtime/picture/common_axes.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "runtime/analysis/difference.h"
#include "scenarios/catalogue.h"
#include "scenarios/simulate.h"
#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"

namespace coroscope {
namespace {

constexpr AxisKind kKinds[] = {AxisKind::Elastic, AxisKind::Time, AxisKind::Steps};

Timeline run_of(std::string_view text) {
    const auto checked = check(std::get<RunSpec>(parse_runspec(text)));
    return Timeline(simulate(std::get<RunSpec>(checked)));
}

/// Runs that differ a little, much, and not at all, and nonsense.
std::vector<std::pair<Timeline, Timeline>> pairs() {
    std::vector<std::pair<Timeline, Timeline>> all;
    for (const Scenario* scenario : catalogue()) {
        const auto& variants = info(*scenario).variants;
        const std::string id(info(*scenario).id);
        all.emplace_back(run_of(id + "?seed=1&policy=random"),
                         run_of(id + "?seed=2&policy=random"));
        if (variants.size() > 1) {
            all.emplace_back(run_of(id), run_of(id + "?variant=" + std::string(variants[1])));
        }
    }
    all.emplace_back(test::deadlock_run(), test::blocking_run());
    all.emplace_back(test::queue_run(5), test::queue_run(5));
    all.emplace_back(test::crowd_run(7), Timeline());
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        all.emplace_back(
            Timeline(random_trace({.seed = seed, .events = 300, .nonsense = seed % 2 == 0})),
            Timeline(random_trace({.seed = seed + 50, .events = 200, .nonsense = seed % 3 == 0})));
    }
    return all;
}

void check_axis(const Axis& axis, const Timeline& timeline) {
    double before = 0;
    for (EventIndex i = 0; i < timeline.trace().size(); ++i) {
        const double position = axis.at(i);
        CHECK(position >= before);
        before = position;
        const EventIndex found = axis.event_at(position);
        CHECK(found >= i);
        CHECK(axis.at(found) == position);
    }
    CHECK(before <= axis.length());
    CHECK(axis.end() <= axis.length());
}

TEST_CASE("on common axes events keep their order, and both axes have one length") {
    for (const auto& [left, right] : pairs()) {
        for (const AxisKind kind : kKinds) {
            const CommonAxes axes = common_axes(left, right, kind);
            CHECK(axes.left.length() == axes.right.length());
            check_axis(axes.left, left);
            check_axis(axes.right, right);
        }
    }
}

TEST_CASE("a run beside itself stands where it stands alone") {
    for (const auto& [run, unused] : pairs()) {
        for (const AxisKind kind : kKinds) {
            const Axis alone(run, kind);
            const CommonAxes axes = common_axes(run, run, kind);
            for (EventIndex i = 0; i <= run.trace().size(); ++i) {
                CHECK(axes.left.at(i) == doctest::Approx(alone.at(i)));
                CHECK(axes.left.at(i) == axes.right.at(i));
            }
        }
    }
}

TEST_CASE("what is the same in two runs stands at the same place") {
    const Timeline left = run_of("races/lost-update?workers=3&pause=0ms");
    const Timeline right = run_of("races/lost-update?workers=3&pause=0ms&seed=3&policy=random");
    const RunDifference parts = difference(left, right);
    REQUIRE_FALSE(parts.same);
    for (const AxisKind kind : kKinds) {
        const CommonAxes axes = common_axes(left, right, kind);
        for (std::size_t i = 0; i < left.steps().size() && i < right.steps().size(); ++i) {
            if (left.steps()[i].last < parts.first.left) {
                CHECK(axes.left.at(left.steps()[i].first) ==
                      doctest::Approx(axes.right.at(right.steps()[i].first)));
            }
        }
    }
}

TEST_CASE("the same place is the same moment, and the ruler is the same in both") {
    for (const auto& [left, right] : pairs()) {
        const CommonAxes axes = common_axes(left, right, AxisKind::Elastic);
        const auto one = axes.left.stretches();
        const auto other = axes.right.stretches();
        REQUIRE(one.size() == other.size());
        for (std::size_t i = 0; i < one.size(); ++i) {
            CHECK(one[i].first == other[i].first);
            CHECK(one[i].last == other[i].last);
            CHECK(one[i].time == other[i].time);
            CHECK((i == 0 || one[i - 1].last == one[i].first));
        }
    }
    const Timeline broken = run_of("blocking/blocking-sleep");
    const Timeline fixed = run_of("blocking/blocking-sleep?variant=fixed");
    const CommonAxes axes = common_axes(broken, fixed, AxisKind::Elastic);
    for (const auto* run : {&broken, &fixed}) {
        const Axis& axis = run == &broken ? axes.left : axes.right;
        for (EventIndex i = 0; i < run->trace().size(); ++i) {
            if (run->trace()[i].kind == EventKind::ClockAdvanced) {
                CHECK(axis.time_at(axis.at(i)) == run->trace()[i].time);
            }
        }
    }
}

TEST_CASE("on the axis of steps the n-th step of both runs begins at one place") {
    for (const auto& [left, right] : pairs()) {
        const CommonAxes axes = common_axes(left, right, AxisKind::Steps);
        const std::size_t both = std::min(left.steps().size(), right.steps().size());
        for (std::size_t i = 0; i < both; ++i) {
            CHECK(axes.left.at(left.steps()[i].first) ==
                  doctest::Approx(axes.right.at(right.steps()[i].first)));
        }
    }
}

TEST_CASE("on the true scale both stand at their time") {
    const Timeline broken = run_of("deadlocks/ab-ba");
    const Timeline fixed = run_of("deadlocks/ab-ba?variant=fixed");
    const CommonAxes axes = common_axes(broken, fixed, AxisKind::Time);
    CHECK(axes.left.at_time(50'000'000) == axes.right.at_time(50'000'000));
    CHECK(axes.left.length() == axes.right.length());
}

}  // namespace
}  // namespace coroscope
