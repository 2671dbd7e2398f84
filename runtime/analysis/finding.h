// Finding: something worth telling a learner. Each kind is one pure function from a Timeline to
// findings, in runtime/analysis/findings/, one file each; find_all() runs every kind.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"
#include "runtime/trace/work.h"

namespace coroscope {

enum class Severity : std::uint8_t { Info, Warning, Error };
[[nodiscard]] std::string_view name_of(Severity severity);  ///< "info", "warning", "error"

struct Finding {
    std::string_view kind;  ///< kebab-case: "lost-update", "deadlock", as in finding_kinds()
    Severity severity = Severity::Warning;
    Message statement{};               ///< what happened, one sentence
    Message explanation{};             ///< why it matters, one sentence
    Message advice{};                  ///< how to mend it, one sentence, with line numbers
    EventIndex at = 0;                 ///< where the window jumps to: the event that completes it
    std::vector<EventIndex> events{};  ///< evidence, in order
    std::vector<TaskId> tasks{};
    std::vector<ObjectId> resources{};
    std::vector<SiteId> sites{};  ///< source lines, in order of importance
};

/// Thresholds that a user can change.
struct FindingOptions {
    Nanoseconds slow_step =
        100'000'000;  ///< a step of at least this length is slow (asyncio: slow_callback_duration)
    Nanoseconds blocking_call =
        10'000'000;                     ///< a call of at least this length that made others wait
    std::int64_t starved_turns = 20;    ///< so often is one other task served first: starvation
    std::int64_t unfair_turns = 5;      ///< unfair lock: acquisitions, half the items out of turn
    std::int64_t unfair_percent = 80;   ///< unfair lock: share of the time held, of the items
    std::int64_t busy_wait_turns = 10;  ///< so many looks in a row are a busy wait ...
    Nanoseconds busy_wait_sleep = 10'000'000;  ///< ... with sleeps of at most this length
    std::int64_t queue_growth = 20;  ///< an unbounded queue that reaches this depth may be growing
};

[[nodiscard]] std::vector<Finding> find_slow_steps(const Timeline& timeline,
                                                   const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_lost_updates(const Timeline& timeline,
                                                     const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_deadlocks(const Timeline& timeline,
                                                  const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_hangs(const Timeline& timeline,
                                              const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_sequential_awaits(const Timeline& timeline,
                                                          const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_blocking_calls(const Timeline& timeline,
                                                       const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_tasks_never_awaited(const Timeline& timeline,
                                                            const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_coroutines_never_awaited(const Timeline& timeline,
                                                                 const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_exceptions_never_retrieved(const Timeline& timeline,
                                                                   const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_swallowed_cancellations(const Timeline& timeline,
                                                                const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_task_leaks(const Timeline& timeline,
                                                   const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_hangs_at_shutdown(const Timeline& timeline,
                                                          const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_busy_waits(const Timeline& timeline,
                                                   const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_checks_then_acts(const Timeline& timeline,
                                                         const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_missing_task_dones(const Timeline& timeline,
                                                           const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_potential_deadlocks(const Timeline& timeline,
                                                            const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_starvation(const Timeline& timeline,
                                                   const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_unbounded_queues(const Timeline& timeline,
                                                         const FindingOptions& options);
[[nodiscard]] std::vector<Finding> find_unfair_locks(const Timeline& timeline,
                                                     const FindingOptions& options);

/// A row of the table of kinds.
struct FindingKind {
    std::string_view name;
    std::vector<Finding> (*find)(const Timeline&, const FindingOptions&);
    /// True if it holds for any program. What a slow step or starvation means depends on a loop in
    /// which one task runs at a time: in a trace without a single LoopIteration (of another
    /// program, whose threads run in parallel) find_all() leaves those kinds out.
    bool without_loop = false;
};
[[nodiscard]] const std::vector<FindingKind>& finding_kinds();

/// All findings, most severe first, then by `at`. `work` counts kinds; see runtime/trace/work.h.
[[nodiscard]] std::vector<Finding> find_all(const Timeline& timeline,
                                            const FindingOptions& options = {},
                                            Work* work = nullptr);

}  // namespace coroscope
