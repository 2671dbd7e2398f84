// Task leak: main is over, and tasks are still at work: the run cancels them, or abandons those
// that begin even later. Tasks of one line are one finding.
//
// Silent for tasks that another finding is about: those that swallowed a request to stop, and those
// that keep the run from ending.

#include <algorithm>

#include "runtime/analysis/cancellations.h"
#include "runtime/analysis/finding.h"
#include "runtime/analysis/finding_parts.h"
#include "runtime/analysis/shutdown.h"
#include "runtime/analysis/wait_words.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

bool is_left(const Timeline& timeline, const TaskInfo& task, const detail::Shutdown& shutdown) {
    const Trace& trace = timeline.trace();
    const bool abandoned =
        task.ended < trace.size() && trace[task.ended].kind == EventKind::TaskAbandoned;
    return abandoned ||
           (shutdown.begins < trace.size() && detail::unfinished_at(task, shutdown.begins));
}

bool told_elsewhere(const Timeline& timeline, const TaskInfo& task,
                    const detail::Shutdown& shutdown, const std::vector<TaskId>& keep_the_run) {
    return std::ranges::find(keep_the_run, task.id) != keep_the_run.end() ||
           detail::swallowed(timeline, task, 0, shutdown.main_over).has_value();
}

Finding finding(const Timeline& timeline, const std::vector<TaskId>& tasks,
                const detail::Shutdown& shutdown) {
    const detail::Words words(timeline);
    const TaskInfo& first = *timeline.task(tasks.front());
    const TaskId main = timeline.trace()[shutdown.main_over].task;
    Finding result{.kind = "task-leak", .severity = Severity::Warning};
    std::vector<Message> clauses;
    for (const TaskId task : tasks) {
        const EventIndex then = std::max(shutdown.main_over, timeline.task(task)->created);
        clauses.push_back(detail::wait_clause(timeline, task, timeline.state_at(task, then)));
    }
    result.statement = {"finding.task-leak.what",
                        {words.task("main", main), number_arg("count", std::ssize(tasks)),
                         detail::short_list("waits", std::move(clauses), Joining::Clauses)}};
    result.explanation = {"finding.task-leak.why"};
    result.advice = {"finding.task-leak.advice",
                     {words.line("line", first.site), words.task("main", main),
                      number_arg("count", std::ssize(tasks))}};
    detail::add_tasks(timeline, tasks, result);
    for (const TaskId task : result.tasks) {
        detail::add_site(timeline.state_at(task, shutdown.main_over).site, result);
    }
    result.events.insert(std::ranges::upper_bound(result.events, shutdown.main_over),
                         shutdown.main_over);
    result.at = shutdown.main_over;
    return result;
}

}  // namespace

std::vector<Finding> find_task_leaks(const Timeline& timeline, const FindingOptions&) {
    const auto shutdown = detail::shutdown_of(timeline);
    if (!shutdown) {
        return {};
    }
    const std::vector<TaskId> keep_the_run = detail::never_ending(timeline).tasks;
    detail::TasksByLine lines;
    for (const TaskInfo& task : timeline.tasks()) {
        if (detail::is_main_thread_task(timeline, task) && is_left(timeline, task, *shutdown) &&
            !told_elsewhere(timeline, task, *shutdown, keep_the_run)) {
            lines.add(task);
        }
    }
    std::vector<Finding> findings;
    for (const std::vector<TaskId>& tasks : lines.all()) {
        findings.push_back(finding(timeline, tasks, *shutdown));
    }
    return findings;
}

}  // namespace coroscope
