#include "runtime/analysis/ordering.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "runtime/analysis/evidence.h"

namespace coroscope::detail {
namespace {

constexpr std::size_t kMostLooks = 20'000'000;  // at events, and at tasks that somebody gathers

/// True if a wake-up for this reason would come from the same task in every schedule.
bool binds(WakeReason reason) {
    return reason != WakeReason::LockReleased && reason != WakeReason::PermitReleased &&
           reason != WakeReason::TimerFired;
}

bool is_set(Notice notice) {
    return notice == Notice::EventSet || notice == Notice::FutureSet ||
           notice == Notice::FutureFailed;
}

/// The tasks, and the queues, at which the effects of one task have arrived.
class Spread {
public:
    Spread(const Timeline& timeline, TaskId first, EventIndex after, std::size_t& looks)
        : timeline_(timeline), after_(after), looks_(looks) {
        reached_.resize(timeline.tasks().size() + 1, false);
        reached_[first] = true;
    }
    [[nodiscard]] bool at(TaskId task) const {
        return unseen_ || (task < reached_.size() && reached_[task]);
    }
    [[nodiscard]] bool gave_up() const { return looks_ >= kMostLooks; }

    void see(EventIndex index, const TraceEvent& event) {
        if (event.task >= reached_.size()) {
            return;
        }
        if (event.kind == EventKind::TaskCreated && at(event.subject)) {
            reached_[event.task] = true;
        } else if (event.kind == EventKind::TaskReady) {
            wake(index, event);
        } else if (event.kind == EventKind::ResultTaken ||
                   event.kind == EventKind::ResourceLinked) {
            needs(index, event);
        } else if (event.kind == EventKind::ResourceNotified && at(event.task)) {
            unseen_ = unseen_ || (event.a == 0 && is_set(static_cast<Notice>(event.detail)));
        } else if (event.kind == EventKind::QueuePut && at(event.task)) {
            add_once(queues_, event.subject);
        } else if (event.kind == EventKind::QueueGot &&
                   std::ranges::find(queues_, event.subject) != queues_.end()) {
            reached_[event.task] = true;
        }
    }

private:
    void wake(EventIndex index, const TraceEvent& event) {
        if (at(event.task) || !binds(static_cast<WakeReason>(event.detail))) {
            return;
        }
        const bool woken = event.a > 0 && std::cmp_less(event.a, reached_.size()) &&
                           at(static_cast<TaskId>(event.a));
        if (woken || came_through(index, event.subject)) {
            reached_[event.task] = true;
        }
    }
    /// It takes the result of a task that is over, or gathers it with others.
    void needs(EventIndex index, const TraceEvent& event) {
        const bool task = event.a > 0 && std::cmp_less(event.a, reached_.size());
        if (event.task != 0 && task && is_over(static_cast<TaskId>(event.a), index)) {
            reached_[event.task] = true;
        }
    }
    /// True if what counts has arrived at that task, and it is over.
    [[nodiscard]] bool is_over(TaskId id, EventIndex index) const {
        const TaskInfo* task = timeline_.task(id);
        return task != nullptr && at(id) && task->ended > after_ && task->ended < index;
    }
    /// Who gathers several tasks is woken by the last of them, but needed all.
    bool came_through(EventIndex index, ObjectId gather) {
        const ResourceInfo* info = timeline_.resource(gather);
        if (info == nullptr || info->linked.empty()) {
            return false;
        }
        looks_ += info->linked.size();
        return std::ranges::any_of(info->linked, [&](TaskId id) { return is_over(id, index); });
    }

    const Timeline& timeline_;
    EventIndex after_;
    std::size_t& looks_;
    std::vector<bool> reached_;
    std::vector<ObjectId> queues_;
    bool unseen_ = false;  // something was set for which nobody waited: who passes leaves no trace
};

}  // namespace

bool Ordering::ordered(TaskId earlier, EventIndex after, TaskId later, EventIndex before) {
    if (earlier == later || timeline_.task(earlier) == nullptr ||
        timeline_.task(later) == nullptr) {
        return true;
    }
    Spread spread(timeline_, earlier, after, looks_);
    const EventIndex end = std::min<EventIndex>(before, timeline_.trace().size());
    for (EventIndex i = after; i < end && !spread.gave_up(); ++i) {
        ++looks_;
        spread.see(i, timeline_.trace()[i]);
    }
    return spread.gave_up() || spread.at(later);
}

}  // namespace coroscope::detail
