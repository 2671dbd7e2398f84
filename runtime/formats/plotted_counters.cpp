#include "runtime/formats/plotted_counters.h"

#include <optional>

#include "runtime/formats/titles.h"

namespace coroscope {

namespace {

struct Words {
    std::string_view prefix;
    std::string_view unit;
};
/// How the level of a resource is named; nothing for one that has no plot.
std::optional<Words> words_of(ResourceType type) {
    if (type == ResourceType::Queue) {
        return Words{"queue ", "items"};
    }
    if (type == ResourceType::Semaphore) {
        return Words{"permits ", "free"};
    }
    return type == ResourceType::Counter ? std::optional(Words{"", "value"}) : std::nullopt;
}

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
        const std::optional<Words> words = words_of(resource.type);
        if (!words) {
            continue;
        }
        const std::string title = std::string(words->prefix) + resource_title(timeline, resource);
        all.push_back(plot(titles.distinct(title, resource.id), words->unit, resource.level,
                           resource.created, resource.id));
    }
    return all;
}

}  // namespace coroscope
