// How TimelineBuilder makes room before it reads a long stretch of events.
#include <algorithm>

#include "runtime/trace/timeline_builder.h"

namespace coroscope::detail {

namespace {

/// Exactly what is needed for a trace that is read at once, and still doubling for one that grows
/// bit by bit.
template <class T>
void make_room_for(std::vector<T>& list, std::size_t more) {
    const std::size_t needed = list.size() + more;
    if (needed > list.capacity()) {
        list.reserve(list.empty() ? needed : std::max(needed, 2 * list.capacity()));
    }
}

bool changes_state(EventKind kind) {
    return kind >= EventKind::TaskReady && kind <= EventKind::TaskCancelled;
}

}  // namespace

void TimelineBuilder::make_room(EventIndex first) {
    constexpr EventIndex kWorthIt = 10'000;
    const Trace& trace = t_.trace_;
    if (trace.size() - first < kWorthIt) {
        return;
    }
    growth_.assign(t_.tasks_.size() + 1, {});
    std::size_t steps = 0;
    std::size_t ready = 0;
    std::size_t iterations = 0;
    for (EventIndex i = first; i < trace.size(); i += trace.run_at(i).size()) {
        for (const TraceEvent& event : trace.run_at(i)) {
            if (event.kind == EventKind::TaskCreated && event.task == growth_.size()) {
                growth_.emplace_back();
                ++ready;
            }
            if (event.task < growth_.size()) {
                ++growth_[event.task].events;
                growth_[event.task].intervals += changes_state(event.kind) ? 1U : 0U;
            }
            const bool yields = event.kind == EventKind::TaskSuspended &&
                                event.detail == static_cast<std::uint8_t>(WaitReason::Yield);
            steps += event.kind == EventKind::TaskResumed ? 1U : 0U;
            ready += yields || event.kind == EventKind::TaskReady ? 1U : 0U;
            iterations += event.kind == EventKind::LoopIteration ? 1U : 0U;
        }
    }
    make_room_for(t_.tasks_, growth_.size() - 1 - t_.tasks_.size());
    make_room_for(s_.tasks, growth_.size() - s_.tasks.size());
    for (TaskInfo& info : t_.tasks_) {
        make_room_for(info.events, growth_[info.id].events);
        make_room_for(info.intervals, growth_[info.id].intervals);
    }
    make_room_for(t_.steps_, steps);
    make_room_for(t_.iterations_, iterations);
    make_room_for(s_.ready, ready);
    make_room_for(t_.ready_count_.changes, ready + steps);
}

}  // namespace coroscope::detail
