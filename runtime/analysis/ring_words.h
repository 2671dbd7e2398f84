// What the tasks of a ring hold and wait for, as clauses: "a holds x and waits for y; b holds y and
// waits for x".
#pragma once

#include <vector>

#include "runtime/analysis/wait_graph.h"
#include "runtime/analysis/words.h"

namespace coroscope::detail {

/// A task of a ring: what it waits for, and what of it the task before it in the ring waits for.
struct RingLink {
    TaskId task = 0;
    Interval wait{};
    ObjectId wants = 0;  ///< a lock or semaphore, 0 if it waits for the next task itself
    TaskId next = 0;     ///< the next task in the ring
    ObjectId holds = 0;  ///< what the previous task wants, 0 if that one waits for this task itself
    EventIndex acquired = kNoEvent;  ///< when it took `holds`
    SiteId acquired_site = 0;
};
[[nodiscard]] std::vector<RingLink> ring_links(const Timeline& timeline,
                                               const std::vector<WaitNode>& ring,
                                               EventIndex cursor);

/// True if every task of the ring holds a lock that the one before it waits for, and no other kind
/// of wait.
[[nodiscard]] bool only_locks(const Timeline& timeline, const std::vector<RingLink>& links);

/// The clauses, with the source lines if asked for.
[[nodiscard]] Argument ring_arg(const Timeline& timeline, const std::vector<RingLink>& links,
                                bool with_lines);
/// What to do about a ring of locks: take them in one order, those of `sites` among the lines.
[[nodiscard]] Message order_advice(const Timeline& timeline, const std::vector<ObjectId>& locks,
                                   const std::vector<SiteId>& sites);
/// The source lines as a list, each once.
[[nodiscard]] Argument lines_arg(const Timeline& timeline, const std::vector<SiteId>& sites);
[[nodiscard]] std::vector<TaskId> ring_tasks(const std::vector<RingLink>& links);

}  // namespace coroscope::detail
