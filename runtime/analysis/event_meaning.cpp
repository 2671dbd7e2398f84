#include "runtime/analysis/event_meaning.h"

#include <string_view>
#include <utility>

namespace coroscope {
namespace {

/// One event with its run.
struct Said {
    const Timeline& timeline;
    const TraceEvent& event;

    [[nodiscard]] std::string_view text(std::int64_t id) const {
        return std::in_range<TextId>(id) ? timeline.trace().text(static_cast<TextId>(id))
                                         : std::string_view();
    }
    [[nodiscard]] const TaskInfo* task(std::int64_t id) const {
        return std::in_range<TaskId>(id) ? timeline.task(static_cast<TaskId>(id)) : nullptr;
    }
};

bool same_text(const Said& left, std::int64_t left_id, const Said& right, std::int64_t right_id) {
    return left.text(left_id) == right.text(right_id);
}

/// By name; tasks that are unknown, and the loop, by number.
bool same_task(const Said& left, std::int64_t left_id, const Said& right, std::int64_t right_id) {
    const TaskInfo* one = left.task(left_id);
    const TaskInfo* other = right.task(right_id);
    if (one == nullptr || other == nullptr) {
        return one == other && left_id == right_id;
    }
    return same_text(left, one->name, right, other->name);
}

bool subject_is_task(EventKind kind) {
    return kind == EventKind::TaskCreated || kind == EventKind::TaskCancelRequested;
}

bool subject_is_number(EventKind kind) {
    return kind == EventKind::LoopIteration || kind == EventKind::ThreadStarted ||
           kind == EventKind::ThreadEnded;
}

bool a_is_task(const TraceEvent& event) {
    return event.kind == EventKind::TaskReady || event.kind == EventKind::ResourceLinked ||
           (event.kind == EventKind::TaskSuspended &&
            event.detail == static_cast<std::uint8_t>(WaitReason::Task));
}

bool a_is_function(EventKind kind) {
    return kind == EventKind::TaskCreated || kind == EventKind::CoroutineEntered ||
           kind == EventKind::CoroutineLeft;
}

bool a_is_message(EventKind kind) {
    return kind == EventKind::MessageSent || kind == EventKind::MessageArrived;
}

bool same_a(const Said& left, const Said& right) {
    const EventKind kind = left.event.kind;
    if (a_is_function(kind) || a_is_message(kind)) {
        return true;
    }
    if (a_is_text(kind)) {
        return same_text(left, left.event.a, right, right.event.a);
    }
    return a_is_task(left.event) ? same_task(left, left.event.a, right, right.event.a)
                                 : left.event.a == right.event.a;
}

bool same_b(const Said& left, const Said& right) {
    return b_is_text(left.event.kind) ? same_text(left, left.event.b, right, right.event.b)
                                      : left.event.b == right.event.b;
}

bool same_subject(const Said& left, const Said& right) {
    const EventKind kind = left.event.kind;
    if (subject_is_task(kind)) {
        return same_task(left, left.event.subject, right, right.event.subject);
    }
    if (subject_is_text(kind)) {
        return same_text(left, left.event.subject, right, right.event.subject);
    }
    if (subject_is_number(kind)) {
        return left.event.subject == right.event.subject;
    }
    const ResourceInfo* one = left.timeline.resource(left.event.subject);
    const ResourceInfo* other = right.timeline.resource(right.event.subject);
    if (one == nullptr || other == nullptr) {
        return one == other;  // timers and callbacks have no names
    }
    return one->type == other->type && same_text(left, one->name, right, other->name);
}

}  // namespace

bool is_part_of_the_run(EventKind kind) {
    return kind != EventKind::ChoiceMade && kind != EventKind::FrameAllocated &&
           kind != EventKind::FrameFreed;
}

bool same_meaning(const Timeline& left, EventIndex left_event, const Timeline& right,
                  EventIndex right_event, bool with_time) {
    const Said one{left, left.trace()[left_event]};
    const Said other{right, right.trace()[right_event]};
    return one.event.kind == other.event.kind &&
           (!with_time || one.event.time == other.event.time) &&
           one.event.detail == other.event.detail &&
           same_task(one, one.event.task, other, other.event.task) && same_subject(one, other) &&
           same_a(one, other) && same_b(one, other);
}

}  // namespace coroscope
