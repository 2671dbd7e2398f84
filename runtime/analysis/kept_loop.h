// Turns of the loop in which time passed: a task's step, or a callback, that computed or made a
// blocking call while nothing else could run. What blocking-call and slow-step share.
#pragma once

#include <string_view>
#include <vector>

#include "runtime/analysis/finding.h"
#include "runtime/analysis/late_tasks.h"

namespace coroscope::detail {

/// A step of `task`, or (task 0) a callback. Its time is known from its first event to its last.
struct Turn {
    TaskId task = 0;
    TextId callback = 0;  ///< its name, if it is a callback
    EventIndex first = 0;
    EventIndex last = 0;
    Nanoseconds begin = 0;
    Nanoseconds end = 0;
    Nanoseconds blocked = 0;      ///< by blocking calls
    Nanoseconds computed = 0;     ///< in any other way
    EventIndex call = kNoEvent;   ///< its longest blocking call
    EventIndex cause = kNoEvent;  ///< the longest TimePassed of all
    [[nodiscard]] Nanoseconds duration() const;
    /// True if most of its time went into blocking calls: then it is no slow step.
    [[nodiscard]] bool blocks() const { return call != kNoEvent && blocked >= computed; }
};

/// The turns that took time, by their end. Cost: linear in the events of the run.
[[nodiscard]] std::vector<Turn> loop_turns(const Timeline& timeline);

/// Who had to wait during a turn.
struct Harm {
    std::vector<LateTask> late;
    std::int64_t ready = 0;  ///< tasks that could have run
    [[nodiscard]] bool any() const { return !late.empty() || ready > 0; }
};
[[nodiscard]] Harm harm(const Timeline& timeline, const Turn& turn);

/// Turns of which the same line is the cause: one finding, or a loop would give hundreds.
struct TurnGroup {
    Turn longest{};
    EventIndex cause = kNoEvent;  ///< in the longest
    std::int64_t count = 0;
    std::vector<EventIndex> events{};
    std::vector<TaskId> tasks{};
};

class TurnGroups {
public:
    explicit TurnGroups(const Timeline& timeline) : timeline_(timeline) {}
    /// `cause` is the event that tells the line.
    void add(const Turn& turn, EventIndex cause);
    /// In the order in which each was first added.
    [[nodiscard]] const std::vector<TurnGroup>& all() const { return groups_; }

private:
    const Timeline& timeline_;
    std::vector<TurnGroup> groups_;
};

/// "worker-1", "The callback on_timer": begins a sentence.
[[nodiscard]] Argument turn_subject(const Timeline& timeline, const Turn& turn);
[[nodiscard]] SiteId site_of_event(const Timeline& timeline, EventIndex event);

/// The finding about a group: `what` is its first sentence; who is late follows by itself.
[[nodiscard]] Finding kept_loop(const Timeline& timeline, const TurnGroup& group,
                                std::string_view kind, Severity severity, Message what);

}  // namespace coroscope::detail
