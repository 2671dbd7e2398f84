#include "runtime/analysis/overtaking.h"

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

namespace coroscope::detail {
namespace {

constexpr std::size_t kMostVictims = 64;
constexpr std::size_t kMostLooks = 2'000'000;

void sort_by_asked(std::vector<Request>& requests) {
    std::ranges::sort(requests, [](const Request& left, const Request& right) {
        return std::pair(left.asked, left.task) < std::pair(right.asked, right.task);
    });
}

/// Counts of numbers below a bound (a Fenwick tree).
class Counts {
public:
    explicit Counts(std::size_t size) : sums_(size + 1, 0) {}
    void add(std::size_t at) {
        for (++at; at < sums_.size(); at += at & (~at + 1)) {
            ++sums_[at];
        }
        ++all_;
    }
    [[nodiscard]] std::int64_t from(std::size_t at) const {
        std::int64_t below = 0;
        for (; at > 0; at -= at & (~at + 1)) {
            below += sums_[at];
        }
        return all_ - below;
    }

private:
    std::vector<std::int64_t> sums_;
    std::int64_t all_ = 0;
};

/// For each request, how many later ones are served before it is over.
std::vector<std::int64_t> overtakers(const std::vector<Request>& requests) {
    std::vector<std::size_t> by_end(requests.size());
    for (std::size_t i = 0; i < by_end.size(); ++i) {
        by_end[i] = i;
    }
    std::ranges::sort(by_end, [&requests](std::size_t left, std::size_t right) {
        return std::pair(requests[left].over, left) < std::pair(requests[right].over, right);
    });
    std::vector<std::int64_t> times(requests.size(), 0);
    Counts served(requests.size());
    for (const std::size_t i : by_end) {
        times[i] = served.from(i + 1);
        if (requests[i].served) {
            served.add(i);
        }
    }
    return times;
}

/// The first `count` numbers whose `times` are largest and at least `least`.
std::vector<std::size_t> largest(const std::vector<std::int64_t>& times, std::int64_t least) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (times[i] >= least) {
            found.push_back(i);
        }
    }
    std::ranges::stable_sort(found, [&times](std::size_t left, std::size_t right) {
        return times[left] > times[right];
    });
    return found;
}

/// Who overtakes the request of this number most.
Starved worst(const std::vector<Request>& requests, std::size_t victim, std::size_t& looks) {
    std::map<TaskId, Starved> by;
    const Request& waits = requests[victim];
    for (std::size_t i = victim + 1; i < requests.size() && requests[i].asked < waits.over; ++i) {
        ++looks;
        const Request& other = requests[i];
        if (!other.served || other.over >= waits.over || other.task == waits.task) {
            continue;
        }
        Starved& one = by[other.task];
        one.first = one.times == 0 ? other.over : std::min(one.first, other.over);
        one.last = std::max(one.last, other.over);
        one.preferred = other.task;
        one.site = other.site;
        ++one.times;
    }
    Starved most;
    for (const auto& [task, one] : by) {
        if (one.times > most.times || (one.times == most.times && one.first < most.first)) {
            most = one;  // of several the one that began it: the others may be its victims, too
        }
    }
    most.victim = waits;
    return most;
}

/// Joins waits of one task that was woken in vain.
class Chains {
public:
    explicit Chains(const Timeline& timeline) : timeline_(timeline) {}

    /// Waits must come in order.
    void wait(const Wait& wait) {
        Request& chain = open_[wait.task];
        if (chain.task == 0 || !goes_on(chain, wait)) {
            chain = {.asked = wait.first, .task = wait.task, .site = wait.site};
        }
        chain.over = wait.last;
        ended_[{wait.task, wait.last}] = chain;
    }
    /// By task and end. Those that went on are not among them.
    using Ends = std::map<std::pair<TaskId, EventIndex>, Request>;
    [[nodiscard]] Ends take() { return std::move(ended_); }

private:
    bool goes_on(const Request& chain, const Wait& wait) {
        const TaskInfo* task = timeline_.task(wait.task);
        if (task == nullptr) {
            return false;
        }
        auto next = std::ranges::upper_bound(task->events, chain.over);
        while (next != task->events.end() && *next < wait.first &&
               timeline_.trace()[*next].kind == EventKind::TimePassed) {
            ++next;
        }
        const bool in_vain = chain.over < timeline_.trace().size() &&
                             timeline_.trace()[chain.over].kind == EventKind::TaskResumed &&
                             next != task->events.end() && *next == wait.first;
        if (in_vain) {
            ended_.erase({wait.task, chain.over});
        }
        return in_vain;
    }

    const Timeline& timeline_;
    std::map<TaskId, Request> open_;
    Ends ended_;
};

/// The line of those that wait for this reason and are served by events of this kind.
Line line_for(const Timeline& timeline, const ResourceInfo& resource, WaitReason reason,
              EventKind serves) {
    Line line{.resource = resource.id, .reason = reason, .requests = {}};
    Chains chains(timeline);
    bool anybody_waits = false;
    for (const Wait& wait : resource.waits) {
        if (timeline.trace()[wait.first].detail == static_cast<std::uint8_t>(reason)) {
            chains.wait(wait);
            anybody_waits = true;
        }
    }
    if (!anybody_waits) {
        return line;
    }
    Chains::Ends waits = chains.take();
    for (const EventIndex event : resource.events) {
        const TraceEvent& what = timeline.trace()[event];
        if (what.kind != serves) {
            continue;
        }
        Request request{.asked = event, .over = event, .task = what.task, .site = what.site};
        if (const auto at = waits.find({what.task, event}); at != waits.end()) {
            request = at->second;
            waits.erase(at);
        }
        request.served = true;
        line.requests.push_back(request);
    }
    for (const auto& [end, wait] : waits) {
        line.requests.push_back(wait);
    }
    sort_by_asked(line.requests);
    return line;
}

}  // namespace

std::vector<Line> ready_lines(const Timeline& timeline) {
    std::map<std::uint8_t, Line> by_thread;
    for (const TaskInfo& task : timeline.tasks()) {
        Line& line = by_thread[timeline.trace()[task.created].detail];
        for (const Interval& interval : task.intervals) {
            if (interval.state != TaskState::Ready && interval.state != TaskState::Created) {
                continue;
            }
            const bool served = interval.last < timeline.trace().size() &&
                                timeline.trace()[interval.last].kind == EventKind::TaskResumed;
            line.requests.push_back({.asked = interval.first,
                                     .over = interval.last,
                                     .task = task.id,
                                     .site = interval.site,
                                     .served = served});
        }
    }
    std::vector<Line> lines;
    for (auto& [thread, line] : by_thread) {
        sort_by_asked(line.requests);
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<Line> lines_for(const Timeline& timeline, const ResourceInfo& resource) {
    switch (resource.type) {
    case ResourceType::Lock:
        return {line_for(timeline, resource, WaitReason::Lock, EventKind::ResourceAcquired)};
    case ResourceType::Semaphore:
        return {line_for(timeline, resource, WaitReason::Semaphore, EventKind::ResourceAcquired)};
    case ResourceType::Queue:
        return {line_for(timeline, resource, WaitReason::QueueGet, EventKind::QueueGot),
                line_for(timeline, resource, WaitReason::QueuePut, EventKind::QueuePut)};
    case ResourceType::None:
    case ResourceType::Event:
    case ResourceType::Future:
    case ResourceType::Gather:
    case ResourceType::Variable:
    case ResourceType::Wait:
    case ResourceType::AsCompleted:
    case ResourceType::Shield:
    case ResourceType::TaskGroup:
    case ResourceType::Condition:
    case ResourceType::Barrier:
    case ResourceType::Executor:
    case ResourceType::Place:
    case ResourceType::Local:
    case ResourceType::Counter: break;
    }
    return {};
}

std::vector<Starved> starved(const Line& line, std::int64_t least) {
    // Where a coin decides, somebody loses n times in a row if it is thrown often enough.
    const auto by_chance = 2 * static_cast<std::int64_t>(std::bit_width(line.requests.size())) + 4;
    least = std::max(least, by_chance);
    std::vector<Starved> found;
    std::map<TaskId, bool> seen;
    std::size_t looks = 0;
    for (const std::size_t victim : largest(overtakers(line.requests), least)) {
        if (found.size() >= kMostVictims || looks > kMostLooks) {
            break;
        }
        if (seen.try_emplace(line.requests[victim].task, true).second) {
            if (Starved one = worst(line.requests, victim, looks); one.times >= least) {
                found.push_back(std::move(one));
            }
        }
    }
    std::ranges::stable_sort(
        found, [](const Starved& left, const Starved& right) { return left.times > right.times; });
    return found;
}

}  // namespace coroscope::detail
