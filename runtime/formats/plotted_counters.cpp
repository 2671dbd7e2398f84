#include "runtime/formats/plotted_counters.h"

#include "runtime/formats/titles.h"

namespace coroscope {

namespace {

PlottedCounter plot(std::string title, std::string_view unit, const Counter& counter,
                    EventIndex from, ObjectId resource) {
    PlottedCounter result{
        .title = std::move(title), .unit = unit, .resource = resource, .values = {}};
    if (counter.changes.empty() || counter.changes.front().event > from) {
        result.values.push_back({.event = from, .value = 0});
    }
    result.values.insert(result.values.end(), counter.changes.begin(), counter.changes.end());
    return result;
}

}  // namespace

std::vector<PlottedCounter> plotted_counters(const Timeline& timeline) {
    std::vector<PlottedCounter> all;
    all.push_back(plot("ready tasks", "tasks", timeline.ready_count(), 0, 0));
    all.push_back(plot("timers", "timers", timeline.timer_count(), 0, 0));
    DistinctTitles titles;
    for (const ResourceInfo& resource : timeline.resources()) {
        const bool is_queue = resource.type == ResourceType::Queue;
        if (!is_queue && resource.type != ResourceType::Semaphore) {
            continue;
        }
        const std::string title =
            (is_queue ? "queue " : "permits ") + resource_title(timeline, resource);
        all.push_back(plot(titles.distinct(title, resource.id), is_queue ? "items" : "free",
                           resource.level, resource.created, resource.id));
    }
    return all;
}

}  // namespace coroscope
