// Unfair lock: everybody gets it now and then, but one task gets nearly all of it. (Where one task
// does not get it at all for long, that is `starvation`, and this finding is silent about it.)
//
// asyncio's lock is fair by turns: whoever releases it and comes back at once goes to the end of
// the line. So it is unfair by time only. Two forms:
//
// - A lock, or a semaphore of one permit: from its first acquisition to its last release one task
//   holds it for at least `unfair_percent` of the time, takes it at least `unfair_turns` times, and
//   somebody else waits for at least half of that time. (A task that holds it long but rarely is
//   not meant, nor several that share it equally.)
// - A queue: one task takes at least `unfair_percent` of the items, and at least 2 `unfair_turns`
//   of them while another one had been waiting for longer: get() on a queue that has items does not
//   wait, so a consumer that never awaits anything else takes them all.

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "runtime/analysis/evidence.h"
#include "runtime/analysis/overtaking.h"
#include "runtime/analysis/time_math.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

/// True if `part` is at least so many per cent of `whole`.
bool is_share(std::int64_t part, std::int64_t whole, std::int64_t percent) {
    constexpr std::int64_t kExact = std::numeric_limits<std::int64_t>::max() / 100;
    if (whole <= 0 || part >= whole) {
        return whole > 0;
    }
    return whole <= kExact ? part * 100 >= whole * percent : part >= whole / 100 * percent;
}

Nanoseconds time_of(const Timeline& timeline, EventIndex event) {
    return event < timeline.trace().size() ? timeline.trace()[event].time
                                           : timeline.trace().end_time();
}

/// What one task has of a lock.
struct Use {
    TaskId task = 0;
    std::int64_t count = 0;
    Nanoseconds held = 0;
    EventIndex first = 0;
    EventIndex last = 0;
    SiteId site = 0;
};

Use longest_use(const Timeline& timeline, const ResourceInfo& lock) {
    std::map<TaskId, Use> uses;
    for (const Hold& hold : lock.holds) {
        Use& use =
            uses.try_emplace(hold.task, Use{.task = hold.task, .first = hold.first}).first->second;
        ++use.count;
        use.held = detail::plus(
            use.held, detail::span(time_of(timeline, hold.first), time_of(timeline, hold.last)));
        use.last = std::max(use.last, hold.last);
        use.site = hold.site;
    }
    Use longest;
    for (const auto& [task, use] : uses) {
        if (use.held > longest.held) {
            longest = use;
        }
    }
    return longest;
}

/// How long somebody else waits while this use lasts, and who.
struct Waiting {
    Nanoseconds time = 0;
    std::vector<TaskId> tasks;
};

Waiting others_wait(const Timeline& timeline, const ResourceInfo& lock, const Use& use) {
    Waiting waiting;
    std::set<TaskId> tasks;
    Nanoseconds until = time_of(timeline, use.first);  // counted so far
    const Nanoseconds end = time_of(timeline, use.last);
    for (const Wait& wait : lock.waits) {
        if (wait.task == use.task || wait.last <= use.first || wait.first >= use.last) {
            continue;
        }
        tasks.insert(wait.task);
        const Nanoseconds from = std::max(until, time_of(timeline, wait.first));
        const Nanoseconds to = std::min(end, time_of(timeline, wait.last));
        waiting.time = detail::plus(waiting.time, detail::span(from, to));
        until = std::max(until, to);
    }
    waiting.tasks.assign(tasks.begin(), tasks.end());
    return waiting;
}

std::optional<Finding> hogged(const Timeline& timeline, const ResourceInfo& lock,
                              const FindingOptions& options) {
    const Use use = longest_use(timeline, lock);
    const Nanoseconds span =
        detail::span(time_of(timeline, use.first), time_of(timeline, use.last));
    if (use.count < options.unfair_turns || !is_share(use.held, span, options.unfair_percent)) {
        return std::nullopt;
    }
    const Waiting waiting = others_wait(timeline, lock, use);
    if (!is_share(waiting.time, span, 50)) {
        return std::nullopt;
    }
    const detail::Words words(timeline);
    Finding result{.kind = "unfair-lock", .severity = Severity::Warning};
    result.statement = {
        "finding.unfair-lock.held",
        {words.subject("task", use.task), words.resource("lock", lock.id),
         duration_arg("held", use.held), duration_arg("span", span), number_arg("count", use.count),
         words.tasks("others", waiting.tasks), duration_arg("waited", waiting.time)}};
    result.explanation = {"finding.unfair-lock.why.held"};
    result.advice = {"finding.unfair-lock.advice.held",
                     {words.resource("lock", lock.id), words.line("line", use.site)}};
    result.at = std::min<EventIndex>(use.last, timeline.trace().size() - 1);
    result.tasks = {use.task};
    for (const TaskId task : waiting.tasks) {
        detail::add_once(result.tasks, task);
    }
    detail::add_once(result.sites, use.site);
    for (const Hold& hold : lock.holds) {
        if (hold.task == use.task && result.events.size() < detail::kMostEvidence) {
            result.events.push_back(hold.first);
        }
    }
    return result;
}

/// Who took items of a queue out of turn.
struct Greedy {
    TaskId task = 0;
    std::int64_t jumps = 0;  // while somebody had waited for longer
    std::int64_t items = 0;
    SiteId site = 0;
    std::vector<EventIndex> events;
    std::set<TaskId> waiting;
};

std::map<TaskId, Greedy> consumers(const detail::Line& line) {
    std::vector<const detail::Request*> by_end;
    for (const detail::Request& request : line.requests) {
        by_end.push_back(&request);
    }
    std::ranges::stable_sort(by_end, {}, &detail::Request::over);
    std::map<TaskId, Greedy> all;
    std::set<std::pair<EventIndex, TaskId>> asking;
    auto next = line.requests.begin();
    for (const detail::Request* request : by_end) {
        for (; next != line.requests.end() && next->asked <= request->over; ++next) {
            asking.insert({next->asked, next->task});
        }
        asking.erase({request->asked, request->task});
        if (!request->served) {
            continue;
        }
        Greedy& one = all[request->task];
        one.task = request->task;
        one.site = request->site;
        ++one.items;
        if (!asking.empty() && asking.begin()->first < request->asked &&
            asking.begin()->second != request->task) {
            ++one.jumps;
            one.waiting.insert(asking.begin()->second);
            one.events.push_back(request->over);
        }
    }
    return all;
}

std::optional<Finding> grabbed(const Timeline& timeline, const detail::Line& line,
                               const FindingOptions& options) {
    std::int64_t items = 0;
    Greedy most;
    for (auto& [task, one] : consumers(line)) {
        items += one.items;
        if (one.jumps > most.jumps) {
            most = one;
        }
    }
    if (most.events.empty() || most.jumps < 2 * options.unfair_turns ||
        !is_share(most.items, items, options.unfair_percent)) {
        return std::nullopt;
    }
    const detail::Words words(timeline);
    const std::vector<TaskId> waiting(most.waiting.begin(), most.waiting.end());
    Finding result{.kind = "unfair-lock", .severity = Severity::Info};
    result.statement = {"finding.unfair-lock.taken",
                        {words.subject("task", most.task), words.resource("queue", line.resource),
                         number_arg("taken", most.items), number_arg("items", items),
                         number_arg("count", most.jumps), words.tasks("others", waiting)}};
    result.explanation = {"finding.unfair-lock.why.taken"};
    result.advice = {"finding.unfair-lock.advice.taken", {words.line("line", most.site)}};
    result.at = most.events.back();
    result.tasks = {most.task};
    result.tasks.insert(result.tasks.end(), waiting.begin(), waiting.end());
    detail::add_once(result.sites, most.site);
    most.events.resize(std::min(most.events.size(), detail::kMostEvidence));
    result.events = most.events;
    return result;
}

std::optional<Finding> unfair(const Timeline& timeline, const ResourceInfo& resource,
                              const FindingOptions& options) {
    const bool lock = resource.type == ResourceType::Lock ||
                      (resource.type == ResourceType::Semaphore && resource.capacity == 1);
    if (!lock && resource.type != ResourceType::Queue) {
        return std::nullopt;
    }
    if (lock) {
        return hogged(timeline, resource, options);
    }
    return grabbed(timeline, detail::lines_for(timeline, resource).front(), options);
}

bool starves(const Timeline& timeline, const ResourceInfo& resource,
             const FindingOptions& options) {
    return std::ranges::any_of(detail::lines_for(timeline, resource),
                               [&options](const detail::Line& line) {
                                   return !detail::starved(line, options.starved_turns).empty();
                               });
}

}  // namespace

std::vector<Finding> find_unfair_locks(const Timeline& timeline, const FindingOptions& options) {
    std::vector<Finding> findings;
    for (const ResourceInfo& resource : timeline.resources()) {
        auto found = unfair(timeline, resource, options);
        if (found && !starves(timeline, resource, options)) {
            found->resources = {resource.id};
            findings.push_back(std::move(*found));
        }
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
