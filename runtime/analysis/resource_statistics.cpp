#include "runtime/analysis/resource_statistics.h"

#include <algorithm>

#include "runtime/analysis/prefix.h"
#include "runtime/analysis/statistics.h"

namespace coroscope {
namespace {

using detail::plus;
using detail::Prefix;

std::vector<Nanoseconds> wait_lengths(const ResourceInfo& resource, const Prefix& run) {
    std::vector<Nanoseconds> lengths;
    lengths.reserve(resource.waits.size());
    for (const Wait& wait : resource.waits) {
        if (!run.begun(wait.first)) {
            break;
        }
        lengths.push_back(run.length(wait.first, wait.last));
    }
    return lengths;
}

HoldStatistics hold_statistics(const ResourceInfo& resource, const Prefix& run) {
    HoldStatistics result;
    Nanoseconds covered_until = 0;  // holds are ordered by their begin
    for (const Hold& hold : resource.holds) {
        if (!run.begun(hold.first)) {
            break;
        }
        const Nanoseconds begin = run.time(hold.first);
        const Nanoseconds end = std::max(begin, run.time(hold.last));
        const Nanoseconds length = detail::span(begin, end);
        ++result.count;
        result.total = plus(result.total, length);
        result.longest = std::max(result.longest, length);
        result.covered = plus(result.covered, detail::span(std::max(begin, covered_until), end));
        covered_until = std::max(covered_until, end);
    }
    result.utilisation = ratio(result.covered, run.now());
    result.mean_in_use = ratio(result.total, run.now());
    return result;
}

}  // namespace

ResourceFigures resource_statistics(const Timeline& timeline, EventIndex cursor) {
    ResourceFigures figures;
    if (timeline.trace().empty()) {
        return figures;
    }
    const Prefix run(timeline, cursor);
    std::vector<Nanoseconds> lock_waits;
    std::vector<Nanoseconds> stays;
    for (const ResourceInfo& resource : timeline.resources()) {
        if (!run.begun(resource.created)) {
            break;
        }
        if (resource.type == ResourceType::Variable || resource.type == ResourceType::Local) {
            continue;
        }
        ResourceStatistics one{.resource = resource.id, .type = resource.type, .waits = {}};
        std::vector<Nanoseconds> waits = wait_lengths(resource, run);
        if (resource.type == ResourceType::Lock || resource.type == ResourceType::Semaphore) {
            lock_waits.insert(lock_waits.end(), waits.begin(), waits.end());
            one.holds = hold_statistics(resource, run);
        }
        if (resource.type == ResourceType::Queue) {
            one.queue = queue_statistics(timeline, resource, run, stays);
        }
        one.waits = summarize(std::move(waits));
        figures.resources.push_back(std::move(one));
    }
    figures.lock_waits = summarize(std::move(lock_waits));
    figures.queue_stays = summarize(std::move(stays));
    return figures;
}

}  // namespace coroscope
