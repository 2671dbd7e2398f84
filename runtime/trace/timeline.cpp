#include "runtime/trace/timeline.h"

#include <algorithm>
#include <array>

#include "runtime/trace/timeline_builder.h"

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

std::int64_t Counter::at(EventIndex cursor) const {
    const auto after =
        std::upper_bound(changes.begin(), changes.end(), cursor,
                         [](EventIndex c, const Change& change) { return c < change.event; });
    return after == changes.begin() ? 0 : std::prev(after)->value;
}

std::int64_t Counter::maximum() const {
    std::int64_t most = 0;
    for (const Change& change : changes) {
        most = std::max(most, change.value);
    }
    return most;
}

void Timeline::extend(Trace trace) {
    const EventIndex known = trace_.size();
    if (trace.size() < known) {
        return;
    }
    trace_ = std::move(trace);
    if (trace_.size() == known) {
        return;
    }
    detail::TimelineBuilder builder(*this);
    builder.make_room(known);
    for (EventIndex index = known; index < trace_.size();) {
        for (const TraceEvent& event : trace_.run_at(index)) {
            builder.add(index++, event);
        }
    }
    builder.stretch_open_ends();
}

const TaskInfo* Timeline::task(TaskId id) const {
    return id == 0 || id > tasks_.size() ? nullptr : &tasks_[id - 1];
}

const ResourceInfo* Timeline::resource(ObjectId id) const {
    if (id == 0 || id > state_.objects.size()) {
        return nullptr;
    }
    const auto object = state_.objects[id - 1];
    return object.kind == detail::ObjectRef::Kind::Resource ? &resources_[object.index] : nullptr;
}

const TimerInfo* Timeline::timer(ObjectId id) const {
    if (id == 0 || id > state_.objects.size()) {
        return nullptr;
    }
    const auto object = state_.objects[id - 1];
    return object.kind == detail::ObjectRef::Kind::Timer ? &timers_[object.index] : nullptr;
}

const JobInfo* Timeline::job(ObjectId executor, std::int64_t number) const {
    const ResourceInfo* info = resource(executor);
    if (info == nullptr) {
        return nullptr;
    }
    const auto of = [this](std::uint32_t index) { return jobs_[index].number; };
    const auto found = std::ranges::lower_bound(info->jobs, number, {}, of);
    return found != info->jobs.end() && of(*found) == number ? &jobs_[*found] : nullptr;
}

std::string_view Timeline::task_name(TaskId id) const {
    const TaskInfo* info = task(id);
    return info == nullptr ? std::string_view{} : trace_.text(info->name);
}

std::string_view Timeline::resource_name(ObjectId id) const {
    const ResourceInfo* info = resource(id);
    return info == nullptr ? std::string_view{} : trace_.text(info->name);
}

}  // namespace coroscope
