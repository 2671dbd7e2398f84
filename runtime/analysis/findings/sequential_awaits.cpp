// Unneeded sequential awaits: a task awaits the same coroutine function several times in a row,
// each time only to sleep, while nothing else runs in the loop. The waits could overlap.
//
// Silent wherever the order may matter: a call that ends by an exception (a retry), that touches a
// lock, a queue, an event or a variable, that is not alone in the loop, or that is divided from the
// next by a wait of the caller's own (a periodic job). What a call returns is not seen: if the next
// one needs it, the advice does not apply, hence the severity.

#include <algorithm>
#include <optional>

#include "runtime/analysis/finding.h"
#include "runtime/analysis/time_math.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

constexpr std::uint32_t kDepth = 2;  // awaited directly by the task's root coroutine
constexpr std::size_t kMostEvidence = 100;

struct Call {
    EventIndex entered = 0;
    EventIndex left = 0;
    SiteId site = 0;
    Nanoseconds waited = 0;
};

/// Calls in a row of one function.
struct Row {
    std::int64_t function = 0;
    std::vector<Call> calls;
};

/// True if what the task does there cannot matter to another task.
bool keeps_to_itself(EventKind kind) {
    return kind == EventKind::CoroutineEntered || kind == EventKind::CoroutineLeft ||
           kind == EventKind::TaskReady || kind == EventKind::TimerSet ||
           kind == EventKind::TimerFired || kind == EventKind::TimePassed ||
           kind == EventKind::LogLine || kind == EventKind::ChoiceMade;
}

/// Walks one task's events and collects rows.
class Walker {
public:
    explicit Walker(const Timeline& timeline) : trace_(timeline.trace()) {}

    std::vector<Row> rows(const TaskInfo& task) {
        for (const EventIndex index : task.events) {
            see(index, trace_[index]);
        }
        end_row();
        return std::move(rows_);
    }

private:
    void see(EventIndex index, const TraceEvent& event) {
        if (event.kind == EventKind::TaskSuspended) {
            suspend(event);
        } else if (event.kind == EventKind::TaskResumed) {
            if (call_) {
                call_->waited =
                    detail::plus(call_->waited, detail::span(suspended_at_, event.time));
            }
        } else if (event.kind == EventKind::CoroutineEntered && event.b == kDepth) {
            enter(index, event);
        } else if (event.kind == EventKind::CoroutineLeft && event.b == kDepth) {
            leave(index, event);
        } else if (!keeps_to_itself(event.kind)) {
            end_row();
        }
    }
    void enter(EventIndex index, const TraceEvent& event) {
        if (row_.function != event.a) {
            end_row();
        }
        row_.function = event.a;
        call_ = Call{.entered = index, .site = event.site};
    }
    void leave(EventIndex index, const TraceEvent& event) {
        const bool by_exception = event.detail == 1;
        if (!call_ || by_exception) {
            end_row();
            return;
        }
        call_->left = index;
        row_.calls.push_back(*call_);
        call_.reset();
    }
    void suspend(const TraceEvent& event) {
        const auto reason = static_cast<WaitReason>(event.detail);
        if (!call_ || (reason != WaitReason::Sleep && reason != WaitReason::Yield)) {
            end_row();
        }
        suspended_at_ = event.time;
    }
    void end_row() {
        if (row_.calls.size() >= 2) {
            rows_.push_back(std::move(row_));
        }
        row_ = {};
        call_.reset();
    }

    const Trace& trace_;
    Row row_;
    std::optional<Call> call_;
    Nanoseconds suspended_at_ = 0;
    std::vector<Row> rows_;
};

/// True if no other task makes a step during the row: else the waits are put to use already.
bool alone(const Timeline& timeline, TaskId task, const Row& row) {
    const auto steps = timeline.steps();
    auto step = std::ranges::lower_bound(steps, row.calls.front().entered, {}, &Step::first);
    for (; step != steps.end() && step->first < row.calls.back().left; ++step) {
        if (step->task != task) {
            return false;
        }
    }
    return true;
}

std::optional<Finding> finding(const Timeline& timeline, TaskId task, const Row& row) {
    Nanoseconds total = 0;
    Nanoseconds longest = 0;
    for (const Call& call : row.calls) {
        total = detail::plus(total, call.waited);
        longest = std::max(longest, call.waited);
    }
    if (total == longest || !alone(timeline, task, row)) {
        return std::nullopt;
    }
    const detail::Words words(timeline);
    const Call& first = row.calls.front();
    Finding result{.kind = "sequential-awaits", .severity = Severity::Info};
    result.statement = {"finding.sequential-awaits.what",
                        {words.subject("task", task), words.code("function", row.function),
                         number_arg("count", std::ssize(row.calls)), duration_arg("total", total)}};
    result.explanation = {"finding.sequential-awaits.why",
                          {duration_arg("longest", longest), duration_arg("total", total)}};
    result.advice = {"finding.sequential-awaits.advice",
                     {words.line("line", first.site), duration_arg("saved", total - longest)}};
    result.at = row.calls.back().left;
    result.tasks.push_back(task);
    for (const Call& call : row.calls) {
        if (result.events.size() < kMostEvidence) {
            result.events.push_back(call.entered);
            result.events.push_back(call.left);
        }
        if (call.site != 0 && std::ranges::find(result.sites, call.site) == result.sites.end()) {
            result.sites.push_back(call.site);
        }
    }
    return result;
}

}  // namespace

std::vector<Finding> find_sequential_awaits(const Timeline& timeline, const FindingOptions&) {
    std::vector<Finding> findings;
    for (const TaskInfo& task : timeline.tasks()) {
        for (const Row& row : Walker(timeline).rows(task)) {
            if (auto found = finding(timeline, task.id, row)) {
                findings.push_back(std::move(*found));
            }
        }
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
