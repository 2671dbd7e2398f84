// What the Timeline remembers beside what it shows: where the builder stands, and the small indexes
// that make questions fast. Private to timeline.cpp, timeline_builder.cpp and timeline_queries.cpp.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "runtime/trace/event_list.h"
#include "runtime/trace/span_index.h"

namespace coroscope::detail {

inline constexpr std::uint32_t kNothing = std::numeric_limits<std::uint32_t>::max();

/// A directly awaited coroutine. Its callers are a chain of parents, so that a stack of the past is
/// found without replaying. Its function, depth and await are those of its CoroutineEntered event.
struct CallNode {
    std::uint32_t caller = kNothing;  ///< index of a CallNode; kNothing: the task's root coroutine
    std::uint32_t entered = 0;        ///< event
};

struct TaskNotes {
    /// The stack changed at `event`; `top` is its innermost CallNode from then on.
    struct StackChange {
        std::uint32_t event = 0;
        std::uint32_t top = kNothing;
    };
    struct Held {
        std::uint32_t resource = 0;  ///< index into resources()
        std::uint32_t hold = 0;      ///< index into its holds
    };
    struct Holding {
        std::vector<Held> held;
        SpanIndex spans;  ///< like `held`
    };
    std::uint32_t ready_span = kNothing;  ///< index into TimelineState::ready
    std::uint32_t step = kNothing;        ///< its open step: index into steps()
    std::uint32_t waits_for = kNothing;   ///< index into resources()
    std::uint32_t wait = kNothing;        ///< index into its waits
    EventIndex resumed_waiting =
        kNoEvent;  ///< resumed, and not yet known if it gets what it waited for
    WaitReason wait_reason = WaitReason::None;
    std::vector<StackChange> stack;
    Rare<Holding> holding;
    Rare<EventList> wakes;   ///< the wake-ups it did
    Rare<EventList> locals;  ///< the ResourceCreated of its local variables
};

struct HoldNotes {
    KeyedSpans spans;                    ///< by task, like ResourceInfo::holds
    std::vector<std::uint32_t> in_task;  ///< for each hold its index in TaskNotes::Holding::held
};

struct QueueNotes {
    struct Item {
        std::uint32_t put = 0;
        std::uint32_t got = kNothing;
    };
    std::vector<Item> items;  ///< by put
    KeyedSpans spans;         ///< by text
};

struct ResourceNotes {
    Rare<SpanIndex> waits;           ///< like ResourceInfo::waits
    std::uint32_t holds = kNothing;  ///< index into TimelineState::holds, once there is one
    std::uint32_t queue = kNothing;  ///< index into TimelineState::queues, once something was put
    Rare<EventList> writes;          ///< variables: VariableWritten
};

/// What an ObjectId stands for, in four bytes.
class ObjectRef {
public:
    enum class Kind : std::uint8_t { None, Resource, Timer };
    ObjectRef() = default;
    /// Requires: index < kMostObjects.
    ObjectRef(Kind kind, std::size_t index)
        : bits_(static_cast<std::uint32_t>(index << 2U) | static_cast<std::uint32_t>(kind)) {}
    [[nodiscard]] Kind kind() const { return static_cast<Kind>(bits_ & 3U); }
    [[nodiscard]] std::uint32_t index() const { return bits_ >> 2U; }

private:
    std::uint32_t bits_ = 0;
};
inline constexpr std::size_t kMostObjects = std::size_t{1} << 30U;

struct TimelineState {
    std::vector<ObjectRef> objects;                            ///< by ObjectId - 1
    std::vector<TaskNotes> tasks = std::vector<TaskNotes>(1);  ///< by TaskId; [0] is the loop
    std::vector<ResourceNotes> resources;
    std::vector<HoldNotes> holds;
    std::vector<QueueNotes> queues;
    std::vector<CallNode> calls;
    EventList ready;  ///< where tasks became ready, in order
    SpanIndex ready_spans;
    std::vector<std::uint32_t> timers_over;         ///< like Timeline::timers(): kNothing while set
    SpanIndex timer_spans;                          ///< like Timeline::timers()
    std::vector<std::uint8_t> step_lengths;         ///< like steps(): in events; 0 while open
    static constexpr std::uint8_t kLongStep = 255;  ///< or longer
    SpanIndex step_spans;                           ///< like steps()
    std::vector<std::uint32_t> long_steps;          ///< ended, by index
    std::uint32_t states = 0;                       ///< those that occur, a bit each
    std::uint32_t reasons = 0;
    Nanoseconds most_late = 0;
};

}  // namespace coroscope::detail
