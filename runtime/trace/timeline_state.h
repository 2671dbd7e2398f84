// What the Timeline remembers beside what it shows: where the builder stands, and the small indexes
// that make questions fast. Private to timeline.cpp, timeline_builder.cpp and timeline_queries.cpp.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "runtime/trace/event.h"
#include "runtime/trace/span_index.h"

namespace coroscope::detail {

inline constexpr std::uint32_t kNothing = std::numeric_limits<std::uint32_t>::max();

/// A directly awaited coroutine. Its callers are a chain of parents, so that a stack of the past is
/// found without replaying.
struct CallNode {
    std::uint32_t caller = kNothing;  ///< index of a CallNode; kNothing: the task's root coroutine
    std::uint32_t depth = 0;          ///< root = 1
    TextId function = 0;
    SiteId site = 0;  ///< the await in its caller
};

struct TaskNotes {
    /// The stack changed at `event`; `top` is its innermost CallNode from then on.
    struct StackChange {
        EventIndex event = 0;
        std::uint32_t top = kNothing;
    };
    struct Held {
        std::uint32_t resource = 0;  ///< index into resources()
        std::uint32_t hold = 0;      ///< index into its holds
    };
    std::uint32_t ready_span = kNothing;  ///< index into TimelineState::ready
    std::uint32_t step = kNothing;        ///< its open step: index into steps()
    std::uint32_t waits_for = kNothing;   ///< index into resources()
    std::uint32_t wait = kNothing;        ///< index into its waits
    WaitReason wait_reason = WaitReason::None;
    EventIndex resumed_waiting =
        kNoEvent;  ///< resumed, and not yet known if it gets what it waited for
    std::vector<StackChange> stack;
    std::vector<Held> held;
    SpanIndex held_spans;
};

struct HoldNotes {
    KeyedSpans spans;                    ///< by task, like ResourceInfo::holds
    std::vector<std::uint32_t> in_task;  ///< for each hold its index in TaskNotes::held
};

struct QueueNotes {
    struct Item {
        EventIndex put = 0;
        EventIndex got = kNoEvent;
        TextId text = 0;
    };
    std::vector<Item> items;  ///< by put
    KeyedSpans spans;         ///< by text
};

struct ResourceNotes {
    SpanIndex waits;                 ///< like ResourceInfo::waits
    std::uint32_t holds = kNothing;  ///< index into TimelineState::holds, once there is one
    std::uint32_t queue = kNothing;  ///< index into TimelineState::queues, once something was put
    std::vector<EventIndex> writes;  ///< variables: VariableWritten
};

struct ObjectRef {
    enum class Kind : std::uint8_t { None, Resource, Timer };
    Kind kind = Kind::None;
    std::uint32_t index = 0;
};

struct ReadySpan {
    EventIndex first = 0;
    EventIndex last = kNoEvent;
    TaskId task = 0;
};

struct TimelineState {
    Nanoseconds now = 0;  ///< the latest time seen: never runs backwards, whatever the trace says
    std::vector<ObjectRef> objects;                            ///< by ObjectId - 1
    std::vector<TaskNotes> tasks = std::vector<TaskNotes>(1);  ///< by TaskId; [0] is the loop
    std::vector<ResourceNotes> resources;
    std::vector<HoldNotes> holds;
    std::vector<QueueNotes> queues;
    std::vector<CallNode> calls;
    std::vector<ReadySpan> ready;  ///< in order of becoming ready
    SpanIndex ready_spans;
    SpanIndex timer_spans;  ///< like Timeline::timers()
};

}  // namespace coroscope::detail
