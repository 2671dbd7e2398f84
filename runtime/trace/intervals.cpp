#include "runtime/trace/intervals.h"

#include <algorithm>
#include <array>

#include "runtime/trace/known.h"

namespace coroscope {

std::string_view name_of(TaskState state) {
    static constexpr std::array<std::string_view, 10> kNames = {
        "not-yet", "created",  "ready",  "running",   "sleeping",
        "waiting", "finished", "failed", "cancelled", "abandoned"};
    const auto index = static_cast<std::size_t>(state);
    return index < kNames.size() ? kNames[index] : "unknown";
}

bool is_over(TaskState state) {
    return state == TaskState::Finished || state == TaskState::Failed ||
           state == TaskState::Cancelled || state == TaskState::Abandoned;
}

Share share_of(TaskState state) {
    if (state == TaskState::Running) {
        return Share::Running;
    }
    if (state == TaskState::Created || state == TaskState::Ready) {
        return Share::Ready;
    }
    return state == TaskState::Sleeping ? Share::Sleeping : Share::Waiting;
}

Interval Intervals::operator[](std::size_t i) const {
    const detail::IndexedTrace& trace = *source_;
    auto at = firsts_.begin() + static_cast<std::ptrdiff_t>(i == 0 ? 0 : i - 1);
    const EventIndex before = *at;
    Interval interval;
    interval.first = i == 0 ? before : *++at;
    const bool open = i + 1 == size();
    interval.last = open ? trace.size() : *++at;
    interval.begin = trace.time(interval.first);
    interval.end = open ? trace.now() : trace.time(interval.last);
    interval.state = state(i);
    const TraceEvent& event = trace[interval.first];
    interval.site = event.kind == EventKind::TaskReady ? trace[before].site : event.site;
    if (event.kind == EventKind::TaskSuspended) {
        interval.reason = detail::known_reason(event.detail);
    } else if (interval.state == TaskState::Created || interval.state == TaskState::Ready) {
        interval.woken_by = interval.first;
    }
    if (interval.state == TaskState::Sleeping || interval.state == TaskState::Waiting) {
        interval.subject = event.subject;
        interval.extra = event.a;
    }
    return interval;
}

void Intervals::push_back(EventIndex first, TaskState state, Nanoseconds now) {
    const std::size_t n = size();
    if (sums_) {
        add(sums_->all, this->state(n - 1), first - firsts_.back(), now - sums_->since);
    } else if (n == kPerSum) {
        add_up(sums_.made().all, 0, n, first);
    }
    if (sums_) {
        sums_->since = now;
        if (n % kPerSum == 0) {
            sums_->before.push_back(sums_->all);
        }
    }
    firsts_.push_back(first);
    states_.push_back(static_cast<std::uint8_t>(state));
}

void Intervals::add(Sum& sum, TaskState state, EventIndex events, Nanoseconds time) {
    if (!is_over(state)) {
        const auto share = static_cast<std::size_t>(share_of(state));
        sum.events[share] += static_cast<std::uint32_t>(events);
        sum.time[share] += time;
    }
}

void Intervals::add_up(Sum& sum, std::size_t from, std::size_t n, EventIndex cursor) const {
    auto at = firsts_.begin() + static_cast<std::ptrdiff_t>(from);
    EventIndex first = *at;
    Nanoseconds begin = source_->time(first);
    for (std::size_t i = from; i < n; ++i) {
        const EventIndex last = i + 1 == n ? cursor : *++at;
        const Nanoseconds end = last < source_->size() ? source_->time(last) : source_->now();
        add(sum, state(i), last - first, end - begin);
        first = last;
        begin = end;
    }
}

Intervals::Sum Intervals::sum_until(EventIndex cursor) const {
    const std::size_t n = cursor == 0 ? 0 : begun_until(cursor - 1);
    if (n == 0) {
        return {};
    }
    const std::size_t group = (n - 1) / kPerSum;
    Sum sum = group == 0 ? Sum{} : sums_->before[group - 1];
    add_up(sum, group * kPerSum, n, std::min(cursor, source_->size()));
    return sum;
}

StateShares Intervals::shares(EventIndex first, EventIndex last) const {
    StateShares shares;
    if (last <= first) {
        return shares;
    }
    const Sum before = sum_until(first);
    const Sum until = sum_until(last);
    for (std::size_t i = 0; i < kShares; ++i) {
        shares.events[i] = until.events[i] - before.events[i];
        shares.time[i] = until.time[i] - before.time[i];
    }
    shares.intervals = firsts_.count_in(first, last);
    return shares;
}

}  // namespace coroscope
