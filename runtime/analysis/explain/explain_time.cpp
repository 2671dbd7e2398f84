// Time inside a step, and timers.

#include <algorithm>

#include "runtime/analysis/explain/scene.h"
#include "runtime/analysis/late_tasks.h"
#include "runtime/analysis/time_math.h"

namespace coroscope::detail {
namespace {

constexpr EventIndex kNear = 64;

/// The task that this timer makes ready, 0 if it does not (a timeout, a callback).
TaskId woken_by_timer(const Scene& scene) {
    const Trace& trace = scene.timeline.trace();
    const EventIndex end = std::min<EventIndex>(trace.size(), scene.index + kNear);
    for (EventIndex i = scene.index + 1; i < end; ++i) {
        const TraceEvent& event = trace[i];
        if (event.kind == EventKind::TaskReady && event.subject == scene.event.subject) {
            return event.task;
        }
        if (event.kind == EventKind::TaskResumed) {
            break;
        }
    }
    return 0;
}

Argument deadline(const Scene& scene) {
    const auto timer = scene.timeline.timer(scene.event.subject);
    return duration_arg("deadline", timer ? timer->deadline : scene.event.a);
}

Messages timer_fired(const Scene& scene) {
    const TaskId woken = woken_by_timer(scene);
    std::vector<Argument> arguments{deadline(scene), scene.words.task("task", woken)};
    if (woken == 0) {
        return {{"explain.timer.fired", std::move(arguments)}};
    }
    const auto ready = scene.timeline.ready_at(scene.index);
    const auto others = std::ranges::find(ready, woken) - ready.begin();
    arguments.push_back(number_arg("count", others));
    return {{others == 0 ? "explain.timer.fired_first" : "explain.timer.fired_after",
             std::move(arguments)}};
}

}  // namespace

Messages explain_time_passed(const Scene& scene) {
    const TraceEvent& event = scene.event;
    std::vector<Argument> arguments{scene.words.subject("task", event.task),
                                    duration_arg("time", event.a),
                                    scene.words.line("line", event.site)};
    const auto how = static_cast<PassedBy>(event.detail);
    if (how == PassedBy::StepCost || how == PassedBy::None) {
        return {{"explain.step_cost", std::move(arguments)}};
    }
    const bool blocking = how == PassedBy::Blocking;
    const auto late = late_tasks(scene.timeline, {.task = event.task,
                                                  .begin = minus(event.time, event.a),
                                                  .end = event.time,
                                                  .last = scene.index});
    if (late.empty()) {
        return {{blocking ? "explain.blocks" : "explain.computes", std::move(arguments)}};
    }
    arguments.push_back(late_arg(scene.timeline, late));
    return {{blocking ? "explain.blocks_others" : "explain.computes_others", std::move(arguments)}};
}

Messages explain_timer(const Scene& scene) {
    if (scene.event.kind == EventKind::TimerFired) {
        return timer_fired(scene);
    }
    const std::vector<Argument> arguments{scene.words.subject("task", scene.event.task),
                                          deadline(scene)};
    if (scene.event.kind == EventKind::TimerSet) {
        return {{"explain.timer.set", arguments}};
    }
    return {{"explain.timer.cancelled", arguments}};
}

}  // namespace coroscope::detail
