// Overtaking: who was served first although somebody else had been waiting for longer. Served is a
// task that gets a lock, a permit, an item of a queue, room in one, or simply its turn to run.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope::detail {

/// From asking to being served, or to giving up. A getter of a queue that is woken in vain and
/// waits again is still asking.
struct Request {
    EventIndex asked = 0;
    EventIndex over = 0;  ///< trace size while open
    TaskId task = 0;
    SiteId site = 0;  ///< where it asks
    bool served = false;
    [[nodiscard]] bool at_once() const { return served && asked == over; }
};

/// All requests for one thing, by `asked`.
struct Line {
    ObjectId resource = 0;                 ///< 0: the turn to run
    WaitReason reason = WaitReason::None;  ///< Lock, Semaphore, QueueGet, QueuePut; None: the turn
    std::vector<Request> requests;
};

/// The turns to run, one line for each thread, and then those of each resource.
[[nodiscard]] std::vector<Line> ready_lines(const Timeline& timeline);
[[nodiscard]] std::vector<Line> lines_for(const Timeline& timeline, const ResourceInfo& resource);

/// A task that one other task overtakes again and again while it waits.
struct Starved {
    Request victim;
    TaskId preferred = 0;
    std::int64_t times = 0;  ///< that one asked later and was served before
    EventIndex first = 0;    ///< the first of these times
    EventIndex last = 0;
    SiteId site = 0;  ///< where it asked the last time
};

/// Those overtaken at least `least` times by one task, most first; each task once, of those that
/// fare worst. The longer the line the more it takes, so that a fair coin never makes one. Cost:
/// O(n log n).
[[nodiscard]] std::vector<Starved> starved(const Line& line, std::int64_t least);

}  // namespace coroscope::detail
