// Critical path: what made the run as long as it is. The path leads back from the end of the run
// through whatever had to happen before: a task that was woken is followed to who woke it, a sleep
// to where its timer was set, a job to who submitted it, a new task to its creator.
//
// Segments are in order of time, abut, and cover the run from 0 to the cursor: their lengths sum up
// to the virtual time. Many have no length, as running costs no virtual time: among those the order
// is that of the events.
//
// End: where main ended, if no time passed after that; else the last step of the run (tasks that
// main left behind, a run that hung or was cut short), and from there to the end an `Idle` segment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

enum class SegmentKind : std::uint8_t {
    Running,   ///< the task runs; task 0: a callback
    Ready,     ///< created or woken, and not yet its turn; `other` had the loop. Task 0: a callback
    Sleeping,  ///< a timer of the task's own runs
    Waiting,   ///< the task waits, and what woke it left no trace: `resource`
    Queued,    ///< a job that the task submitted stands in line for the executor `resource`
    Working,   ///< a job that the task submitted is done by the executor `resource`
    Timing,    ///< a timer that the task set to end something else: a timeout, call_later
    Idle,      ///< nothing that the trace explains (task 0): before the first step, after the last
};
[[nodiscard]] std::string_view name_of(SegmentKind kind);  ///< "running", as in JSON output

struct Segment {
    SegmentKind kind = SegmentKind::Idle;
    TaskId task = 0;
    EventIndex first = 0;  ///< the event that begins it
    EventIndex last = 0;   ///< the event that ends it
    Nanoseconds begin = 0;
    Nanoseconds end = 0;
    SiteId site = 0;  ///< where the task stands; Running: the line that took longest, else its last
    ObjectId resource = 0;  ///< what it waits or, Ready and Timing, waited for; the executor; or 0
    TaskId other = 0;       ///< Ready: who ran longest meanwhile, 0 if nobody
    WaitReason reason = WaitReason::None;  ///< the wait that `resource` belongs to
    [[nodiscard]] Nanoseconds length() const { return end - begin; }
};

struct CriticalPath {
    std::vector<Segment> segments;
    Nanoseconds length = 0;  ///< the virtual time of the run at the cursor
};

/// Up to the cursor, as if the run had ended there. Cost: O(n log n) in the events up to it.
[[nodiscard]] CriticalPath critical_path(const Timeline& timeline, EventIndex cursor = kNoEvent);

/// The path in words, from its end: "main waited for fetch-2, which slept 300 ms at line 23."
/// Stretches without length are left out; at most `most` sentences, the last of which says how many
/// more there would be. Empty if no time passed.
[[nodiscard]] std::vector<Message> describe(const Timeline& timeline, const CriticalPath& path,
                                            std::size_t most = 6);

}  // namespace coroscope
