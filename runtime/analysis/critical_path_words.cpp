// The critical path in words.
#include <algorithm>
#include <tuple>

#include "runtime/analysis/critical_path.h"
#include "runtime/analysis/time_math.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

using detail::Words;

/// Segments of one task in a row, what is alike put together; latest first.
struct Stretch {
    TaskId task = 0;
    std::vector<Segment> parts;  ///< `begin` is 0 here, `end` the length of all together
    [[nodiscard]] bool has_length() const { return !parts.empty(); }
};

bool alike(const Segment& x, const Segment& y) {
    return std::tuple(x.kind, x.site, x.resource, x.other, x.reason) ==
           std::tuple(y.kind, y.site, y.resource, y.other, y.reason);
}

std::vector<Stretch> stretches(const CriticalPath& path) {
    std::vector<Stretch> all;
    for (std::size_t i = path.segments.size(); i-- > 0;) {
        Segment part = path.segments[i];
        if (all.empty() || all.back().task != part.task) {
            all.push_back({.task = part.task, .parts = {}});
        }
        if (part.length() == 0) {
            continue;
        }
        part.end = part.length();
        part.begin = 0;
        auto& parts = all.back().parts;
        const auto same =
            std::ranges::find_if(parts, [&](const Segment& other) { return alike(part, other); });
        if (same == parts.end()) {
            parts.push_back(part);
        } else {
            same->end = detail::plus(same->end, part.end);
        }
    }
    return all;
}

Message fact(const Timeline& timeline, const Segment& part) {
    const Words words(timeline);
    const bool known = timeline.trace().site(part.site).line != 0;
    const Message where =
        known ? Message("critical.at", {words.line("line", part.site)}) : Message();
    std::vector<Argument> arguments{duration_arg("time", part.length()),
                                    message_arg("where", where),
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
    for (const Segment& part : stretch.parts) {
        items.push_back(fact(timeline, part));
    }
    std::ranges::reverse(items);  // within a sentence in the order in which it happened
    return detail::short_list("facts", std::move(items), Joining::And);
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
