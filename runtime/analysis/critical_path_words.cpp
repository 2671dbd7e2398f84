// The critical path in words.
#include <algorithm>
#include <tuple>

#include "runtime/analysis/critical_path.h"
#include "runtime/analysis/time_math.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

using detail::Words;

/// Segments that differ in their times only.
struct Part {
    Segment segment;
    Nanoseconds length = 0;
    std::int64_t count = 0;
};

/// Segments of one task in a row, what is alike put together; latest first.
struct Stretch {
    TaskId task = 0;
    std::vector<Part> parts;
    [[nodiscard]] bool has_length() const { return !parts.empty(); }
};

bool alike(const Segment& x, const Segment& y) {
    return std::tuple(x.kind, x.site, x.resource, x.other, x.reason) ==
           std::tuple(y.kind, y.site, y.resource, y.other, y.reason);
}

std::vector<Stretch> stretches(const CriticalPath& path) {
    std::vector<Stretch> all;
    for (std::size_t i = path.segments.size(); i-- > 0;) {
        const Segment& segment = path.segments[i];
        if (all.empty() || all.back().task != segment.task) {
            all.push_back({.task = segment.task, .parts = {}});
        }
        if (segment.length() == 0) {
            continue;
        }
        auto& parts = all.back().parts;
        auto same = std::ranges::find_if(
            parts, [&](const Part& part) { return alike(part.segment, segment); });
        if (same == parts.end()) {
            same = parts.insert(parts.end(), {.segment = segment});
        }
        same->length = detail::plus(same->length, segment.length());
        ++same->count;
    }
    return all;
}

/// " at line 12 (3 times)", as far as it is known and more than once.
Message where(const Timeline& timeline, const Part& part) {
    const Words words(timeline);
    std::vector<Argument> arguments{words.line("line", part.segment.site),
                                    number_arg("count", part.count)};
    const bool known = timeline.trace().site(part.segment.site).line != 0;
    if (part.count > 1) {
        return {known ? "critical.at_times" : "critical.times", std::move(arguments)};
    }
    return known ? Message("critical.at", std::move(arguments)) : Message();
}

Message fact(const Timeline& timeline, const Part& one) {
    const Words words(timeline);
    const Segment& part = one.segment;
    std::vector<Argument> arguments{duration_arg("time", one.length),
                                    message_arg("where", where(timeline, one)),
                                    words.resource("resource", part.resource)};
    switch (part.kind) {
    case SegmentKind::Running: return {"critical.ran", std::move(arguments)};
    case SegmentKind::Ready:
        if (part.other == 0) {
            return {"critical.ready", std::move(arguments)};
        }
        arguments.push_back(words.task("other", part.other));
        return {"critical.ready_other", std::move(arguments)};
    case SegmentKind::Sleeping: return {"critical.slept", std::move(arguments)};
    case SegmentKind::Waiting: return {"critical.waited_itself", std::move(arguments)};
    case SegmentKind::Queued: return {"critical.queued", std::move(arguments)};
    case SegmentKind::Working: return {"critical.working", std::move(arguments)};
    case SegmentKind::Timing: return {"critical.timing", std::move(arguments)};
    case SegmentKind::Idle: break;
    }
    return {"critical.idle", std::move(arguments)};
}

Argument facts(const Timeline& timeline, const Stretch& stretch) {
    std::vector<Message> items;
    for (const Part& part : stretch.parts) {
        items.push_back(fact(timeline, part));
    }
    std::ranges::reverse(items);  // within a sentence in the order in which it happened
    return detail::short_list("facts", std::move(items), Joining::Facts);
}

Message sentence(const Timeline& timeline, const Stretch* after, const Stretch& stretch) {
    const Words words(timeline);
    if (after == nullptr) {
        return {"critical.first", {words.subject("task", stretch.task), facts(timeline, stretch)}};
    }
    std::vector<Argument> arguments{words.subject("task", after->task),
                                    words.task("other", stretch.task)};
    if (!stretch.has_length()) {
        return {"critical.waited", std::move(arguments)};
    }
    arguments.push_back(facts(timeline, stretch));
    return {"critical.waited_which", std::move(arguments)};
}

}  // namespace

std::vector<Message> describe(const Timeline& timeline, const CriticalPath& path,
                              std::size_t most) {
    std::vector<Stretch> all = stretches(path);
    std::vector<Message> sentences;
    std::int64_t more = 0;
    const Stretch* after = nullptr;
    for (const Stretch& stretch : all) {
        // With no time at all to tell of, who waited for whom is told.
        const bool told = stretch.has_length() || (path.length == 0 && after != nullptr);
        if (told && sentences.size() < most) {
            sentences.push_back(sentence(timeline, after, stretch));
        } else if (told) {
            ++more;
        }
        if (told || after == nullptr) {
            after = &stretch;
        }
    }
    if (more > 0) {
        sentences.push_back({"critical.more", {number_arg("count", more)}});
    }
    return sentences;
}

}  // namespace coroscope
