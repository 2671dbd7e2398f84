#include "runtime/analysis/difference.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "runtime/analysis/event_meaning.h"

namespace coroscope {
namespace {

using Counts = bool (*)(EventKind);

EventIndex next_event(const Trace& trace, EventIndex from, Counts counts) {
    while (from < trace.size() && !counts(trace[from].kind)) {
        ++from;
    }
    return from < trace.size() ? from : kNoEvent;
}

/// Of the events that count; both kNoEvent if none differs.
EventPair first_apart(const Timeline& left, const Timeline& right, Counts counts,
                      std::size_t& in_common) {
    EventPair at{next_event(left.trace(), 0, counts), next_event(right.trace(), 0, counts)};
    while (at.left != kNoEvent && at.right != kNoEvent &&
           same_meaning(left, at.left, right, at.right)) {
        at = {next_event(left.trace(), at.left + 1, counts),
              next_event(right.trace(), at.right + 1, counts)};
        ++in_common;
    }
    return at;
}

/// What a task does that others may notice. That a mended program makes a lock is not where it
/// parts from the broken one, but that somebody takes it.
bool is_deed(EventKind kind) {
    return is_part_of_the_run(kind) && kind != EventKind::ResourceCreated &&
           kind != EventKind::ResourceLinked && kind != EventKind::ResourceDestroyed &&
           kind != EventKind::LoopIteration && kind != EventKind::RunEnded;
}

void compare_events(const Timeline& left, const Timeline& right, RunDifference& result) {
    result.first = first_apart(left, right, is_part_of_the_run, result.events_in_common);
    result.same = result.first == EventPair{};
}

std::vector<EventIndex> choices(const Trace& trace) {
    std::vector<EventIndex> all;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        if (trace[i].kind == EventKind::ChoiceMade) {
            all.push_back(i);
        }
    }
    return all;
}

/// The first place at which two lists of events differ in meaning.
template <class Events>
std::optional<EventPair> first_that_differs(const Timeline& left, const Events& one,
                                            const Timeline& right, const Events& other,
                                            bool with_time, std::size_t& in_common) {
    for (in_common = 0; in_common < std::max(one.size(), other.size()); ++in_common) {
        const EventPair pair{in_common < one.size() ? one[in_common] : kNoEvent,
                             in_common < other.size() ? other[in_common] : kNoEvent};
        if (pair.left == kNoEvent || pair.right == kNoEvent ||
            !same_meaning(left, pair.left, right, pair.right, with_time)) {
            return pair;
        }
    }
    return std::nullopt;
}

void compare_choices(const Timeline& left, const Timeline& right, RunDifference& result) {
    const std::vector<EventIndex> one = choices(left.trace());
    const std::vector<EventIndex> other = choices(right.trace());
    if (!one.empty() && !other.empty()) {
        result.first_choice =
            first_that_differs(left, one, right, other, true, result.choices_in_common);
    }
}

/// Pairs what has the same name on both sides: the n-th of a name with the n-th. An index or -1.
class Pairing {
public:
    void add_left(std::string_view name, std::ptrdiff_t index) { left_[name].push_back(index); }
    void add_right(std::string_view name, std::ptrdiff_t index) { right_[name].push_back(index); }

    /// In the order of the left, then those that only the right has, in its order.
    [[nodiscard]] std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>> pairs() const {
        std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>> all;
        for (const auto& [name, own] : left_) {
            const auto found = right_.find(name);
            for (std::size_t i = 0; i < own.size(); ++i) {
                const bool both = found != right_.end() && i < found->second.size();
                all.emplace_back(own[i], both ? found->second[i] : -1);
            }
        }
        for (const auto& [name, own] : right_) {
            const auto found = left_.find(name);
            const std::size_t paired = found == left_.end() ? 0 : found->second.size();
            for (std::size_t i = paired; i < own.size(); ++i) {
                all.emplace_back(-1, own[i]);
            }
        }
        std::ranges::sort(all, [](const auto& x, const auto& y) {
            return std::pair(static_cast<std::size_t>(x.first), x.second) <
                   std::pair(static_cast<std::size_t>(y.first), y.second);  // -1 is last
        });
        return all;
    }

private:
    std::map<std::string_view, std::vector<std::ptrdiff_t>> left_;
    std::map<std::string_view, std::vector<std::ptrdiff_t>> right_;
};

Pairing pair_tasks(const Timeline& left, const Timeline& right) {
    Pairing pairing;
    for (const TaskInfo& task : left.tasks()) {
        pairing.add_left(left.task_name(task.id), task.id);
    }
    for (const TaskInfo& task : right.tasks()) {
        pairing.add_right(right.task_name(task.id), task.id);
    }
    return pairing;
}

void compare_tasks(const Timeline& left, const Timeline& right, RunDifference& result) {
    for (const auto& [one, other] : pair_tasks(left, right).pairs()) {
        TaskChange change{.left = one < 0 ? 0 : static_cast<TaskId>(one),
                          .right = other < 0 ? 0 : static_cast<TaskId>(other)};
        change.left_state = left.state_at(change.left, kNoEvent).state;
        change.right_state = right.state_at(change.right, kNoEvent).state;
        if (change.left_state != change.right_state) {
            result.tasks.push_back(change);
        }
    }
}

std::string_view last_value(const Timeline& timeline, ObjectId variable) {
    const auto value = timeline.value_at(variable, kNoEvent);
    return value ? timeline.trace().text(value->text) : std::string_view();
}

void compare_variables(const Timeline& left, const Timeline& right, RunDifference& result) {
    Pairing pairing;
    for (const ResourceInfo& resource : left.resources()) {
        if (resource.type == ResourceType::Variable) {
            pairing.add_left(left.resource_name(resource.id), resource.id);
        }
    }
    for (const ResourceInfo& resource : right.resources()) {
        if (resource.type == ResourceType::Variable) {
            pairing.add_right(right.resource_name(resource.id), resource.id);
        }
    }
    for (const auto& [one, other] : pairing.pairs()) {
        VariableChange change{.left = one < 0 ? 0 : static_cast<ObjectId>(one),
                              .right = other < 0 ? 0 : static_cast<ObjectId>(other)};
        change.left_value = last_value(left, change.left);
        change.right_value = last_value(right, change.right);
        if (change.left == 0 || change.right == 0 || change.left_value != change.right_value) {
            result.variables.push_back(change);
        }
    }
}

/// What a finding is about, without times and counts.
std::string identity(const Timeline& timeline, const Finding& finding) {
    std::string text(finding.kind);
    for (const TaskId task : finding.tasks) {
        text += '\n' + std::string(timeline.task_name(task));
    }
    for (const ObjectId resource : finding.resources) {
        text += '\t' + std::string(timeline.resource_name(resource));
    }
    return text;
}

std::vector<std::size_t> only_here(const Timeline& here, const std::vector<Finding>& own,
                                   const Timeline& there, const std::vector<Finding>& others) {
    std::map<std::string, std::size_t> known;
    for (const Finding& finding : others) {
        ++known[identity(there, finding)];
    }
    std::vector<std::size_t> only;
    for (std::size_t i = 0; i < own.size(); ++i) {
        std::size_t& count = known[identity(here, own[i])];
        if (count == 0) {
            only.push_back(i);
        } else {
            --count;
        }
    }
    return only;
}

void compare_findings(const Timeline& left, const Timeline& right, RunDifference& result) {
    result.only_left = only_here(left, result.left_findings, right, result.right_findings);
    result.only_right = only_here(right, result.right_findings, left, result.left_findings);
}

std::string_view scenario_of(const Timeline& timeline) {
    const std::string_view spec = timeline.trace().info().runspec;
    return spec.substr(0, spec.find_first_of("?#"));
}

Pairing pair_resources(const Timeline& left, const Timeline& right) {
    Pairing pairing;
    for (std::size_t i = 0; i < left.resources().size(); ++i) {
        pairing.add_left(left.resource_name(left.resources()[i].id),
                         static_cast<std::ptrdiff_t>(i));
    }
    for (const ResourceInfo& resource : right.resources()) {
        pairing.add_right(right.resource_name(resource.id), resource.id);
    }
    return pairing;
}

PartingSide parting_side(const Timeline& timeline, EventIndex first) {
    PartingSide side;
    const std::size_t steps = timeline.steps().size();
    side.first = std::min<EventIndex>(first, timeline.trace().size());
    const auto at = timeline.step_at(side.first);
    side.step = at ? *at : 0;
    // What happens between two steps decides the one that comes next.
    if (at && side.first > timeline.last_of_step(*at)) {
        ++side.step;
    }
    if (side.step < steps) {
        const Step step = timeline.steps()[side.step];
        side.task = step.task;
        side.first = std::max(side.first, step.first);
    } else {
        side.step = steps;
    }
    side.before = side.step == 0 ? 0 : timeline.last_of_step(side.step - 1);
    return side;
}

std::vector<TaskId> candidates_of(const Trace& trace, const TraceEvent& choice) {
    std::vector<TaskId> tasks;
    TaskId task = 0;
    for (const char c : trace.text(choice.subject)) {
        if (c >= '0' && c <= '9') {
            task = task * 10 + static_cast<TaskId>(c - '0');
        } else {
            tasks.push_back(std::exchange(task, 0));
        }
    }
    tasks.push_back(task);
    return tasks;
}

/// The choice by which a run came to its side of the parting, if it is recorded.
bool add_choice(const Timeline& timeline, const PartingSide& side, Parting& parting) {
    const Trace& trace = timeline.trace();
    const std::vector<EventIndex> all = choices(trace);
    const auto behind = std::ranges::upper_bound(all, side.first);
    if (behind == all.begin() || side.task == 0) {
        return false;
    }
    const EventIndex choice = *(behind - 1);
    if (choice < side.before || trace[choice].task != side.task) {
        return false;
    }
    parting.choice = static_cast<std::size_t>(behind - all.begin());
    parting.choices = all.size();
    parting.candidates = candidates_of(trace, trace[choice]);
    return true;
}

}  // namespace

RunDifference difference(const Timeline& left, const Timeline& right) {
    return difference(left, find_all(left), right, find_all(right));
}

RunDifference difference(const Timeline& left, std::vector<Finding> left_findings,
                         const Timeline& right, std::vector<Finding> right_findings) {
    RunDifference result;
    result.left_findings = std::move(left_findings);
    result.right_findings = std::move(right_findings);
    result.same_scenario = scenario_of(left) == scenario_of(right);
    compare_events(left, right, result);
    compare_choices(left, right, result);
    result.first_log =
        first_that_differs(left, left.log(), right, right.log(), false, result.log_lines_in_common)
            .value_or(EventPair{});
    compare_tasks(left, right, result);
    compare_variables(left, right, result);
    compare_findings(left, right, result);
    return result;
}

MatchedNames match_names(const Timeline& left, const Timeline& right) {
    MatchedNames matched;
    matched.tasks.resize(left.tasks().size());
    matched.resources.resize(left.resources().size());
    for (const auto& [one, other] : pair_tasks(left, right).pairs()) {
        if (one > 0 && other > 0) {
            matched.tasks[static_cast<std::size_t>(one) - 1] = static_cast<TaskId>(other);
        }
    }
    for (const auto& [one, other] : pair_resources(left, right).pairs()) {
        if (one >= 0 && other > 0) {
            matched.resources[static_cast<std::size_t>(one)] = static_cast<ObjectId>(other);
        }
    }
    return matched;
}

std::optional<Parting> parting(const Timeline& left, const Timeline& right,
                               const RunDifference& difference) {
    if (difference.same) {
        return std::nullopt;
    }
    std::size_t in_common = 0;
    EventPair first = first_apart(left, right, is_deed, in_common);
    first = first == EventPair{} ? difference.first : first;
    Parting result{.left = parting_side(left, first.left),
                   .right = parting_side(right, first.right)};
    if (result.left.task == result.right.task && result.left.task != 0 &&
        left.task_name(result.left.task) == right.task_name(result.right.task)) {
        return result;  // the same task does something else
    }
    result.choice_is_left = add_choice(left, result.left, result);
    if (!result.choice_is_left) {
        add_choice(right, result.right, result);
    }
    return result;
}

}  // namespace coroscope
