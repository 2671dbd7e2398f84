#include "runtime/picture/lane_words.h"

#include <algorithm>

#include "runtime/analysis/jobs.h"

namespace coroscope::detail {

namespace {

std::string_view icon_of(WaitReason reason) {
    switch (reason) {
    case WaitReason::Lock: return "lock";
    case WaitReason::Semaphore: return "semaphore";
    case WaitReason::Condition:
    case WaitReason::Barrier:
    case WaitReason::Event: return "event";
    case WaitReason::QueueGet:
    case WaitReason::QueuePut:
    case WaitReason::QueueJoin: return "queue";
    case WaitReason::Sleep: return "timer";
    case WaitReason::None:
    case WaitReason::Yield:
    case WaitReason::Task:
    case WaitReason::Gather:
    case WaitReason::Future:
    case WaitReason::Wait:
    case WaitReason::WaitFirst:
    case WaitReason::AsCompleted:
    case WaitReason::Shield:
    case WaitReason::TaskGroup: break;
    case WaitReason::Executor:
    case WaitReason::Reply: return "io";
    }
    return "task";
}

/// Words for "waits for X", longest first.
class WaitWords {
public:
    WaitWords(const Sketch& sketch, const Interval& interval)
        : sketch_(sketch), interval_(interval) {}

    LaneWords take() {
        words_.icon = icon_of(interval_.reason);
        switch (interval_.reason) {
        case WaitReason::Lock:
        case WaitReason::Semaphore: held(); break;
        case WaitReason::QueueGet: add({"span.waits_for_item"}); break;
        case WaitReason::QueuePut: add({"span.waits_for_room"}); break;
        case WaitReason::Task: task(); break;
        case WaitReason::Gather:
        case WaitReason::Wait:
        case WaitReason::WaitFirst:
        case WaitReason::AsCompleted:
        case WaitReason::Shield:
        case WaitReason::TaskGroup: tasks(); break;
        case WaitReason::Event:
        case WaitReason::Condition:
        case WaitReason::Barrier:
        case WaitReason::QueueJoin:
        case WaitReason::Executor: job(); break;
        case WaitReason::Reply:
        case WaitReason::Future:
        case WaitReason::None:
        case WaitReason::Yield:
        case WaitReason::Sleep: resource(); break;
        }
        const std::string name(sketch_.timeline.resource_name(interval_.subject));
        if (!name.empty()) {
            words_.labels.push_back(name);
        }
        return std::move(words_);
    }

private:
    void add(const Message& message) { words_.labels.push_back(sketch_.words(message)); }
    [[nodiscard]] Argument subject() const {
        return resource_arg("resource", interval_.subject,
                            sketch_.timeline.resource_name(interval_.subject));
    }
    void held() {
        const auto holders = sketch_.timeline.holders_at(interval_.subject, interval_.first);
        if (holders.size() == 1) {
            const Argument holder =
                task_arg("holder", holders[0], short_name(sketch_.timeline.task_name(holders[0])));
            add({"span.waits_for_resource_held_by", {subject(), holder}});
            add({"span.resource_held_by", {subject(), holder}});
        } else {
            resource();
        }
    }
    void resource() {
        if (!sketch_.timeline.resource_name(interval_.subject).empty()) {
            add({"span.waits_for_resource", {subject()}});
        } else {
            words_.labels.push_back(sketch_.words("state.waiting"));
        }
    }
    void job() {
        const JobInfo* job = job_of_future(sketch_.timeline, interval_.subject);
        const std::string_view pool =
            job == nullptr ? "" : sketch_.timeline.resource_name(job->executor);
        if (pool.empty()) {
            resource();
            return;
        }
        const std::string_view name = sketch_.timeline.trace().text(job->name);
        add({"span.waits_for_job",
             {code_arg("job", name), resource_arg("resource", job->executor, pool)}});
    }
    void task() {
        const auto id = static_cast<TaskId>(interval_.extra);
        const std::string name(sketch_.timeline.task_name(id));
        if (!name.empty()) {
            add({"span.waits_for_task", {task_arg("task", id, name)}});
            words_.labels.push_back(name);
        }
    }
    void tasks() {
        const ResourceInfo* gather = sketch_.timeline.resource(interval_.subject);
        const auto count = gather == nullptr ? 0 : static_cast<std::int64_t>(gather->linked.size());
        if (count > 0) {
            add({"span.waits_for_tasks", {number_arg("count", count)}});
        }
    }

    const Sketch& sketch_;
    const Interval& interval_;
    LaneWords words_;
};

/// What a step does with shared variables, in a word or two: "reads 0", "writes 1". Its last write
/// counts, else its first read.
std::vector<std::string> deed_of(const Sketch& sketch, const Interval& interval) {
    constexpr EventIndex kMostEvents = 64;
    const Trace& trace = sketch.timeline.trace();
    const EventIndex end = std::min({interval.last, interval.first + kMostEvents, trace.size()});
    std::string_view id;
    TextId value = 0;
    for (EventIndex i = interval.first; i < end; ++i) {
        const TraceEvent& event = trace[i];
        const bool write = event.kind == EventKind::VariableWritten && event.a > 0;
        if (write || (event.kind == EventKind::VariableRead && id.empty())) {
            id = write ? "span.writes" : "span.reads";
            value = event.b;
        }
    }
    if (id.empty()) {
        return {};
    }
    return {sketch.words(Message(id, {code_arg("value", trace.text(value))}))};
}

}  // namespace

LaneWords words_for(const Sketch& sketch, SpanLook look, const Interval& interval) {
    const Nanoseconds due = interval.extra;
    if (look == SpanLook::Running) {
        return {"running", deed_of(sketch, interval)};
    }
    if (look == SpanLook::Slow) {
        const std::string time = format_duration(difference(interval.end, interval.begin));
        const std::string whole = sketch.words(
            Message("span.slow", {duration_arg("time", difference(interval.end, interval.begin))}));
        return {"", {"! " + whole, "! " + time}};
    }
    if (look == SpanLook::Overdue) {
        return {"",
                {sketch.words(
                    Message("span.late", {duration_arg("deadline", due),
                                          duration_arg("late", difference(interval.end, due))}))}};
    }
    if (look == SpanLook::Sleeping) {
        const Nanoseconds length = due > interval.begin ? difference(due, interval.begin)
                                                        : difference(interval.end, interval.begin);
        return {"timer",
                {sketch.words(Message("span.sleep", {duration_arg("time", length)})),
                 format_duration(length)}};
    }
    if (look == SpanLook::Waiting || look == SpanLook::Stuck || look == SpanLook::Io) {
        return WaitWords(sketch, interval).take();
    }
    return {};
}

}  // namespace coroscope::detail
