#include "runtime/analysis/finding.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace coroscope {

std::string_view name_of(Severity severity) {
    switch (severity) {
    case Severity::Info: return "info";
    case Severity::Warning: return "warning";
    case Severity::Error: return "error";
    }
    return "unknown";
}

const std::vector<FindingKind>& finding_kinds() {
    static const std::vector<FindingKind> kKinds{
        {.name = "deadlock", .find = find_deadlocks, .without_loop = true},
        {.name = "hang", .find = find_hangs, .without_loop = true},
        {.name = "lost-update", .find = find_lost_updates, .without_loop = true},
        {.name = "slow-step", .find = find_slow_steps},
        {.name = "sequential-awaits", .find = find_sequential_awaits},
    };
    return kKinds;
}

std::vector<Finding> find_all(const Timeline& timeline, const FindingOptions& options) {
    std::vector<Finding> all;
    const bool has_loop = !timeline.iterations().empty();
    for (const FindingKind& kind : finding_kinds()) {
        if (!has_loop && !kind.without_loop) {
            continue;
        }
        auto found = kind.find(timeline, options);
        std::ranges::move(found, std::back_inserter(all));
    }
    std::ranges::stable_sort(all, [](const Finding& left, const Finding& right) {
        return std::pair(right.severity, left.at) < std::pair(left.severity, right.at);
    });
    return all;
}

}  // namespace coroscope
