#include "runtime/analysis/shutdown.h"
#include "runtime/analysis/end_of_run.h"

#include <algorithm>
#include <map>

#include "runtime/analysis/cancellations.h"
#include "runtime/analysis/wait_graph.h"

namespace coroscope::detail {
namespace {

constexpr TaskId kMain = 1;

std::vector<EventIndex> unfinished_jobs(const Trace& trace) {
    std::map<std::pair<ObjectId, std::int64_t>, EventIndex> running;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        const TraceEvent& event = trace[i];
        if (event.kind == EventKind::JobStarted) {
            running[{event.subject, event.a}] = i;
        } else if (event.kind == EventKind::JobFinished) {
            running.erase({event.subject, event.a});
        }
    }
    std::vector<EventIndex> jobs;
    for (const auto& [job, started] : running) {
        jobs.push_back(started);
    }
    std::ranges::sort(jobs);
    return jobs;
}

}  // namespace

std::optional<Shutdown> shutdown_of(const Timeline& timeline) {
    const TaskInfo* main = timeline.task(kMain);
    if (main == nullptr || main->ended == kNoEvent ||
        timeline.trace()[main->ended].kind == EventKind::TaskAbandoned) {
        return std::nullopt;
    }
    Shutdown shutdown{.main_over = main->ended, .begins = timeline.trace().size()};
    const EventList& iterations = timeline.iterations();
    int behind = 0;
    for (auto it = std::ranges::upper_bound(iterations, main->ended); it != iterations.end();
         ++it) {
        const bool other_thread = timeline.trace()[*it].detail != 0;
        if (!other_thread && ++behind == 2) {
            shutdown.begins = *it;
            break;
        }
    }
    return shutdown;
}

bool unfinished_at(const TaskInfo& task, EventIndex cursor) {
    return task.created <= cursor && (task.ended == kNoEvent || task.ended > cursor);
}

bool is_main_thread_task(const Timeline& timeline, const TaskInfo& task) {
    return task.id != kMain && task.thread == 0 &&
           !timeline.trace().site(task.site).file.starts_with("runtime/");
}

NeverEnding never_ending(const Timeline& timeline) {
    NeverEnding result;
    const std::optional<Shutdown> shutdown = shutdown_of(timeline);
    if (!shutdown) {
        return result;
    }
    const EventIndex end = end_of_run(timeline);
    if (timeline.outcome() == Outcome::Hang) {
        if (wait_graph(timeline, end).cycles.empty()) {
            result.tasks = stuck_tasks(timeline, end);
        }
    } else if (timeline.outcome() == Outcome::Budget) {
        bool others = false;
        for (const TaskInfo& task : timeline.tasks()) {
            if (task.ended != kNoEvent) {
                continue;
            }
            others = true;
            const auto found =
                swallowed(timeline, task, shutdown->main_over, timeline.trace().size());
            if (found && found->again != kNoEvent) {
                result.tasks.push_back(task.id);
            }
        }
        if (!others) {
            result.jobs = unfinished_jobs(timeline.trace());
        }
    }
    return result;
}

}  // namespace coroscope::detail
