#include "gui/model/source_marks.h"

#include <algorithm>

#include "runtime/analysis/wait_graph.h"

namespace coroscope::gui {
namespace {

std::uint32_t line_in(const Timeline& timeline, SiteId id, std::string_view file) {
    const Site& site = timeline.trace().site(id);
    return site.file == file ? site.line : 0;
}

// The line of the task's last event that has one, not before its step began.
std::uint32_t line_of_running(const Timeline& timeline, const TaskInfo& task,
                              const Interval& interval, EventIndex cursor, std::string_view file) {
    const auto behind = std::ranges::upper_bound(task.events, cursor);
    for (auto it = behind; it != task.events.begin();) {
        --it;
        const TraceEvent& event = timeline.trace()[*it];
        if (*it < interval.first) {
            break;
        }
        if (event.kind == EventKind::CoroutineLeft || event.kind == EventKind::TaskCreated) {
            continue;
        }
        if (const std::uint32_t line = line_in(timeline, event.site, file)) {
            return line;
        }
    }
    return 0;
}

}  // namespace

std::uint32_t line_of_task(const Timeline& timeline, TaskId id, EventIndex cursor,
                           std::string_view file) {
    const TaskInfo* task = timeline.task(id);
    const Interval interval = timeline.state_at(id, cursor);
    if (task == nullptr || interval.state == TaskState::NotYet ||
        interval.state == TaskState::Created || is_over(interval.state)) {
        return 0;
    }
    if (interval.state == TaskState::Running) {
        if (const std::uint32_t line = line_of_running(timeline, *task, interval, cursor, file)) {
            return line;
        }
    }
    if (const std::uint32_t line = line_in(timeline, interval.site, file)) {
        return line;
    }
    const auto frames = timeline.await_stack(id, cursor);
    for (auto it = frames.rbegin(); it != frames.rend(); ++it) {
        if (const std::uint32_t line = line_in(timeline, it->site, file)) {
            return line;
        }
    }
    return 0;
}

SourceMarks source_marks(const Session& session) {
    SourceMarks marks;
    if (session.scenario() == nullptr || session.empty()) {
        return marks;
    }
    const Timeline& timeline = session.timeline();
    const EventIndex cursor = session.cursor();
    marks.file = info(*session.scenario()).source_file;
    const std::vector<TaskId>& alive = session.now().alive();
    marks.left_out = alive.size() - std::min(alive.size(), kMostMarked);
    for (std::size_t i = 0; i < std::min(alive.size(), kMostMarked); ++i) {
        if (const std::uint32_t line = line_of_task(timeline, alive[i], cursor, marks.file)) {
            LineMark& mark = marks.lines[line];
            mark.tasks.push_back(alive[i]);
            mark.stuck.push_back(is_stuck(timeline, alive[i], cursor));
        }
    }
    if (const Finding* finding = session.finding_at_cursor()) {
        for (const SiteId site : finding->sites) {
            if (const std::uint32_t line = line_in(timeline, site, marks.file)) {
                marks.lines[line].finding = finding;
            }
        }
    }
    marks.current_task = session.task_in_focus();
    marks.current = line_of_task(timeline, marks.current_task, cursor, marks.file);
    return marks;
}

}  // namespace coroscope::gui
