// Task never awaited: it ended in time, but nobody awaited, gathered or waited for it, asked for
// its result, gave it a done callback or cancelled it. Tasks of one line are one finding.
//
// Silent for what another finding tells: a failure that nobody saw (exception-never-retrieved), a
// task that was left when main was over (task-leak). Silent, too, if main failed or the run was
// cut: somebody might have awaited it later.

#include <map>
#include <set>

#include "runtime/analysis/finding.h"
#include "runtime/analysis/finding_parts.h"
#include "runtime/analysis/shutdown.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

/// The tasks that somebody looks after.
std::set<TaskId> looked_after(const Timeline& timeline) {
    std::set<TaskId> tasks;
    const Trace& trace = timeline.trace();
    for (EventIndex i = 0; i < trace.size(); ++i) {
        const TraceEvent& event = trace[i];
        const bool awaited = event.kind == EventKind::TaskSuspended &&
                             static_cast<WaitReason>(event.detail) == WaitReason::Task;
        if (awaited || event.kind == EventKind::ResultTaken ||
            event.kind == EventKind::ResourceLinked || event.kind == EventKind::CallbackScheduled) {
            tasks.insert(static_cast<TaskId>(event.a));
        } else if (event.kind == EventKind::TaskCancelRequested) {
            tasks.insert(event.task);
        }
    }
    return tasks;
}

/// Tasks without a creator are mains, unless a callback made them.
bool has_creator(const Timeline& timeline, const TaskInfo& task) {
    const Trace& trace = timeline.trace();
    if (task.parent != 0) {
        return true;
    }
    for (EventIndex i = task.created; i > 0; --i) {
        const EventKind kind = trace[i - 1].kind;
        if (kind == EventKind::CallbackRun) {
            return true;
        }
        if (kind == EventKind::LoopIteration || kind == EventKind::TaskResumed) {
            return false;
        }
    }
    return false;
}

Finding finding(const Timeline& timeline, const std::vector<TaskId>& tasks) {
    const detail::Words words(timeline);
    const TaskInfo& first = *timeline.task(tasks.front());
    Finding result{.kind = "task-never-awaited", .severity = Severity::Info};
    result.statement = {"finding.task-never-awaited.what", {words.tasks("tasks", tasks)}};
    result.explanation = {"finding.task-never-awaited.why"};
    result.advice = {"finding.task-never-awaited.advice",
                     {words.line("line", first.site), number_arg("count", std::ssize(tasks))}};
    detail::add_tasks(timeline, tasks, result);
    return result;
}

}  // namespace

std::vector<Finding> find_tasks_never_awaited(const Timeline& timeline, const FindingOptions&) {
    const auto shutdown = detail::shutdown_of(timeline);
    if (!shutdown || timeline.trace()[shutdown->main_over].kind != EventKind::TaskFinished) {
        return {};
    }
    const std::set<TaskId> known = looked_after(timeline);
    detail::TasksByLine lines;
    for (const TaskInfo& task : timeline.tasks()) {
        const bool finished = task.ended < shutdown->begins &&
                              timeline.trace()[task.ended].kind == EventKind::TaskFinished;
        if (finished && detail::is_main_thread_task(timeline, task) && !known.contains(task.id) &&
            has_creator(timeline, task)) {
            lines.add(task);
        }
    }
    std::vector<Finding> findings;
    for (const std::vector<TaskId>& tasks : lines.all()) {
        findings.push_back(finding(timeline, tasks));
    }
    return findings;
}

}  // namespace coroscope
