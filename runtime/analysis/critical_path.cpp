#include "runtime/analysis/critical_path.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "runtime/analysis/handles.h"
#include "runtime/analysis/jobs.h"
#include "runtime/analysis/prefix.h"

namespace coroscope {
namespace {

using detail::Handles;
using detail::Prefix;

/// Where the walk stands: what `task` did up to, and without, event `bound`; task 0 is the loop.
struct Position {
    TaskId task = 0;
    EventIndex bound = 0;
};

/// Walks back from the end. Each move makes `bound` smaller, or goes from the loop to a task that
/// has an interval there: so the walk ends, whatever the trace says.
class Walk {
public:
    Walk(const Timeline& timeline, EventIndex cursor)
        : timeline_(timeline),
          trace_(timeline.trace()),
          run_(timeline, cursor),
          handles_(timeline),
          time_(std::max<Nanoseconds>(run_.now(), 0)),
          last_(run_.cursor()) {}

    CriticalPath run() {
        CriticalPath path{.segments = {}, .length = time_};
        for (Position at = end(); at.bound > 0;) {
            at = at.task == 0 ? before_loop(at.bound) : before_task(at);
        }
        if (time_ > 0) {
            add({.kind = SegmentKind::Idle}, 0, 0);
        }
        std::ranges::reverse(segments_);
        path.segments = std::move(segments_);
        return path;
    }

private:
    [[nodiscard]] Position end() const {
        const TaskInfo* main = timeline_.task(1);
        const bool ended = main != nullptr && run_.begun(main->ended) &&
                           trace_[main->ended].kind != EventKind::TaskAbandoned;
        if (ended && run_.time(main->ended) >= run_.now()) {
            return {.task = 1, .bound = main->ended};
        }
        return {.task = 0, .bound = run_.cursor() + 1};
    }

    /// A segment up to where the walk has come; the walk goes on where it begins.
    void add(Segment segment, EventIndex first, Nanoseconds begin) {
        segment.first = first;
        segment.last = last_;
        segment.begin = std::clamp<Nanoseconds>(begin, 0, time_);
        segment.end = time_;
        time_ = segment.begin;
        last_ = first;
        segments_.push_back(segment);
    }
    /// The same, unless it would have no length.
    void add_gap(Segment segment, EventIndex first, Nanoseconds begin) {
        if (begin < time_) {
            add(segment, first, begin);
        }
    }

    Position before_task(const Position& at) {
        const TaskInfo* info = timeline_.task(at.task);
        if (info == nullptr || at.bound <= info->created) {
            return {.task = 0, .bound = at.bound - (info == nullptr ? 1U : 0U)};
        }
        const Interval interval = timeline_.state_at(at.task, at.bound - 1);
        const Position own{.task = at.task, .bound = interval.first};
        Segment segment{.task = at.task,
                        .site = interval.site,
                        .resource = resource(interval.subject),
                        .reason = interval.reason};
        switch (interval.state) {
        case TaskState::Running:
            segment.kind = SegmentKind::Running;
            segment.site = busiest_line(interval, at.bound);
            break;
        case TaskState::Sleeping: segment.kind = SegmentKind::Sleeping; break;
        case TaskState::Waiting: segment.kind = SegmentKind::Waiting; break;
        case TaskState::Created:
            add_ready(segment, interval);
            return {.task = info->parent, .bound = interval.first};
        case TaskState::Ready: return before_ready(segment, interval);
        case TaskState::NotYet:
        case TaskState::Finished:
        case TaskState::Failed:
        case TaskState::Cancelled:
        case TaskState::Abandoned:
            add_gap({.kind = SegmentKind::Idle}, interval.first, interval.begin);
            return own;
        }
        add(segment, interval.first, interval.begin);
        return own;
    }

    /// 0 for a timer: it has no name, and each wait has its own.
    [[nodiscard]] ObjectId resource(ObjectId id) const {
        return timeline_.resource(id) == nullptr ? 0 : id;
    }

    void add_ready(Segment segment, const Interval& interval) {
        segment.kind = SegmentKind::Ready;
        segment.other = who_ran_longest(interval.first, interval.begin, segment.task);
        add(segment, interval.first, interval.begin);
    }
    /// A timer that came due at `deadline` while somebody kept the loop: from there on its task
    /// would have been ready.
    void add_overdue(Segment segment, Nanoseconds deadline) {
        if (deadline >= time_ || deadline < 0) {
            return;
        }
        const EventIndex due = timeline_.event_at_time(deadline);
        segment.kind = SegmentKind::Ready;
        segment.other = who_ran_longest(due, deadline, segment.task);
        add(segment, due, deadline);
    }

    Position before_ready(Segment segment, const Interval& ready) {
        const TaskId task = segment.task;
        const Position own{.task = task, .bound = ready.first};
        if (ready.woken_by == kNoEvent || ready.first == 0) {
            add_ready(segment, ready);
            return own;
        }
        const Interval wait = timeline_.state_at(task, ready.first - 1);
        segment.resource = resource(wait.subject);
        segment.reason = wait.reason;
        add_ready(segment, ready);
        const TraceEvent& wake = trace_[ready.woken_by];
        if (wake.a > 0 && wake.a != task && std::cmp_less_equal(wake.a, timeline_.tasks().size())) {
            return {.task = static_cast<TaskId>(wake.a), .bound = ready.woken_by};
        }
        return before_loops_wake(wait, static_cast<WakeReason>(wake.detail), own);
    }

    /// What led to a wake-up that no task did.
    Position before_loops_wake(const Interval& wait, WakeReason why, const Position& own) {
        const bool ended = why == WakeReason::ChildrenEnded || why == WakeReason::TaskEnded;
        if (wait.state == TaskState::Sleeping && why == WakeReason::TimerFired) {
            add_overdue({.task = own.task, .site = wait.site, .reason = wait.reason}, wait.extra);
            return own;
        }
        if (const TaskInfo* last = ended ? last_to_end(wait, own.bound) : nullptr) {
            add_gap({.kind = SegmentKind::Waiting,
                     .task = own.task,
                     .site = wait.site,
                     .resource = resource(wait.subject),
                     .reason = wait.reason},
                    last->ended, run_.time(last->ended));
            return {.task = last->id, .bound = last->ended};
        }
        const JobInfo* job = wait.reason == WaitReason::Executor
                                 ? detail::job_of_future(timeline_, wait.subject)
                                 : nullptr;
        if (job != nullptr && job->started < own.bound && job->finished < own.bound) {
            return before_job(*job, wait);
        }
        const auto before = before_handle(own.bound, wait);
        return before ? *before : own;
    }

    Position before_job(const JobInfo& job, const Interval& wait) {
        const Segment segment{.task = job.submitter,
                              .site = trace_[job.submitted].site,
                              .resource = job.executor,
                              .reason = wait.reason};
        Segment working = segment;
        working.kind = SegmentKind::Working;
        add(working, job.started, run_.time(job.started));
        Segment queued = segment;
        queued.kind = SegmentKind::Queued;
        add_gap(queued, job.submitted, run_.time(job.submitted));
        return {.task = job.submitter, .bound = job.submitted};
    }

    /// What made the loop run the handle in which event `event` happened; nullopt if unknown.
    std::optional<Position> before_handle(EventIndex event, const Interval& wait) {
        const Handles::Cause cause = handles_.cause_of(event);
        if (cause.timer) {
            Segment timing{.kind = SegmentKind::Timing,
                           .task = cause.timer->task,
                           .site = trace_[cause.timer->set].site,
                           .resource = resource(wait.subject),
                           .reason = wait.reason};
            add_gap({.kind = SegmentKind::Running}, cause.begun, run_.time(cause.begun));
            add_overdue(timing, cause.timer->deadline);
            add(timing, cause.timer->set, run_.time(cause.timer->set));
            return Position{.task = cause.timer->task, .bound = cause.timer->set};
        }
        if (cause.scheduled == kNoEvent) {
            return std::nullopt;
        }
        add_gap({.kind = SegmentKind::Running}, cause.begun, run_.time(cause.begun));
        add_gap({.kind = SegmentKind::Ready}, cause.scheduled, run_.time(cause.scheduled));
        return Position{.task = trace_[cause.scheduled].task, .bound = cause.scheduled};
    }

    Position before_loop(EventIndex bound) {
        if (const auto before = before_handle(bound, {})) {
            return *before;
        }
        const auto number = timeline_.step_at(bound - 1);
        if (!number) {
            return {};
        }
        const Step& step = timeline_.steps()[*number];
        const bool over = step.last > step.first && step.last < bound;
        if (over) {
            add_gap({.kind = SegmentKind::Idle}, step.last, step.end);
        }
        return {.task = step.task, .bound = over ? step.last : bound};
    }

    /// Of the tasks that a wait is for: the one that ended last before `bound`.
    [[nodiscard]] const TaskInfo* last_to_end(const Interval& wait, EventIndex bound) const {
        const TaskInfo* last = nullptr;
        const auto look_at = [&](TaskId id) {
            const TaskInfo* info = timeline_.task(id);
            if (info != nullptr && info->ended < bound && info->ended > info->created &&
                (last == nullptr || info->ended > last->ended)) {
                last = info;
            }
        };
        if (wait.reason == WaitReason::Task) {
            look_at(static_cast<TaskId>(wait.extra));
        } else if (const ResourceInfo* group = timeline_.resource(wait.subject)) {
            std::ranges::for_each(group->linked, look_at);
        }
        return last;
    }

    /// Where most of a step's time passed; else where it stood at `bound`.
    [[nodiscard]] SiteId busiest_line(const Interval& step, EventIndex bound) const {
        SiteId site = 0;
        Nanoseconds most = 0;
        for (EventIndex i = step.first; i < bound && step.end > step.begin; ++i) {
            const TraceEvent& event = trace_[i];
            if (event.kind == EventKind::TimePassed && event.a > most && event.site != 0) {
                most = event.a;
                site = event.site;
            }
        }
        constexpr EventIndex kFar = 16;  // not every event has a line
        for (EventIndex i = bound; site == 0 && i > step.first && bound - i < kFar; --i) {
            site = i < trace_.size() ? trace_[i].site : SiteId{0};
        }
        return site;
    }

    /// From event `first`, time `begin`, to where the walk has come.
    [[nodiscard]] TaskId who_ran_longest(EventIndex first, Nanoseconds begin,
                                         TaskId not_this) const {
        TaskId longest = 0;
        Nanoseconds most = 0;
        if (time_ <= begin) {
            return longest;
        }
        const auto steps = timeline_.steps();
        for (std::size_t i = timeline_.step_at(first).value_or(0); i < steps.size(); ++i) {
            const Step step = steps[i];
            if (step.first >= last_) {
                break;
            }
            const Nanoseconds time =
                detail::span(std::max(step.begin, begin), std::min(step.end, time_));
            if (time > most && step.task != not_this) {
                most = time;
                longest = step.task;
            }
        }
        return longest;
    }

    const Timeline& timeline_;
    const Trace& trace_;
    Prefix run_;
    Handles handles_;
    Nanoseconds time_;  ///< where the last segment begins
    EventIndex last_;
    std::vector<Segment> segments_;  ///< latest first
};

}  // namespace

std::string_view name_of(SegmentKind kind) {
    static constexpr std::array<std::string_view, 8> kNames = {
        "running", "ready", "sleeping", "waiting", "queued", "working", "timing", "idle"};
    return kNames[static_cast<std::size_t>(kind)];
}

CriticalPath critical_path(const Timeline& timeline, EventIndex cursor) {
    return timeline.trace().empty() ? CriticalPath{} : Walk(timeline, cursor).run();
}

}  // namespace coroscope
