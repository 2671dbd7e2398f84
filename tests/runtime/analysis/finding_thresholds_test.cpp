#include "runtime/analysis/finding_thresholds.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace coroscope;

TEST_CASE("each threshold belongs to a kind, and its default lies in its range") {
    std::set<std::string_view> names;
    for (const FindingThreshold& threshold : finding_thresholds()) {
        CAPTURE(threshold.name);
        CHECK(names.insert(threshold.name).second);
        const std::int64_t value = FindingOptions().*threshold.value;
        CHECK(value >= threshold.least);
        CHECK(value <= threshold.most);
        CHECK(std::ranges::any_of(finding_kinds(), [&](const FindingKind& kind) {
            return kind.name == kind_of(threshold);
        }));
    }
}

TEST_CASE("every option of the findings has a threshold, and no two share one") {
    constexpr auto kOptions = sizeof(FindingOptions) / sizeof(std::int64_t);
    CHECK(finding_thresholds().size() == kOptions);
    FindingOptions options;
    std::int64_t value = 1000;
    for (const FindingThreshold& threshold : finding_thresholds()) {
        options.*threshold.value = ++value;
    }
    value = 1000;
    for (const FindingThreshold& threshold : finding_thresholds()) {
        CHECK(options.*threshold.value == ++value);
    }
}
