// Questions about a cursor.
#include <algorithm>
#include <iterator>

#include "runtime/trace/timeline.h"

namespace coroscope {

namespace {

/// How many spans of the list begin at or before the cursor.
template <class Span>
std::size_t count_begun(const std::vector<Span>& spans, std::uint32_t Span::* first,
                        EventIndex cursor) {
    const auto end =
        std::upper_bound(spans.begin(), spans.end(), cursor,
                         [first](EventIndex c, const Span& span) { return c < span.*first; });
    return static_cast<std::size_t>(end - spans.begin());
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
        not_yet.end = info != nullptr ? time_of(info->created) : source_ ? source_->now() : 0;
        return not_yet;
    }
    return info->intervals[info->intervals.begun_until(cursor) - 1];
}

std::vector<TaskId> Timeline::ready_at(EventIndex cursor) const {
    std::vector<TaskId> result;
    const EventIndex at = clamp(cursor);
    state_.ready_spans.for_each_near(state_.ready.count_until(at), at, [&](std::size_t i) {
        const EventIndex since = state_.ready[i];
        const TaskId id = trace_[since].task;
        const Intervals& intervals = tasks_[id - 1].intervals;
        if (intervals.firsts()[intervals.begun_until(at) - 1] == since) {
            result.push_back(id);
        }
    });
    return result;
}

std::vector<Hold> Timeline::holds_at(ObjectId id, EventIndex cursor) const {
    std::vector<Hold> result;
    const ResourceInfo* info = resource(id);
    if (info == nullptr || info->holds.empty()) {
        return result;
    }
    const auto& notes = state_.holds[state_.resources[state_.objects[id - 1].index()].holds];
    const std::size_t end = info->holds.begun_until(cursor);
    const EventIndex at = clamp(cursor);
    notes.spans.index().for_each_near(end, at, [&](std::size_t i) {
        if (info->holds.last(i) > at) {
            result.push_back(info->holds[i]);
        }
    });
    return result;
}

std::vector<TaskId> Timeline::holders_at(ObjectId id, EventIndex cursor) const {
    std::vector<TaskId> result;
    std::ranges::transform(holds_at(id, cursor), std::back_inserter(result), &Hold::task);
    return result;
}

std::vector<TaskId> Timeline::waiters_at(ObjectId id, EventIndex cursor) const {
    std::vector<TaskId> result;
    const ResourceInfo* info = resource(id);
    if (info == nullptr) {
        return result;
    }
    const auto& notes = state_.resources[state_.objects[id - 1].index()];
    if (!notes.waits) {
        return result;
    }
    const std::size_t end = info->waits.begun_until(cursor);
    const EventIndex at = clamp(cursor);
    notes.waits->for_each_near(end, at, [&](std::size_t i) {
        if (info->waits.last(i) > at) {
            result.push_back(info->waits[i].task);
        }
    });
    return result;
}

std::vector<ObjectId> Timeline::held_by(TaskId id, EventIndex cursor) const {
    std::vector<ObjectId> result;
    if (task(id) == nullptr || !state_.tasks[id].holding) {
        return result;
    }
    using Held = detail::TaskNotes::Held;
    const auto& holding = *state_.tasks[id].holding;
    const EventIndex at = clamp(cursor);
    const auto begun = std::ranges::partition_point(holding.held, [&](const Held& held) {
        return resources_[held.resource].holds.first(held.hold) <= at;
    });
    const auto end = static_cast<std::size_t>(begun - holding.held.begin());
    holding.spans.for_each_near(end, at, [&](std::size_t i) {
        const Held& held = holding.held[i];
        if (resources_[held.resource].holds.last(held.hold) > at) {
            result.push_back(resources_[held.resource].id);
        }
    });
    return result;
}

std::vector<TextId> Timeline::items_at(ObjectId id, EventIndex cursor) const {
    std::vector<TextId> result;
    if (resource(id) == nullptr) {
        return result;
    }
    const std::uint32_t queue = state_.resources[state_.objects[id - 1].index()].queue;
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
                   [this](const Item& x) { return trace_[x.put].b; });
    return result;
}

std::vector<ObjectId> Timeline::timers_at(EventIndex cursor) const {
    std::vector<TimerInfo> timers;
    const EventIndex at = clamp(cursor);
    state_.timer_spans.for_each_near(timers_.count_until(at), at, [&](std::size_t i) {
        if (state_.timers_over[i] > at) {
            timers.push_back(timer_number(i));
        }
    });
    std::ranges::stable_sort(timers, {}, &TimerInfo::deadline);
    std::vector<ObjectId> result;
    std::ranges::transform(timers, std::back_inserter(result), &TimerInfo::id);
    return result;
}

std::vector<ObjectId> Timeline::locals_at(TaskId task, EventIndex cursor) const {
    std::vector<ObjectId> result;
    if (task >= state_.tasks.size() || !state_.tasks[task].locals) {
        return result;
    }
    const EventList& made = *state_.tasks[task].locals;
    const std::size_t count = made.count_until(cursor);
    for (std::size_t i = 0; i < count; ++i) {
        const ObjectId id = trace_[made[i]].subject;
        if (resource(id)->destroyed > cursor) {
            result.push_back(id);
        }
    }
    return result;
}

std::optional<Timeline::Value> Timeline::value_at(ObjectId id, EventIndex cursor) const {
    const ResourceInfo* info = resource(id);
    if (info == nullptr || cursor < info->created) {
        return std::nullopt;
    }
    Value value{.written = info->created};
    const auto& writes = state_.resources[state_.objects[id - 1].index()].writes;
    const std::size_t count = writes ? writes->count_until(cursor) : 0;
    if (count > 0) {
        const EventIndex written = (*writes)[count - 1];
        const TraceEvent& write = trace_[written];
        value.text = write.b;
        value.version = write.a;
        value.written = write.a == 0 ? info->created : written;
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
        const TraceEvent& call = trace_[state_.calls[node].entered];
        stack.push_back({static_cast<TextId>(call.a), site});
        site = call.site;
        depth = call.b;
    }
    if (depth != 1) {  // the trace does not tell of the root's entering: it is known from the
                       // task's creation
        stack.push_back({info->function, site});
    }
    std::reverse(stack.begin(), stack.end());
    return stack;
}

SiteId Timeline::line_since(const TaskInfo& info, EventIndex since, EventIndex cursor) const {
    for (std::size_t i = info.events.count_until(cursor); i-- > 0;) {
        const EventIndex index = info.events[i];
        const TraceEvent& event = trace_[index];
        if (index == since) {
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
        site = trace_[state_.calls[node].entered].site;
    }
    return site;
}

std::optional<std::size_t> Timeline::step_at(EventIndex cursor) const {
    const std::size_t count = steps_.count_until(cursor);
    return count == 0 ? std::nullopt : std::optional(count - 1);
}

std::vector<std::size_t> Timeline::steps_at(EventIndex cursor) const {
    std::vector<std::size_t> result;
    const EventIndex at = clamp(cursor);
    const EventIndex before = at == 0 ? 0 : at - 1;  // its last event belongs to a step
    state_.step_spans.for_each_near(steps_.count_until(at), before, [&](std::size_t i) {
        if (state_.step_lengths[i] == 0 || end_of_step(i, steps_[i]) >= at) {
            result.push_back(i);
        }
    });
    return result;
}

std::optional<WakeUp> Timeline::wakeup_at(EventIndex event) const {
    const std::size_t count = wakeups_.count_until(event);
    return count > 0 && wakeups_[count - 1] == event ? std::optional(wakeup(event)) : std::nullopt;
}

std::optional<WakeUp> Timeline::woken_by(TaskId id, EventIndex cursor) const {
    const TaskInfo* info = task(id);
    if (info == nullptr) {
        return std::nullopt;
    }
    // At most three back: it waits, had run, had been ready.
    std::size_t i = info->intervals.begun_until(cursor);
    for (int left = 3; left > 0 && i-- > 0; --left) {
        const TaskState state = info->intervals.state(i);
        if (state == TaskState::Created || state == TaskState::Ready) {
            return wakeup_at(info->intervals.firsts()[i]);
        }
    }
    return std::nullopt;
}

std::vector<WakeUp> Timeline::wakeups_by(TaskId waker, EventIndex first, EventIndex last) const {
    std::vector<WakeUp> result;
    if (waker >= state_.tasks.size() || !state_.tasks[waker].wakes || first >= last) {
        return result;
    }
    const EventList& wakes = *state_.tasks[waker].wakes;
    auto it =
        wakes.begin() + static_cast<std::ptrdiff_t>(first == 0 ? 0 : wakes.count_until(first - 1));
    for (; it != wakes.end() && *it < last; ++it) {
        result.push_back(wakeup(*it));
    }
    return result;
}

std::uint32_t Timeline::iteration_at(EventIndex cursor) const {
    return static_cast<std::uint32_t>(iterations_.count_until(cursor));
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
