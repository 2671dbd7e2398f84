// Finding: something worth telling a learner. Each kind is one pure function from a Timeline to
// findings, in runtime/analysis/findings/, one file each; find_all() runs every kind.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

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

/// All findings, most severe first, then by `at`.
[[nodiscard]] std::vector<Finding> find_all(const Timeline& timeline,
                                            const FindingOptions& options = {});

}  // namespace coroscope
