// Busy wait: a task asks for the value of a variable turn after turn, and only yields or sleeps
// very shortly in between, until another task has written it (or for ever).
//
// A turn is one step that does nothing but read. Silent for a task that does something in its
// turns: writes, puts, gets, creates tasks, logs, lets time pass. A task that looks at nothing the
// trace shows may be computing: it is meant only if the run's whole budget went by while it did
// nothing but yield.

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include "runtime/analysis/evidence.h"
#include "runtime/analysis/time_math.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

constexpr std::int64_t kIdleTurns = 1000;  // that do nothing at all, at the end of a run

/// Turns of one task in a row that wait at the same line.
struct Poll {
    TaskId task = 0;
    std::int64_t turns = 0;
    ObjectId variable = 0;  ///< the first that it reads, 0 if nothing
    EventIndex first = 0;
    EventIndex last = 0;  ///< the last read, or the last suspension if it reads nothing
    SiteId read_site = 0;
    SiteId sleep_site = 0;
    Nanoseconds sleeps = 0;  ///< the longest of its sleeps
    EventIndex before = 0;   ///< the last read but one
    bool ends = false;       ///< the task goes on with something else
};

/// True if a step in which this happens may still be a turn of a poll.
bool does_nothing(EventKind kind) {
    switch (kind) {
    case EventKind::TaskCreated:  // its own
    case EventKind::TaskResumed:
    case EventKind::TaskReady:
    case EventKind::TimerSet:
    case EventKind::TimerFired:
    case EventKind::TimerCancelled:
    case EventKind::CoroutineEntered:
    case EventKind::CoroutineLeft:
    case EventKind::ResourceAcquired:  // a lock around the read
    case EventKind::ResourceReleased:
    case EventKind::VariableRead:
    case EventKind::ChoiceMade:
    case EventKind::FrameAllocated:
    case EventKind::FrameFreed: return true;
    case EventKind::None:
    case EventKind::LoopIteration:
    case EventKind::ClockAdvanced:
    case EventKind::RunEnded:
    case EventKind::CallbackScheduled:
    case EventKind::CallbackRun:
    case EventKind::TaskSuspended:
    case EventKind::TaskFinished:
    case EventKind::TaskFailed:
    case EventKind::TaskCancelled:
    case EventKind::TaskCancelRequested:
    case EventKind::TaskAbandoned:
    case EventKind::TaskRenamed:
    case EventKind::ResultTaken:
    case EventKind::TimePassed:
    case EventKind::ResourceCreated:
    case EventKind::ResourceNotified:
    case EventKind::ResourceLinked:
    case EventKind::ResourceDestroyed:
    case EventKind::QueuePut:
    case EventKind::QueueGot:
    case EventKind::QueueTaskDone:
    case EventKind::QueueDropped:
    case EventKind::CounterChanged:
    case EventKind::VariableWritten:
    case EventKind::LogLine:
    case EventKind::LoopReport:
    case EventKind::CheckMade:
    case EventKind::JobSubmitted:
    case EventKind::JobStarted:
    case EventKind::JobComputes:
    case EventKind::JobFinished:
    case EventKind::MessageSent:
    case EventKind::MessageArrived:
    case EventKind::ThreadStarted:
    case EventKind::ThreadEnded: break;
    }
    return false;
}

bool is_step_cost(const TraceEvent& event) {
    return event.kind == EventKind::TimePassed &&
           event.detail == static_cast<std::uint8_t>(PassedBy::StepCost);
}

/// Walks one task's events.
class Walker {
public:
    Walker(const Timeline& timeline, const FindingOptions& options)
        : trace_(timeline.trace()), options_(options) {}

    std::vector<Poll> polls(const TaskInfo& task) {
        for (const EventIndex index : task.events) {
            see(index, trace_[index]);
        }
        end_poll(false);
        return std::move(polls_);
    }

private:
    void see(EventIndex index, const TraceEvent& event) {
        if (event.kind == EventKind::TaskSuspended) {
            suspend(index, event);
        } else if (event.kind == EventKind::VariableRead) {
            read_ = read_ == kNoEvent ? index : read_;
        } else if (!does_nothing(event.kind) && !is_step_cost(event)) {
            leave(event);
        }
    }
    /// The task does something: this step is no turn, and the poll before it is over.
    void leave(const TraceEvent& event) {
        const bool goes_on =
            event.kind != EventKind::TaskCancelRequested && event.kind != EventKind::TaskAbandoned;
        end_poll(goes_on);
        is_turn_ = false;
    }
    void suspend(EventIndex index, const TraceEvent& event) {
        const auto reason = static_cast<WaitReason>(event.detail);
        const Nanoseconds sleep =
            reason == WaitReason::Sleep ? detail::span(event.time, event.a) : Nanoseconds{0};
        const bool shortly = reason == WaitReason::Yield ||
                             (reason == WaitReason::Sleep && sleep <= options_.busy_wait_sleep);
        if (shortly && is_turn_) {
            turn(index, event, sleep);
        } else {
            end_poll(true);
        }
        is_turn_ = true;
        read_ = kNoEvent;
    }
    void turn(EventIndex index, const TraceEvent& event, Nanoseconds sleep) {
        const ObjectId variable = read_ == kNoEvent ? 0 : trace_[read_].subject;
        if (poll_.turns > 0 && (poll_.variable != variable || poll_.sleep_site != event.site)) {
            end_poll(true);
        }
        const EventIndex at = read_ == kNoEvent ? index : read_;
        if (poll_.turns == 0) {
            poll_ = {.task = event.task,
                     .variable = variable,
                     .first = at,
                     .read_site = trace_[at].site,
                     .sleep_site = event.site};
        }
        ++poll_.turns;
        poll_.last = at;
        poll_.sleeps = std::max(poll_.sleeps, sleep);
    }
    /// `goes_on`: the task does something else now, so what it polled for may have come.
    void end_poll(bool goes_on) {
        if (poll_.turns > 0) {
            poll_.before = poll_.last;
            if (goes_on && read_ != kNoEvent && trace_[read_].subject == poll_.variable &&
                trace_[read_].site == poll_.read_site) {
                poll_.last = read_;  // it looks a last time, and goes on in the same step
                poll_.ends = true;
            }
            polls_.push_back(poll_);
        }
        poll_ = {};
    }

    const Trace& trace_;
    const FindingOptions& options_;
    Poll poll_;
    EventIndex read_ = kNoEvent;  // the first of the running step
    bool is_turn_ = true;         // so far, the running step does nothing
    std::vector<Poll> polls_;
};

/// The write that ends the poll: another task's, between the last two looks.
EventIndex ending_write(const Timeline& timeline, const Poll& poll) {
    const ResourceInfo* variable = timeline.resource(poll.variable);
    if (variable == nullptr || !poll.ends) {
        return kNoEvent;
    }
    auto at = std::ranges::lower_bound(variable->accesses, poll.last, {}, &Access::event);
    while (at != variable->accesses.begin()) {
        --at;
        if (at->event < poll.before) {
            break;
        }
        if (at->write && at->task != poll.task) {
            return at->event;
        }
    }
    return kNoEvent;
}

/// True if it is still polling when the run is over. One that is cancelled then may have been meant
/// to look now and then, as a monitor does, if it slept.
bool never_ends(const Timeline& timeline, const Poll& poll) {
    const TaskInfo* task = timeline.task(poll.task);
    const auto next = std::ranges::upper_bound(task->events, poll.last);
    return !poll.ends && std::all_of(next, task->events.end(), [&](EventIndex event) {
        const EventKind kind = timeline.trace()[event].kind;
        const bool cancelled =
            kind == EventKind::TaskCancelRequested || kind == EventKind::TaskCancelled;
        return does_nothing(kind) || kind == EventKind::TaskSuspended ||
               kind == EventKind::TaskAbandoned || (cancelled && poll.sleeps == 0);
    });
}

std::string_view statement(const Poll& poll, bool ends) {
    if (poll.variable == 0) {
        return "finding.busy-wait.nothing";
    }
    if (poll.sleeps == 0) {
        return ends ? "finding.busy-wait.until.yields" : "finding.busy-wait.for_ever.yields";
    }
    return ends ? "finding.busy-wait.until.sleeps" : "finding.busy-wait.for_ever.sleeps";
}

Finding finding(const Timeline& timeline, const Poll& poll, EventIndex write,
                const std::vector<TaskId>& tasks) {
    const detail::Words words(timeline);
    const bool ends = write != kNoEvent;
    const TraceEvent last = timeline.trace()[ends ? write : poll.last];
    const std::vector arguments{
        words.subject("task", poll.task),      words.resource("variable", poll.variable),
        number_arg("count", poll.turns),       words.line("line", poll.read_site),
        words.line("sleeps", poll.sleep_site), duration_arg("time", poll.sleeps),
        words.task("other", last.task),        words.line("write", last.site)};
    Finding result{.kind = "busy-wait", .severity = Severity::Warning};
    result.statement = {statement(poll, ends), arguments};
    if (tasks.size() > 1) {
        result.statement = {"finding.busy-wait.several",
                            {message_arg("once", std::move(result.statement)),
                             number_arg("count", std::ssize(tasks) - 1)}};
    }
    result.explanation = {
        poll.sleeps == 0 ? "finding.busy-wait.why.yields" : "finding.busy-wait.why.sleeps",
        arguments};
    result.advice = {poll.variable == 0 ? "finding.busy-wait.advice.nothing"
                     : ends             ? "finding.busy-wait.advice.write"
                                        : "finding.busy-wait.advice.wait",
                     arguments};
    result.at = poll.last;
    detail::add_once(result.resources, poll.variable);
    detail::add_event(timeline, poll.first, result);
    detail::add_once(result.sites, poll.sleep_site);
    detail::add_event(timeline, write, result);
    detail::add_event(timeline, poll.last, result);
    for (const TaskId task : tasks) {
        detail::add_once(result.tasks, task);
    }
    detail::sort_events(result);
    return result;
}

/// Those that are worth looking at, most turns first.
std::vector<Poll> long_polls(const Timeline& timeline, const FindingOptions& options) {
    std::vector<Poll> polls;
    for (const TaskInfo& task : timeline.tasks()) {
        for (const Poll& poll : Walker(timeline, options).polls(task)) {
            const bool looks = poll.variable != 0 && poll.turns >= options.busy_wait_turns;
            const bool idles = poll.variable == 0 && poll.turns >= kIdleTurns && poll.sleeps == 0 &&
                               timeline.outcome() == Outcome::Budget;
            if (looks || idles) {
                polls.push_back(poll);
            }
        }
    }
    std::ranges::stable_sort(polls, std::greater<>(), &Poll::turns);
    return polls;
}

}  // namespace

std::vector<Finding> find_busy_waits(const Timeline& timeline, const FindingOptions& options) {
    struct Place {
        const Poll* worst = nullptr;
        EventIndex write = kNoEvent;
        std::vector<TaskId> tasks;
    };
    std::map<std::pair<SiteId, TaskId>, Place> places;  // a task only where there are no lines
    const std::vector<Poll> polls = long_polls(timeline, options);
    for (const Poll& poll : polls) {
        const EventIndex write = ending_write(timeline, poll);
        if (write == kNoEvent && !never_ends(timeline, poll)) {
            continue;
        }
        Place& place = places[{poll.sleep_site, poll.sleep_site == 0 ? poll.task : 0}];
        if (place.worst == nullptr) {
            place.worst = &poll;
            place.write = write;
        }
        detail::add_once(place.tasks, poll.task);
    }
    std::vector<Finding> findings;
    for (const auto& [line, place] : places) {
        findings.push_back(finding(timeline, *place.worst, place.write, place.tasks));
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
