// Hang at shutdown: main is over, and the run never ends: a task that was cancelled waits again, a
// job of an executor never returns, or another thread never ends. Tasks that wait for each other in
// a ring are a deadlock.

#include <algorithm>

#include "runtime/analysis/end_of_run.h"
#include "runtime/analysis/finding.h"
#include "runtime/analysis/finding_parts.h"
#include "runtime/analysis/shutdown.h"
#include "runtime/analysis/wait_words.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

bool in_other_thread(const Timeline& timeline, TaskId id) {
    const TaskInfo* task = timeline.task(id);
    return task != nullptr && task->thread != 0;
}

std::vector<Message> clauses(const Timeline& timeline, const detail::NeverEnding& what,
                             EventIndex end) {
    const detail::Words words(timeline);
    std::vector<Message> all;
    for (const TaskId task : what.tasks) {
        all.push_back(detail::wait_clause(timeline, task, timeline.state_at(task, end)));
    }
    for (const EventIndex started : what.jobs) {
        const TraceEvent& job = timeline.trace()[started];
        all.emplace_back(
            "finding.hang-at-shutdown.job",
            std::vector{words.code("job", job.b), words.resource("executor", job.subject)});
    }
    return all;
}

void add_evidence(const Timeline& timeline, const detail::NeverEnding& what, EventIndex end,
                  Finding& result) {
    for (const TaskId task : what.tasks) {
        if (result.tasks.size() < detail::kMostEvidence) {
            const Interval state = timeline.state_at(task, end);
            result.tasks.push_back(task);
            result.events.push_back(state.first);
            detail::add_site(state.site, result);
        }
    }
    for (const EventIndex job : what.jobs) {
        if (result.events.size() < detail::kMostEvidence) {
            result.events.push_back(job);
            const ObjectId executor = timeline.trace()[job].subject;
            if (std::ranges::find(result.resources, executor) == result.resources.end()) {
                result.resources.push_back(executor);
            }
        }
    }
    std::ranges::sort(result.events);
}

}  // namespace

std::vector<Finding> find_hangs_at_shutdown(const Timeline& timeline, const FindingOptions&) {
    const detail::NeverEnding what = detail::never_ending(timeline);
    if (what.empty()) {
        return {};
    }
    const detail::Words words(timeline);
    const EventIndex end = end_of_run(timeline);
    const EventIndex main_over = detail::shutdown_of(timeline)->main_over;
    std::vector<Message> waits = clauses(timeline, what, end);
    Finding result{.kind = "hang-at-shutdown", .severity = Severity::Error};
    const auto count = number_arg("count", std::ssize(waits));
    result.statement = {"finding.hang-at-shutdown.what",
                        {words.task("main", timeline.trace()[main_over].task), count,
                         detail::short_list("waits", std::move(waits), Joining::Clauses)}};
    add_evidence(timeline, what, end, result);
    const Argument line =
        words.line("line", result.sites.empty() ? SiteId{0} : result.sites.front());
    const bool thread = !what.tasks.empty() && std::ranges::all_of(what.tasks, [&](TaskId task) {
        return in_other_thread(timeline, task);
    });
    if (what.tasks.empty()) {
        result.explanation = {"finding.hang-at-shutdown.why.job"};
        result.advice = {"finding.hang-at-shutdown.advice.job"};
    } else if (thread) {
        result.explanation = {"finding.hang-at-shutdown.why.thread"};
        result.advice = {"finding.hang-at-shutdown.advice.thread", {line}};
    } else if (const Interval wait = timeline.state_at(what.tasks.front(), end);
               wait.reason == WaitReason::Lock || wait.reason == WaitReason::Semaphore) {
        result.explanation = {"finding.hang-at-shutdown.why.task"};
        result.advice = {"finding.hang.advice.lock",
                         {words.resource("resource", wait.subject), line}};
    } else {
        result.explanation = {"finding.hang-at-shutdown.why.task"};
        result.advice = {"finding.hang-at-shutdown.advice.task", {line}};
    }
    result.at = end;
    return {std::move(result)};
}

}  // namespace coroscope
