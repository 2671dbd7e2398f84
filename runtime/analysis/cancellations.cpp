#include "runtime/analysis/cancellations.h"

#include <algorithm>

namespace coroscope::detail {
namespace {

/// Walks one task's events.
class Walker {
public:
    Walker(const Timeline& timeline, const TaskInfo& task, EventIndex from, EventIndex until)
        : timeline_(timeline), trace_(timeline.trace()), task_(task), from_(from), until_(until) {}

    std::optional<Swallowed> walk() {
        for (const EventIndex index : task_.events) {
            see(index, trace_[index]);
            if (proved_) {
                return open_;
            }
        }
        return open_ && open_->again != kNoEvent && !ended_cancelled_ ? open_ : std::nullopt;
    }

private:
    void see(EventIndex index, const TraceEvent& event) {
        if (event.kind == EventKind::TaskCancelRequested) {
            request(index, event);
        } else if (event.kind == EventKind::TaskReady) {
            ready_ = index;
        } else if (event.kind == EventKind::TaskResumed) {
            resume();
        } else if (event.kind == EventKind::TaskSuspended) {
            suspend(index);
        } else if (event.kind == EventKind::TaskFinished) {
            if (open_ && delivered_ && requests_ > 0) {
                open_->finished = index;
                proved_ = true;
            }
        } else if (event.kind == EventKind::TaskCancelled) {
            ended_cancelled_ = true;
        }
    }
    void request(EventIndex index, const TraceEvent& event) {
        const auto what = static_cast<CancelRequest>(event.detail);
        if (what == CancelRequest::TooLate) {
            return;
        }
        requests_ = event.a;
        const bool went_on = open_ && open_->again != kNoEvent;
        if (what == CancelRequest::TakenBack) {
            if (went_on) {
                proved_ = true;
            } else if (requests_ == 0) {
                open_.reset();
            }
        } else if (went_on) {
            proved_ = true;  // it had to be asked once more
        } else if (!open_ && index >= from_ && index < until_ &&
                   (running_ || suspended_ != kNoEvent)) {
            open_ = Swallowed{.request = index, .requester = event.subject};
            place_ = running_ ? kNoEvent : suspended_;
            delivered_ = false;
            if (place_ != kNoEvent && takes_its_lock_back()) {
                open_.reset();
            }
        }
    }
    void resume() {
        running_ = true;
        if (open_ && place_ != kNoEvent && !delivered_) {
            delivered_ = reached();
            if (!delivered_) {
                open_.reset();
                return;
            }
            open_->site = trace_[place_].site;
        }
    }
    void suspend(EventIndex index) {
        running_ = false;
        before_ = suspended_;
        suspended_ = index;
        if (!open_) {
            return;
        }
        if (place_ == kNoEvent) {
            place_ = index;  // the request came while it ran: this await raises
        } else if (delivered_ && open_->again == kNoEvent && same_place(index)) {
            open_->again = index;
        }
    }
    /// True if the CancelledError came out of the await at which the task stood.
    [[nodiscard]] bool reached() const {
        if (ready_ == kNoEvent || ready_ < place_ || ready_ < open_->request) {
            return true;  // it was to go on anyway, and is told instead
        }
        const auto why = static_cast<WakeReason>(trace_[ready_].detail);
        const auto after_request = [&](const TaskInfo* child, EventKind how) {
            return child != nullptr && child->ended < trace_.size() &&
                   child->ended > open_->request && trace_[child->ended].kind == how;
        };
        if (why == WakeReason::TaskEnded) {
            const TaskInfo* child = timeline_.task(static_cast<TaskId>(trace_[place_].a));
            return !after_request(child, EventKind::TaskFinished) &&
                   !after_request(child, EventKind::TaskFailed);
        }
        const ResourceInfo* gathered = timeline_.resource(trace_[place_].subject);
        return why != WakeReason::ChildrenEnded || gathered == nullptr ||
               std::ranges::none_of(gathered->linked, [&](TaskId child) {
                   return after_request(timeline_.task(child), EventKind::TaskFailed);
               });
    }
    /// A condition's wait() takes its lock back before it lets a CancelledError out.
    [[nodiscard]] bool takes_its_lock_back() const {
        return reason(place_) == WaitReason::Lock && before_ != kNoEvent &&
               reason(before_) == WaitReason::Condition &&
               trace_[before_].site == trace_[place_].site;
    }
    [[nodiscard]] WaitReason reason(EventIndex suspension) const {
        return static_cast<WaitReason>(trace_[suspension].detail);
    }
    [[nodiscard]] bool same_place(EventIndex index) const {
        if (reason(index) != reason(place_) || trace_[index].site != trace_[place_].site ||
            reason(index) == WaitReason::TaskGroup || reason(index) == WaitReason::Shield) {
            return false;
        }
        const auto then = timeline_.await_stack(task_.id, place_);
        const auto now = timeline_.await_stack(task_.id, index);
        return std::ranges::equal(then, now, [](const auto& left, const auto& right) {
            return left.function == right.function && left.site == right.site;
        });
    }

    const Timeline& timeline_;
    const Trace& trace_;
    const TaskInfo& task_;
    EventIndex from_;
    EventIndex until_;
    std::optional<Swallowed> open_;
    EventIndex place_ = kNoEvent;      // the suspension that raises CancelledError
    EventIndex suspended_ = kNoEvent;  // the last one
    EventIndex before_ = kNoEvent;     // the one before it
    EventIndex ready_ = kNoEvent;
    std::int64_t requests_ = 0;
    bool running_ = false;
    bool delivered_ = false;
    bool proved_ = false;
    bool ended_cancelled_ = false;
};

}  // namespace

std::optional<Swallowed> swallowed(const Timeline& timeline, const TaskInfo& task, EventIndex from,
                                   EventIndex until) {
    return Walker(timeline, task, from, until).walk();
}

}  // namespace coroscope::detail
