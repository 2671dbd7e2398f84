#include "runtime/analysis/finding_thresholds.h"

namespace coroscope {
namespace {

constexpr std::int64_t kMostTime = 24LL * 3600 * 1'000'000'000;
constexpr std::int64_t kMostTimes = 1'000'000;

}  // namespace

const std::vector<FindingThreshold>& finding_thresholds() {
    static const std::vector<FindingThreshold> kThresholds{
        {.name = "blocking-call",
         .about = "a blocking call of at least this length that makes others wait",
         .value = &FindingOptions::blocking_call,
         .unit = ThresholdUnit::Time,
         .least = 1,
         .most = kMostTime},
        {.name = "busy-wait",
         .about = "so many looks in a row",
         .value = &FindingOptions::busy_wait_turns,
         .unit = ThresholdUnit::Count,
         .least = 2,
         .most = kMostTimes},
        {.name = "busy-wait.sleep",
         .about = "with sleeps of at most this length between them",
         .value = &FindingOptions::busy_wait_sleep,
         .unit = ThresholdUnit::Time,
         .least = 0,
         .most = kMostTime},
        {.name = "slow-step",
         .about = "a step of at least this length",
         .value = &FindingOptions::slow_step,
         .unit = ThresholdUnit::Time,
         .least = 1,
         .most = kMostTime},
        {.name = "starvation",
         .about = "another task is served first so often",
         .value = &FindingOptions::starved_turns,
         .unit = ThresholdUnit::Count,
         .least = 2,
         .most = kMostTimes},
        {.name = "unbounded-queue",
         .about = "a queue that grows reaches this depth",
         .value = &FindingOptions::queue_growth,
         .unit = ThresholdUnit::Count,
         .least = 2,
         .most = kMostTimes},
        {.name = "unfair-lock",
         .about = "acquisitions in a row, or half the items out of turn",
         .value = &FindingOptions::unfair_turns,
         .unit = ThresholdUnit::Count,
         .least = 2,
         .most = kMostTimes},
        {.name = "unfair-lock.share",
         .about = "the task's share of the time held, or of the items",
         .value = &FindingOptions::unfair_percent,
         .unit = ThresholdUnit::Percent,
         .least = 1,
         .most = 100},
    };
    return kThresholds;
}

std::string_view kind_of(const FindingThreshold& threshold) {
    return threshold.name.substr(0, threshold.name.find('.'));
}

}  // namespace coroscope
