// Starvation: a task waits for its turn, a lock, a permit, an item or room in a queue, and one
// other task is served before it again and again although it asked later each time. One finding for
// all that wait for their turn in a thread, and one for each resource.
//
// In asyncio's own order nobody waits for a turn like this, and locks and semaphores keep their
// line: there it takes a queue, whose woken getters and putters have nothing reserved. Under other
// policies ready tasks starve.

#include <algorithm>

#include "runtime/analysis/evidence.h"
#include "runtime/analysis/overtaking.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

using detail::Line;
using detail::Starved;

std::string_view statement(WaitReason reason) {
    if (reason == WaitReason::None) {
        return "finding.starvation.what.turn";
    }
    if (reason == WaitReason::QueueGet) {
        return "finding.starvation.what.get";
    }
    return reason == WaitReason::QueuePut ? "finding.starvation.what.put"
                                          : "finding.starvation.what.lock";
}

Finding finding(const Timeline& timeline, const Line& line, const std::vector<Starved>& all) {
    const detail::Words words(timeline);
    const Starved& worst = all.front();
    std::vector<TaskId> victims;
    for (const Starved& one : all) {
        if (one.victim.task != worst.preferred) {
            victims.push_back(one.victim.task);
        }
    }
    const std::vector arguments{
        words.tasks("tasks", victims),         words.task("other", worst.preferred),
        number_arg("count", worst.times),      words.resource("resource", line.resource),
        words.line("line", worst.victim.site), words.line("other_line", worst.site),
    };
    Finding result{.kind = "starvation", .severity = Severity::Warning};
    result.statement = {statement(line.reason), arguments};
    const bool turn = line.reason == WaitReason::None;
    result.explanation = {turn ? "finding.starvation.why.turn" : "finding.starvation.why.line"};
    result.advice = {turn ? "finding.starvation.advice.turn" : "finding.starvation.advice.line",
                     arguments};
    result.at = worst.last;
    result.tasks = victims;
    detail::add_once(result.tasks, worst.preferred);
    detail::add_once(result.resources, line.resource);
    detail::add_once(result.sites, worst.victim.site);
    detail::add_once(result.sites, worst.site);
    result.events = {worst.victim.asked, worst.first, worst.last};
    detail::sort_events(result);
    return result;
}

}  // namespace

std::vector<Finding> find_starvation(const Timeline& timeline, const FindingOptions& options) {
    std::vector<Finding> findings;
    const auto look = [&](const std::vector<Line>& lines) {
        for (const Line& line : lines) {
            const auto all = detail::starved(line, options.starved_turns);
            if (!all.empty()) {
                findings.push_back(finding(timeline, line, all));
            }
        }
    };
    look(detail::ready_lines(timeline));
    for (const ResourceInfo& resource : timeline.resources()) {
        look(detail::lines_for(timeline, resource));
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
