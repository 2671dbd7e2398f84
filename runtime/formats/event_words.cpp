#include "runtime/formats/event_words.h"

#include <utility>

#include "runtime/formats/titles.h"

namespace coroscope {

std::string subject_title(const Timeline& timeline, const TraceEvent& event) {
    if (event.subject == 0 || subject_is_text(event.kind)) {
        return "";
    }
    if (event.kind == EventKind::TaskCreated || event.kind == EventKind::TaskCancelRequested) {
        return task_title(timeline, event.subject);
    }
    const ResourceInfo* resource = timeline.resource(event.subject);
    return resource == nullptr ? std::string() : resource_title(timeline, *resource);
}

std::string detail_title(const TraceEvent& event) {
    const bool says_name = event.detail != 0 || event.kind == EventKind::RunEnded;
    if (!says_name) {
        return "";
    }
    if (event.kind == EventKind::TaskReady) {
        return std::string(name_of(static_cast<WakeReason>(event.detail)));
    }
    if (event.kind == EventKind::TaskSuspended) {
        return std::string(name_of(static_cast<WaitReason>(event.detail)));
    }
    if (event.kind == EventKind::ResourceCreated) {
        return std::string(name_of(static_cast<ResourceType>(event.detail)));
    }
    if (event.kind == EventKind::RunEnded) {
        return std::string(name_of(static_cast<Outcome>(event.detail)));
    }
    return std::to_string(event.detail);
}

std::string_view event_text(const Timeline& timeline, const TraceEvent& event) {
    const Trace& trace = timeline.trace();
    if (b_is_text(event.kind)) {
        return trace.text(event.b);
    }
    if (a_is_text(event.kind)) {
        return std::in_range<TextId>(event.a) ? trace.text(static_cast<TextId>(event.a)) : "";
    }
    return subject_is_text(event.kind) ? trace.text(event.subject) : "";
}

WakeReason wake_reason(const TraceEvent& event) {
    return event.kind == EventKind::TaskCreated ? WakeReason::Created
                                                : static_cast<WakeReason>(event.detail);
}

}  // namespace coroscope
