#include "runtime/analysis/late_tasks.h"

#include <algorithm>
#include <tuple>

#include "runtime/analysis/time_math.h"

namespace coroscope::detail {

std::vector<LateTask> late_tasks(const Timeline& timeline, const BusyStretch& busy) {
    std::vector<LateTask> late;
    for (const ObjectId id : timeline.timers_at(busy.last)) {
        const TimerInfo timer = *timeline.timer(id);
        const bool pending = timer.fired || timer.over == kNoEvent;
        const bool came_due = timer.deadline >= busy.begin && timer.deadline < busy.end;
        if (pending && came_due && timer.task != 0 && timer.task != busy.task) {
            late.push_back({.task = timer.task, .by = minus(busy.end, timer.deadline)});
        }
    }
    std::ranges::sort(late, {}, [](const LateTask& l) { return std::tuple(l.task, -l.by); });
    late.erase(std::ranges::unique(late, {}, &LateTask::task).begin(), late.end());
    std::ranges::sort(late, {}, [](const LateTask& l) { return std::tuple(-l.by, l.task); });
    return late;
}

Argument late_arg(const Timeline& timeline, const std::vector<LateTask>& late) {
    const Words words(timeline);
    std::vector<Message> items;
    for (const LateTask& one : late) {
        items.emplace_back("text.late",
                           std::vector{words.task("task", one.task), duration_arg("time", one.by)});
    }
    return short_list("late", std::move(items), Joining::Facts);
}

}  // namespace coroscope::detail
