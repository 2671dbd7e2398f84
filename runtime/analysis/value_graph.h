// Value graph: who built on which value. Each write of a shared variable, and the write whose value
// its writer had read: where two build on one, an update is lost.
//
//     const ValueGraph graph = value_graph(timeline, counter, {.around = cursor});
//     graph.writes[2].base;   // index of the write that it was computed from
//
// Order: by event. Cost: proportional to what is asked for, not to the run.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

struct ValueWrite {
    EventIndex event = 0;
    TaskId task = 0;
    TextId value = 0;
    /// What it was computed from, among the writes shown; nullopt for the first, for one that was
    /// not read, and for one that is further back.
    std::optional<std::size_t> base{};
    bool loses = false;  ///< it undoes the updates between its base and itself
};

struct ValueGraph {
    std::vector<ValueWrite> writes;
    std::size_t before = 0;  ///< earlier writes that are not among them
    std::size_t after = 0;
};

struct ValueGraphOptions {
    EventIndex around = kNoEvent;  ///< the writes nearest to this event
    std::size_t most = 6;
};

/// Empty for what is no variable.
[[nodiscard]] ValueGraph value_graph(const Timeline& timeline, ObjectId variable,
                                     const ValueGraphOptions& options = {});

}  // namespace coroscope
