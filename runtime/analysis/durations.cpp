#include "runtime/analysis/durations.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <limits>

#include "runtime/analysis/time_math.h"

namespace coroscope {
namespace {

constexpr std::size_t kBuckets = 64;

/// Sorts no more than is needed: what comes before `from` is in its place already.
Nanoseconds percentile(std::vector<Nanoseconds>& durations, std::size_t percent,
                       std::size_t& from) {
    const std::size_t size = durations.size();
    const std::size_t rank = size / 100 * percent + (size % 100 * percent + 99) / 100;
    const auto at = durations.begin() + static_cast<std::ptrdiff_t>(std::max(rank, from + 1) - 1);
    std::nth_element(durations.begin() + static_cast<std::ptrdiff_t>(from), at, durations.end());
    from = static_cast<std::size_t>(at - durations.begin());
    return *at;
}

std::vector<DurationBucket> buckets_of(const std::vector<Nanoseconds>& durations) {
    std::array<std::uint64_t, kBuckets> counts{};
    for (const Nanoseconds duration : durations) {
        const auto width = std::bit_width(static_cast<std::uint64_t>(duration));
        ++counts[width];
    }
    std::vector<DurationBucket> buckets;
    for (std::size_t i = 0; i < kBuckets; ++i) {
        if (counts[i] > 0) {
            const Nanoseconds from = i == 0 ? 0 : Nanoseconds{1} << (i - 1);
            const Nanoseconds to =
                i + 1 == kBuckets ? std::numeric_limits<Nanoseconds>::max() : Nanoseconds{1} << i;
            buckets.push_back({.from = from, .to = to, .count = counts[i]});
        }
    }
    return buckets;
}

}  // namespace

DurationSummary summarize(std::vector<Nanoseconds> durations) {
    DurationSummary summary{.count = durations.size()};
    if (durations.empty()) {
        return summary;
    }
    for (Nanoseconds& duration : durations) {
        duration = std::max<Nanoseconds>(duration, 0);
        summary.total = detail::plus(summary.total, duration);
        summary.longest = std::max(summary.longest, duration);
    }
    summary.buckets = buckets_of(durations);
    std::size_t from = 0;
    summary.p50 = percentile(durations, 50, from);
    summary.p90 = percentile(durations, 90, from);
    summary.p99 = percentile(durations, 99, from);
    return summary;
}

}  // namespace coroscope
