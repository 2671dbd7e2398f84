// Missing task_done(): a join() of a queue that cannot end, because consumers have taken items and
// will never say that they are done.
//
// Certain it is only for a consumer that has gone on: it is over, or waits for the next item. One
// that still works on its item may yet call task_done(), and a queue with items left is somebody
// else's fault. Where others than those who took the items call task_done(), nothing is said; nor
// where a consumer has created tasks that may yet do so, unless the run hung.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope::detail {

/// A consumer that owes a task_done() for items it took.
struct Debtor {
    TaskId task = 0;
    std::int64_t got = 0;
    std::int64_t done = 0;
    EventIndex last_get = 0;
    EventIndex gone_on = 0;  ///< its end, or the wait for its next item
    bool failed = false;     ///< by an exception, or cancelled
};

struct MissingDones {
    ObjectId queue = 0;
    TaskId joiner = 0;       ///< the first that joins in vain
    EventIndex join = 0;     ///< begins to wait
    EventIndex gave_up = 0;  ///< was cancelled; trace size if it waits to the end of the run
    SiteId site = 0;         ///< of the join
    std::int64_t unfinished = 0;
    std::vector<Debtor> debtors;  ///< who owes most first
};

/// One for each queue for which somebody joins in vain, in order of the joins.
[[nodiscard]] std::vector<MissingDones> missing_dones(const Timeline& timeline);

}  // namespace coroscope::detail
