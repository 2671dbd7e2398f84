#include "runtime/analysis/finding_thresholds.h"

namespace coroscope {
namespace {

constexpr std::int64_t kMostTime = 24LL * 3600 * 1'000'000'000;

}  // namespace

const std::vector<FindingThreshold>& finding_thresholds() {
    static const std::vector<FindingThreshold> kThresholds{
        {.name = "blocking-call",
         .about = "a blocking call of at least this length that makes others wait",
         .value = &FindingOptions::blocking_call,
         .unit = ThresholdUnit::Time,
         .least = 1,
         .most = kMostTime},
        {.name = "slow-step",
         .about = "a step of at least this length",
         .value = &FindingOptions::slow_step,
         .unit = ThresholdUnit::Time,
         .least = 1,
         .most = kMostTime},
    };
    return kThresholds;
}

std::string_view kind_of(const FindingThreshold& threshold) {
    return threshold.name.substr(0, threshold.name.find('.'));
}

}  // namespace coroscope
