// Lost updates: writes computed from a value that another task has replaced since it was read.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope::detail {

struct LostUpdate {
    EventIndex read = 0;   ///< the writer's last read before the write
    EventIndex write = 0;  ///< the write that loses the updates between
    /// The writes of other tasks between the two, in order; the last kMostOverwritten if there are
    /// more.
    std::vector<EventIndex> overwritten;
};
inline constexpr std::size_t kMostOverwritten = 64;

/// Those of one variable, in order. A task's own write ends what it knew: only a read begins it
/// anew.
[[nodiscard]] std::vector<LostUpdate> lost_updates(const ResourceInfo& variable);

/// What the VariableWritten event `write` loses, if anything.
[[nodiscard]] std::optional<LostUpdate> lost_update_at(const Timeline& timeline, EventIndex write);

/// The tasks whose updates are lost, in order of their writes, each once.
[[nodiscard]] std::vector<TaskId> losers(const Timeline& timeline, const LostUpdate& lost);

}  // namespace coroscope::detail
