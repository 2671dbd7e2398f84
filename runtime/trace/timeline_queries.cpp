// Questions about a cursor.
#include <algorithm>
#include <iterator>

#include "runtime/trace/timeline.h"

namespace coroscope {

namespace {

/// How many spans of the list begin at or before the cursor.
template <class Span>
std::size_t count_begun(const std::vector<Span>& spans, EventIndex Span::* first,
                        EventIndex cursor) {
    const auto end =
        std::upper_bound(spans.begin(), spans.end(), cursor,
                         [first](EventIndex c, const Span& span) { return c < span.*first; });
    return static_cast<std::size_t>(end - spans.begin());
}

/// How many events of the sorted list are at or before the cursor.
std::size_t count_until(const std::vector<EventIndex>& events, EventIndex cursor) {
    return static_cast<std::size_t>(std::upper_bound(events.begin(), events.end(), cursor) -
                                    events.begin());
}

/// Events of a task that its own code does not do: their site is somebody else's line.
bool is_done_by_others(EventKind kind) {
    return kind == EventKind::TaskCreated || kind == EventKind::TaskReady ||
           kind == EventKind::TaskCancelRequested || kind == EventKind::TaskAbandoned ||
           kind == EventKind::TimerFired || kind == EventKind::TaskRenamed;
}

}  // namespace

Interval Timeline::state_at(TaskId id, EventIndex cursor) const {
    const TaskInfo* info = task(id);
    if (info == nullptr || cursor < info->created) {
        Interval not_yet;
        not_yet.last = info == nullptr ? trace_.size() : info->created;
        not_yet.end = info == nullptr ? state_.now : info->intervals.front().begin;
        return not_yet;
    }
    return info->intervals[count_begun(info->intervals, &Interval::first, cursor) - 1];
}

std::vector<TaskId> Timeline::ready_at(EventIndex cursor) const {
    std::vector<TaskId> result;
    const std::size_t end = count_begun(state_.ready, &detail::ReadySpan::first, cursor);
    const EventIndex at = clamp(cursor);
    state_.ready_spans.for_each_near(end, at, [&](std::size_t i) {
        if (state_.ready[i].last > at) {
            result.push_back(state_.ready[i].task);
        }
    });
    return result;
}

std::vector<TaskId> Timeline::holders_at(ObjectId id, EventIndex cursor) const {
    std::vector<TaskId> result;
    const ResourceInfo* info = resource(id);
    if (info == nullptr || info->holds.empty()) {
        return result;
    }
    const auto& notes = state_.holds[state_.resources[state_.objects[id - 1].index].holds];
    const std::size_t end = count_begun(info->holds, &Hold::first, cursor);
    const EventIndex at = clamp(cursor);
    notes.spans.index().for_each_near(end, at, [&](std::size_t i) {
        if (info->holds[i].last > at) {
            result.push_back(info->holds[i].task);
        }
    });
    return result;
}

std::vector<TaskId> Timeline::waiters_at(ObjectId id, EventIndex cursor) const {
    std::vector<TaskId> result;
    const ResourceInfo* info = resource(id);
    if (info == nullptr) {
        return result;
    }
    const auto& notes = state_.resources[state_.objects[id - 1].index];
    const std::size_t end = count_begun(info->waits, &Wait::first, cursor);
    const EventIndex at = clamp(cursor);
    notes.waits.for_each_near(end, at, [&](std::size_t i) {
        if (info->waits[i].last > at) {
            result.push_back(info->waits[i].task);
        }
    });
    return result;
}

std::vector<ObjectId> Timeline::held_by(TaskId id, EventIndex cursor) const {
    std::vector<ObjectId> result;
    if (task(id) == nullptr) {
        return result;
    }
    const auto& notes = state_.tasks[id];
    const EventIndex at = clamp(cursor);
    const auto hold_of = [&](const detail::TaskNotes::Held& held) -> const Hold& {
        return resources_[held.resource].holds[held.hold];
    };
    const auto begun =
        std::partition_point(notes.held.begin(), notes.held.end(),
                             [&](const auto& held) { return hold_of(held).first <= at; });
    const auto end = static_cast<std::size_t>(begun - notes.held.begin());
    notes.held_spans.for_each_near(end, at, [&](std::size_t i) {
        if (hold_of(notes.held[i]).last > at) {
            result.push_back(resources_[notes.held[i].resource].id);
        }
    });
    return result;
}

std::vector<TextId> Timeline::items_at(ObjectId id, EventIndex cursor) const {
    std::vector<TextId> result;
    if (resource(id) == nullptr) {
        return result;
    }
    const std::uint32_t queue = state_.resources[state_.objects[id - 1].index].queue;
    if (queue == detail::kNothing) {
        return result;
    }
    using Item = detail::QueueNotes::Item;
    const auto& notes = state_.queues[queue];
    const EventIndex at = clamp(cursor);
    std::vector<Item> items;
    notes.spans.index().for_each_near(count_begun(notes.items, &Item::put, at), at,
                                      [&](std::size_t i) {
                                          if (notes.items[i].got > at) {
                                              items.push_back(notes.items[i]);
                                          }
                                      });
    std::stable_sort(items.begin(), items.end(),
                     [](const Item& x, const Item& y) { return x.got < y.got; });
    std::transform(items.begin(), items.end(), std::back_inserter(result),
                   [](const Item& x) { return x.text; });
    return result;
}

std::vector<ObjectId> Timeline::timers_at(EventIndex cursor) const {
    std::vector<const TimerInfo*> timers;
    const EventIndex at = clamp(cursor);
    state_.timer_spans.for_each_near(count_begun(timers_, &TimerInfo::set, at), at,
                                     [&](std::size_t i) {
                                         if (timers_[i].over > at) {
                                             timers.push_back(&timers_[i]);
                                         }
                                     });
    std::stable_sort(timers.begin(), timers.end(), [](const TimerInfo* x, const TimerInfo* y) {
        return x->deadline < y->deadline;
    });
    std::vector<ObjectId> result;
    std::transform(timers.begin(), timers.end(), std::back_inserter(result),
                   [](const TimerInfo* timer) { return timer->id; });
    return result;
}

std::optional<Timeline::Value> Timeline::value_at(ObjectId id, EventIndex cursor) const {
    const ResourceInfo* info = resource(id);
    if (info == nullptr || cursor < info->created) {
        return std::nullopt;
    }
    Value value{.written = info->created};
    const auto& writes = state_.resources[state_.objects[id - 1].index].writes;
    const std::size_t count = count_until(writes, cursor);
    if (count > 0) {
        const TraceEvent& write = trace_[writes[count - 1]];
        value.text = write.b;
        value.version = write.a;
        value.written = write.a == 0 ? info->created : writes[count - 1];
    }
    return value;
}

std::vector<Timeline::Frame> Timeline::await_stack(TaskId id, EventIndex cursor) const {
    std::vector<Frame> stack;
    const TaskInfo* info = task(id);
    cursor = clamp(cursor);
    if (info == nullptr || cursor < info->created || cursor >= info->ended) {
        return stack;
    }
    const auto& changes = state_.tasks[id].stack;
    const std::size_t count = count_begun(changes, &detail::TaskNotes::StackChange::event, cursor);
    std::uint32_t node = count == 0 ? detail::kNothing : changes[count - 1].top;

    // From the innermost out. Its own line is that of the last thing its code did; a caller's is
    // its await.
    SiteId site = line_since(*info, count == 0 ? info->created : changes[count - 1].event, cursor);
    std::uint32_t depth = 0;
    for (; node != detail::kNothing; node = state_.calls[node].caller) {
        const detail::CallNode& call = state_.calls[node];
        stack.push_back({call.function, site});
        site = call.site;
        depth = call.depth;
    }
    if (depth != 1) {  // the trace does not tell of the root's entering: it is known from the
                       // task's creation
        stack.push_back({info->function, site});
    }
    std::reverse(stack.begin(), stack.end());
    return stack;
}

SiteId Timeline::line_since(const TaskInfo& info, EventIndex since, EventIndex cursor) const {
    for (std::size_t i = count_until(info.events, cursor); i-- > 0;) {
        const TraceEvent& event = trace_[info.events[i]];
        if (info.events[i] == since) {
            // Back from a coroutine: it stands where it awaited it.
            return event.kind == EventKind::CoroutineLeft ? await_of_left(info, since) : SiteId{0};
        }
        if (event.site != 0 && !is_done_by_others(event.kind)) {
            return event.site;
        }
    }
    return 0;
}

SiteId Timeline::await_of_left(const TaskInfo& info, EventIndex left) const {
    const auto& changes = state_.tasks[info.id].stack;
    const std::size_t count = count_begun(changes, &detail::TaskNotes::StackChange::event, left);
    const std::uint32_t before = count < 2 ? detail::kNothing : changes[count - 2].top;
    const std::uint32_t after = changes[count - 1].top;
    SiteId site = 0;
    for (std::uint32_t node = before; node != detail::kNothing && node != after;
         node = state_.calls[node].caller) {
        site = state_.calls[node].site;
    }
    return site;
}

std::optional<std::size_t> Timeline::step_at(EventIndex cursor) const {
    const std::size_t count = count_begun(steps_, &Step::first, cursor);
    return count == 0 ? std::nullopt : std::optional(count - 1);
}

std::uint32_t Timeline::iteration_at(EventIndex cursor) const {
    return static_cast<std::uint32_t>(count_until(iterations_, cursor));
}

EventIndex Timeline::event_at_time(Nanoseconds t) const {
    EventIndex low = 0;
    EventIndex high = trace_.size();
    while (low < high) {
        const EventIndex middle = low + (high - low) / 2;
        if (trace_[middle].time <= t) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low == 0 ? 0 : low - 1;
}

EventIndex Timeline::clamp(EventIndex cursor) const {
    return trace_.empty() ? 0 : std::min(cursor, trace_.size() - 1);
}

}  // namespace coroscope
