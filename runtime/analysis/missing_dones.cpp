#include "runtime/analysis/missing_dones.h"
#include "runtime/analysis/end_of_run.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace coroscope::detail {
namespace {

/// A join that waits in vain, and the event at which that is clear: the end of the run, or the
/// moment in which it is cancelled. (The consumers may be cancelled in the same step.)
struct Join {
    Wait wait;
    EventIndex end = 0;
};

/// What cancelled this wait, if anything did.
EventIndex cancelled_by(const Timeline& timeline, const Wait& wait) {
    const Interval after = timeline.state_at(wait.task, wait.last == 0 ? 0 : wait.last - 1);
    const bool woken = after.state == TaskState::Ready && after.woken_by < timeline.trace().size();
    const auto cancelled = static_cast<std::uint8_t>(WakeReason::Cancelled);
    return woken && timeline.trace()[after.woken_by].detail == cancelled ? after.woken_by
                                                                         : kNoEvent;
}

/// The first join that was not ended by the last task_done().
std::optional<Join> join_in_vain(const Timeline& timeline, const ResourceInfo& queue) {
    const Trace& trace = timeline.trace();
    for (const Wait& wait : queue.waits) {
        if (trace[wait.first].detail != static_cast<std::uint8_t>(WaitReason::QueueJoin)) {
            continue;
        }
        if (wait.last >= trace.size() || trace[wait.last].kind == EventKind::TaskAbandoned) {
            return Join{.wait = wait, .end = end_of_run(timeline)};
        }
        if (const EventIndex by = cancelled_by(timeline, wait); by != kNoEvent) {
            return Join{.wait = wait, .end = by};
        }
    }
    return std::nullopt;
}

/// What the tasks do with a queue up to the end of a join.
struct Accounts {
    std::map<TaskId, Debtor> of;
    bool done_by_others = false;  ///< somebody says more often that he is done than he took items
    bool done_later = false;      ///< somebody was only slow
};

Accounts accounts(const Timeline& timeline, const ResourceInfo& queue, EventIndex end) {
    Accounts result;
    for (const EventIndex event : queue.events) {
        const TraceEvent& what = timeline.trace()[event];
        if (what.kind != EventKind::QueueGot && what.kind != EventKind::QueueTaskDone) {
            continue;
        }
        if (event > end) {
            result.done_later = result.done_later || what.kind == EventKind::QueueTaskDone;
            continue;
        }
        Debtor& one = result.of.try_emplace(what.task, Debtor{.task = what.task}).first->second;
        if (what.kind == EventKind::QueueGot) {
            ++one.got;
            one.last_get = event;
        } else {
            ++one.done;
            result.done_by_others = result.done_by_others || one.done > one.got;
        }
    }
    return result;
}

/// When the debtor went on without task_done(): its end, or its wait for the next item; kNoEvent if
/// it has not by event `end`.
EventIndex gone_on(const Timeline& timeline, const Debtor& debtor, ObjectId queue, EventIndex end) {
    const Interval now = timeline.state_at(debtor.task, end);
    const bool waits = now.state == TaskState::Waiting && now.subject == queue &&
                       now.reason == WaitReason::QueueGet;
    return waits || is_over(now.state) ? now.first : kNoEvent;
}

std::set<TaskId> parents(const Timeline& timeline) {
    std::set<TaskId> ids;
    for (const TaskInfo& task : timeline.tasks()) {
        ids.insert(task.parent);
    }
    return ids;
}

/// Those that went on although they owe something.
std::vector<Debtor> debtors(const Timeline& timeline, const Accounts& accounts, ObjectId queue,
                            EventIndex end) {
    const bool hung = timeline.outcome() == Outcome::Hang;
    const std::set<TaskId> helped = hung ? std::set<TaskId>() : parents(timeline);
    std::vector<Debtor> result;
    for (const auto& [task, account] : accounts.of) {
        if (account.got <= account.done || helped.contains(task)) {
            continue;
        }
        Debtor debtor = account;
        debtor.gone_on = gone_on(timeline, account, queue, end);
        if (debtor.gone_on != kNoEvent) {
            const TaskState state = timeline.state_at(task, end).state;
            debtor.failed = state == TaskState::Failed || state == TaskState::Cancelled;
            result.push_back(debtor);
        }
    }
    std::ranges::stable_sort(result, [](const Debtor& left, const Debtor& right) {
        return left.got - left.done > right.got - right.done;
    });
    return result;
}

std::optional<MissingDones> missing(const Timeline& timeline, const ResourceInfo& queue) {
    const auto join = join_in_vain(timeline, queue);
    if (!join) {
        return std::nullopt;
    }
    const std::int64_t unfinished = queue.unfinished.at(join->end);
    if (unfinished <= 0 || queue.level.at(join->end) != 0) {
        return std::nullopt;
    }
    const Accounts all = accounts(timeline, queue, join->end);
    if (all.done_by_others || all.done_later) {
        return std::nullopt;
    }
    MissingDones result{.queue = queue.id,
                        .joiner = join->wait.task,
                        .join = join->wait.first,
                        .gave_up = join->wait.last,
                        .site = join->wait.site,
                        .unfinished = unfinished,
                        .debtors = debtors(timeline, all, queue.id, join->end)};
    std::int64_t owed = 0;
    for (const Debtor& debtor : result.debtors) {
        owed += debtor.got - debtor.done;
    }
    if (owed < unfinished) {
        return std::nullopt;  // others still work
    }
    return result;
}

}  // namespace

std::vector<MissingDones> missing_dones(const Timeline& timeline) {
    std::vector<MissingDones> all;
    for (const ResourceInfo& queue : timeline.resources()) {
        if (queue.type == ResourceType::Queue && !queue.waits.empty()) {
            if (auto one = missing(timeline, queue)) {
                all.push_back(std::move(*one));
            }
        }
    }
    std::ranges::stable_sort(all, {}, &MissingDones::join);
    return all;
}

}  // namespace coroscope::detail
