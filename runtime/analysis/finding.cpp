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
        {.name = "blocking-call", .find = find_blocking_calls},
        {.name = "task-never-awaited", .find = find_tasks_never_awaited},
        {.name = "coroutine-never-awaited", .find = find_coroutines_never_awaited},
        {.name = "exception-never-retrieved", .find = find_exceptions_never_retrieved},
        {.name = "swallowed-cancellation", .find = find_swallowed_cancellations},
        {.name = "task-leak", .find = find_task_leaks},
        {.name = "hang-at-shutdown", .find = find_hangs_at_shutdown},
        {.name = "busy-wait", .find = find_busy_waits},
        {.name = "check-then-act", .find = find_checks_then_acts},
        {.name = "missing-task-done", .find = find_missing_task_dones},
        {.name = "potential-deadlock", .find = find_potential_deadlocks},
        {.name = "starvation", .find = find_starvation},
        {.name = "unbounded-queue", .find = find_unbounded_queues},
        {.name = "unfair-lock", .find = find_unfair_locks},
    };
    return kKinds;
}

std::vector<Finding> find_all(const Timeline& timeline, const FindingOptions& options, Work* work) {
    std::vector<Finding> all;
    expect(work, finding_kinds().size());
    const bool has_loop = !timeline.iterations().empty();
    for (const FindingKind& kind : finding_kinds()) {
        advance(work);
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
