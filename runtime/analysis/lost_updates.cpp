#include "runtime/analysis/lost_updates.h"

#include <algorithm>
#include <map>
#include <span>

namespace coroscope::detail {
namespace {

/// The last writes of tasks other than `task` among accesses (first, last), in order.
std::vector<EventIndex> writes_between(std::span<const Access> accesses, std::size_t first,
                                       std::size_t last, TaskId task) {
    std::vector<EventIndex> events;
    for (std::size_t i = last; i-- > first + 1 && events.size() < kMostOverwritten;) {
        if (accesses[i].write && accesses[i].task != task) {
            events.push_back(accesses[i].event);
        }
    }
    std::ranges::reverse(events);
    return events;
}

}  // namespace

std::vector<LostUpdate> lost_updates(const ResourceInfo& variable) {
    std::vector<LostUpdate> lost;
    const std::span<const Access> accesses = variable.accesses;
    std::map<TaskId, std::size_t> last_read;   // each task's, since its last write
    std::size_t last_write = accesses.size();  // none yet
    for (std::size_t i = 0; i < accesses.size(); ++i) {
        const Access& access = accesses[i];
        if (!access.write) {
            last_read[access.task] = i;
            continue;
        }
        const auto read = last_read.find(access.task);
        // Since a task's own write forgets its read, a write after the read is another task's.
        if (read != last_read.end() && last_write != accesses.size() && last_write > read->second) {
            lost.push_back({.read = accesses[read->second].event,
                            .write = access.event,
                            .overwritten = writes_between(accesses, read->second, i, access.task)});
        }
        if (read != last_read.end()) {
            last_read.erase(read);
        }
        last_write = i;
    }
    return lost;
}

std::optional<LostUpdate> lost_update_at(const Timeline& timeline, EventIndex write) {
    const TraceEvent& event = timeline.trace()[write];
    const ResourceInfo* variable = timeline.resource(event.subject);
    if (event.kind != EventKind::VariableWritten || variable == nullptr) {
        return std::nullopt;
    }
    const std::vector<Access>& accesses = variable->accesses;
    const auto here = std::ranges::lower_bound(accesses, write, {}, &Access::event);
    if (here == accesses.end() || here->event != write) {
        return std::nullopt;
    }
    // The writer's access before this one decides: a read, or a write that made the read void.
    auto before = here;
    while (before != accesses.begin()) {
        --before;
        if (before->task == event.task) {
            break;
        }
    }
    if (before == here || before->task != event.task || before->write) {
        return std::nullopt;
    }
    const auto index = [&](auto it) { return static_cast<std::size_t>(it - accesses.begin()); };
    LostUpdate lost{
        .read = before->event,
        .write = write,
        .overwritten = writes_between(accesses, index(before), index(here), event.task)};
    if (lost.overwritten.empty()) {
        return std::nullopt;
    }
    return lost;
}

std::vector<TaskId> losers(const Timeline& timeline, const LostUpdate& lost) {
    std::vector<TaskId> tasks;
    for (const EventIndex write : lost.overwritten) {
        const TaskId task = timeline.trace()[write].task;
        if (std::ranges::find(tasks, task) == tasks.end()) {
            tasks.push_back(task);
        }
    }
    return tasks;
}

}  // namespace coroscope::detail
