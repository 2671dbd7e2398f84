#include "runtime/picture/span_words.h"

#include "runtime/picture/sketch.h"

namespace coroscope {

std::string_view state_name_id(SpanLook look) {
    switch (look) {
    case SpanLook::Created: return "state.created";
    case SpanLook::Ready: return "state.ready";
    case SpanLook::Running:
    case SpanLook::Step: return "state.running";
    case SpanLook::Sleeping: return "state.sleeping";
    case SpanLook::Waiting: return "state.waiting";
    case SpanLook::Io: return "state.io";
    case SpanLook::Slow:
    case SpanLook::SlowStep: return "state.slow";
    case SpanLook::Stuck: return "state.stuck";
    case SpanLook::Overdue: return "state.overdue";
    case SpanLook::Finished: return "state.finished";
    case SpanLook::Cancelled: return "state.cancelled";
    case SpanLook::Failed: return "state.failed";
    case SpanLook::Held:
    case SpanLook::HeldWanted:
    case SpanLook::EventSet:
    case SpanLook::ValueLost:
    case SpanLook::Merged:
    case SpanLook::Stopped: return "";
    }
    return "";
}

SpanWords span_words(const Timeline& timeline, const Span& span, Language language) {
    const Trace& trace = timeline.trace();
    const Nanoseconds begin = span.first < trace.size() ? trace[span.first].time : 0;
    const Nanoseconds end = span.last < trace.size() ? trace[span.last].time : trace.end_time();
    const std::string_view state = state_name_id(span.look);
    SpanWords words{std::string(timeline.task_name(span.task)), format_duration(begin)};
    if (end != begin) {
        words.when += " – " + format_duration(end) + "  (" +
                      format_duration(detail::difference(end, begin)) + ")";
    }
    // A step's own label is its task's monogram.
    const bool has_words = !span.labels.empty() && span.look != SpanLook::Step;
    const std::string state_words = has_words       ? span.labels.front()
                                    : state.empty() ? ""
                                                    : std::string(tr(state, language));
    words.what += words.what.empty() || state_words.empty() ? state_words : ": " + state_words;
    if (span.merged > 0) {
        words.when += "  " + std::to_string(span.merged);
    }
    return words;
}

}  // namespace coroscope
