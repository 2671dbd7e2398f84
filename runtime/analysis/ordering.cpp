#include "runtime/analysis/ordering.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "runtime/analysis/evidence.h"

namespace coroscope::detail {
namespace {

constexpr std::size_t kMostLooks = 20'000'000;  // at events, and at tasks that somebody gathers
constexpr int kMostAncestors = 64;

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
    /// Who gathers several tasks is woken by the last of them, but needed all.
    bool came_through(EventIndex index, ObjectId gather) {
        const ResourceInfo* info = timeline_.resource(gather);
        if (info == nullptr || info->linked.empty()) {
            return false;
        }
        looks_ += info->linked.size();
        return std::ranges::any_of(info->linked, [&](TaskId id) {
            const TaskInfo* task = timeline_.task(id);
            return task != nullptr && at(id) && task->ended > after_ && task->ended < index;
        });
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
    if (earlier == later || may_have_awaited(earlier, later, before)) {
        return true;
    }
    return reaches(earlier, after, later, before);
}

bool Ordering::may_have_awaited(TaskId earlier, TaskId later, EventIndex before) const {
    const TaskInfo* first = timeline_.task(earlier);
    const TaskInfo* second = timeline_.task(later);
    if (first == nullptr || second == nullptr) {
        return true;
    }
    if (first->ended >= before) {
        return false;
    }
    if (first->ended < second->created) {
        return true;
    }
    TaskId ancestor = first->parent;
    for (int i = 0; i < kMostAncestors && ancestor != 0; ++i) {
        if (ancestor == later) {
            return true;
        }
        const TaskInfo* info = timeline_.task(ancestor);
        ancestor = info == nullptr ? 0 : info->parent;
    }
    return false;
}

bool Ordering::reaches(TaskId earlier, EventIndex after, TaskId later, EventIndex before) {
    Spread spread(timeline_, earlier, after, looks_);
    const EventIndex end = std::min<EventIndex>(before, timeline_.trace().size());
    for (EventIndex i = after; i < end && !spread.gave_up(); ++i) {
        ++looks_;
        spread.see(i, timeline_.trace()[i]);
    }
    return spread.gave_up() || spread.at(later);
}

}  // namespace coroscope::detail
