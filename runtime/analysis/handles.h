// Handles: why the loop ran what it ran when it was no task: a timer that fired, or a callback that
// somebody scheduled.
#pragma once

#include <optional>
#include <unordered_map>

#include "runtime/trace/timeline.h"

namespace coroscope::detail {

class Handles {
public:
    explicit Handles(const Timeline& timeline) : timeline_(timeline) {}

    struct Cause {
        std::optional<TimerInfo> timer{};  ///< the timer that fired, if it was one
        EventIndex scheduled = kNoEvent;  ///< CallbackScheduled, if it was a callback without timer
        EventIndex begun = kNoEvent;      ///< TimerFired or CallbackRun
    };
    /// Of the handle in which the loop did what event `event` says: looked for from there back to
    /// the end of the task's step or of the job before it. Both empty if the trace does not tell.
    /// What is named happened before `event`.
    [[nodiscard]] Cause cause_of(EventIndex event);

private:
    [[nodiscard]] EventIndex scheduled(const TraceEvent& callback);

    const Timeline& timeline_;
    /// Callback number -> CallbackScheduled, made when it is needed. Never iterated.
    std::optional<std::unordered_map<ObjectId, EventIndex>> scheduled_;
};

}  // namespace coroscope::detail
