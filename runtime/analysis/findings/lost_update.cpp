// Lost update: a task writes what it computed from a value that another task has replaced
// meanwhile.

#include <algorithm>

#include "runtime/analysis/finding.h"
#include "runtime/analysis/lost_updates.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

constexpr std::size_t kMostEvidence = 100;

Message statement(const Timeline& timeline, const ResourceInfo& variable,
                  const std::vector<detail::LostUpdate>& all) {
    const detail::Words words(timeline);
    const detail::LostUpdate& first = all.front();
    const TraceEvent& write = timeline.trace()[first.write];
    const std::vector<TaskId> losers = detail::losers(timeline, first);
    std::vector<Argument> arguments{words.subject("task", write.task),
                                    words.code("value", write.b),
                                    words.code("old", timeline.trace()[first.read].b),
                                    words.tasks("losers", losers),
                                    words.resource("variable", variable.id),
                                    number_arg("count", std::ssize(all))};
    return {all.size() == 1 ? "finding.lost-update.once" : "finding.lost-update.several",
            std::move(arguments)};
}

void add_evidence(const Timeline& timeline, const detail::LostUpdate& lost, Finding& finding) {
    const auto add_task = [&finding](TaskId task) {
        if (std::ranges::find(finding.tasks, task) == finding.tasks.end()) {
            finding.tasks.push_back(task);
        }
    };
    std::vector<EventIndex> events{lost.read};
    events.insert(events.end(), lost.overwritten.begin(), lost.overwritten.end());
    events.push_back(lost.write);
    add_task(timeline.trace()[lost.write].task);
    for (const EventIndex event : events) {
        const TraceEvent& access = timeline.trace()[event];
        finding.events.push_back(event);
        add_task(access.task);
        if (access.site != 0 &&
            std::ranges::find(finding.sites, access.site) == finding.sites.end()) {
            finding.sites.push_back(access.site);
        }
    }
}

Finding finding(const Timeline& timeline, const ResourceInfo& variable,
                const std::vector<detail::LostUpdate>& all) {
    const detail::Words words(timeline);
    const Trace& trace = timeline.trace();
    const detail::LostUpdate& first = all.front();
    Finding result{.kind = "lost-update", .severity = Severity::Error};
    result.statement = statement(timeline, variable, all);
    result.explanation = {
        "finding.lost-update.why",
        {words.line("read", trace[first.read].site), words.line("write", trace[first.write].site)}};
    result.advice = {
        "finding.lost-update.advice",
        {words.line("read", trace[first.read].site), words.line("write", trace[first.write].site)}};
    result.at = first.write;
    result.resources.push_back(variable.id);
    for (const detail::LostUpdate& lost : all) {
        if (result.events.size() < kMostEvidence) {
            add_evidence(timeline, lost, result);
        }
    }
    std::ranges::sort(result.events);
    result.events.erase(std::ranges::unique(result.events).begin(), result.events.end());
    return result;
}

}  // namespace

std::vector<Finding> find_lost_updates(const Timeline& timeline, const FindingOptions&) {
    std::vector<Finding> findings;
    for (const ResourceInfo& resource : timeline.resources()) {
        if (resource.type != ResourceType::Variable) {
            continue;
        }
        const auto all = detail::lost_updates(resource);
        if (!all.empty()) {
            findings.push_back(finding(timeline, resource, all));
        }
    }
    return findings;
}

}  // namespace coroscope
