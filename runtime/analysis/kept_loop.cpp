#include "runtime/analysis/kept_loop.h"

#include <algorithm>
#include <map>
#include <optional>

#include "runtime/analysis/time_math.h"
#include "runtime/analysis/words.h"

namespace coroscope::detail {
namespace {

constexpr std::size_t kMostEvidence = 100;

/// Walks the trace once. Steps are told apart by their task, since threads run side by side.
class Walker {
public:
    explicit Walker(const Timeline& timeline) : trace_(timeline.trace()) {}

    std::vector<Turn> walk() {
        for (EventIndex i = 0; i < trace_.size(); ++i) {
            see(i, trace_[i]);
        }
        close_callback();
        for (auto& [task, turn] : steps_) {
            close(turn, trace_.size() - 1, trace_.end_time());
        }
        std::ranges::stable_sort(turns_, {}, &Turn::last);
        return std::move(turns_);
    }

private:
    void see(EventIndex index, const TraceEvent& event) {
        const EventKind kind = event.kind;
        if (kind == EventKind::TimePassed) {
            pass(index, event);
        } else if (kind == EventKind::TaskResumed) {
            close_callback();
            steps_[event.task] = Turn{.task = event.task, .first = index, .begin = event.time};
        } else if (kind == EventKind::TaskSuspended || kind == EventKind::TaskFinished ||
                   kind == EventKind::TaskFailed || kind == EventKind::TaskCancelled) {
            end_step(index, event);
        } else if (kind == EventKind::CallbackRun) {
            close_callback();
            callback_ =
                Turn{.callback = event.b, .first = index, .last = index, .begin = event.time};
        } else if (kind == EventKind::LoopIteration || kind == EventKind::RunEnded) {
            close_callback();
        }
    }
    void pass(EventIndex index, const TraceEvent& event) {
        if (event.task == 0) {
            if (callback_) {
                count(*callback_, index, event);
                callback_->last = index;
                callback_->end = event.time;
            }
        } else if (const auto step = steps_.find(event.task); step != steps_.end()) {
            count(step->second, index, event);
        }
    }
    void count(Turn& turn, EventIndex index, const TraceEvent& event) const {
        const Nanoseconds time = std::max<Nanoseconds>(event.a, 0);
        const auto longer = [&](EventIndex than) {
            return than == kNoEvent || event.a > trace_[than].a;
        };
        if (static_cast<PassedBy>(event.detail) == PassedBy::Blocking) {
            turn.blocked = plus(turn.blocked, time);
            turn.call = longer(turn.call) ? index : turn.call;
        } else {
            turn.computed = plus(turn.computed, time);
        }
        turn.cause = longer(turn.cause) ? index : turn.cause;
    }
    void end_step(EventIndex index, const TraceEvent& event) {
        if (const auto step = steps_.find(event.task); step != steps_.end()) {
            close(step->second, index, event.time);
            steps_.erase(step);
        }
    }
    void close(Turn& turn, EventIndex last, Nanoseconds end) {
        turn.last = last;
        turn.end = end;
        if (turn.duration() > 0) {
            turns_.push_back(turn);
        }
    }
    void close_callback() {
        if (callback_ && callback_->duration() > 0) {
            turns_.push_back(*callback_);
        }
        callback_.reset();
    }

    const Trace& trace_;
    std::map<TaskId, Turn> steps_;
    std::optional<Turn> callback_;
    std::vector<Turn> turns_;
};

Message consequence(const Timeline& timeline, const Harm& harm) {
    if (!harm.late.empty()) {
        return {"finding.kept-loop.late", {late_arg(timeline, harm.late)}};
    }
    if (harm.ready > 0) {
        return {"finding.kept-loop.ready", {number_arg("count", harm.ready)}};
    }
    return {"finding.kept-loop.nobody", {}};
}

}  // namespace

Nanoseconds Turn::duration() const { return span(begin, end); }

std::vector<Turn> loop_turns(const Timeline& timeline) {
    return timeline.trace().size() == 0 ? std::vector<Turn>() : Walker(timeline).walk();
}

Harm harm(const Timeline& timeline, const Turn& turn) {
    // Who is ready when the time has passed was ready while it passed.
    const EventIndex then = turn.cause != kNoEvent ? turn.cause : turn.first;
    return {
        .late = late_tasks(
            timeline, {.task = turn.task, .begin = turn.begin, .end = turn.end, .last = turn.last}),
        .ready = timeline.ready_count().at(then)};
}

void TurnGroups::add(const Turn& turn, EventIndex cause) {
    const SiteId site = site_of_event(timeline_, cause);
    const auto same = [&](const TurnGroup& group) {
        return site_of_event(timeline_, group.cause) == site &&
               (site != 0 ||
                (group.longest.task == turn.task && group.longest.callback == turn.callback));
    };
    auto found = std::ranges::find_if(groups_, same);
    if (found == groups_.end()) {
        found = groups_.insert(groups_.end(), TurnGroup{.longest = turn, .cause = cause});
    }
    TurnGroup& group = *found;
    ++group.count;
    if (turn.duration() > group.longest.duration()) {
        group.longest = turn;
        group.cause = cause;
    }
    if (group.events.size() < kMostEvidence) {
        group.events.push_back(turn.first);
        if (cause != kNoEvent) {
            group.events.push_back(cause);
        }
        if (turn.last != cause) {
            group.events.push_back(turn.last);
        }
    }
    if (turn.task != 0 && group.tasks.size() < kMostEvidence &&
        std::ranges::find(group.tasks, turn.task) == group.tasks.end()) {
        group.tasks.push_back(turn.task);
    }
}

Argument turn_subject(const Timeline& timeline, const Turn& turn) {
    const Words words(timeline);
    return turn.callback == 0 ? words.subject("task", turn.task)
                              : message_arg("task", Message("text.the_callback",
                                                            {words.code("name", turn.callback)}));
}

SiteId site_of_event(const Timeline& timeline, EventIndex event) {
    return event < timeline.trace().size() ? timeline.trace()[event].site : SiteId{0};
}

Finding kept_loop(const Timeline& timeline, const TurnGroup& group, std::string_view kind,
                  Severity severity, Message what) {
    const Turn& turn = group.longest;
    const Harm done = harm(timeline, turn);
    Finding result{.kind = kind, .severity = severity};
    result.statement = {
        group.count > 1 ? "finding.kept-loop.repeated" : "finding.kept-loop.once",
        {message_arg("what", std::move(what)), message_arg("then", consequence(timeline, done)),
         number_arg("count", group.count)}};
    result.explanation = {"finding.kept-loop.why"};
    result.at = turn.last;
    result.events = group.events;
    std::ranges::sort(result.events);
    if (turn.task != 0) {
        result.tasks.push_back(turn.task);
    }
    for (const TaskId task : group.tasks) {
        if (task != turn.task) {
            result.tasks.push_back(task);
        }
    }
    for (const LateTask& one : done.late) {
        if (std::ranges::find(result.tasks, one.task) == result.tasks.end()) {
            result.tasks.push_back(one.task);
        }
    }
    if (const SiteId site = site_of_event(timeline, group.cause); site != 0) {
        result.sites.push_back(site);
    }
    return result;
}

}  // namespace coroscope::detail
