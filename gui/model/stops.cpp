#include "gui/model/stops.h"

#include <algorithm>

namespace coroscope::gui {
namespace {

// Where one task runs alone for longer, a jump goes so many steps on: a key answers at once.
constexpr std::size_t kMostSteps = 100'000;

// How many steps end before `cursor`.
std::size_t steps_before(const Timeline& timeline, EventIndex cursor) {
    return cursor == 0 ? 0 : timeline.step_ends().count_until(cursor - 1);
}

bool is_switch(const StepList& steps, std::size_t i) {
    return i == 0 || steps[i - 1].task != steps[i].task;
}

// Takes `candidate` if it lies behind (before) the cursor and nearer than `best`.
struct Nearest {
    EventIndex cursor;
    bool forward;
    EventIndex best;
    void offer(EventIndex candidate) {
        if (forward ? candidate > cursor && candidate < best
                    : candidate < cursor && candidate > best) {
            best = candidate;
        }
    }
};

void offer_changes(Nearest& nearest, const TaskInfo& task) {
    const EventList& changes = task.intervals.firsts();
    const std::size_t behind = changes.count_until(nearest.cursor);
    if (nearest.forward) {
        if (behind < changes.size()) {
            nearest.offer(changes[behind]);
        }
        return;
    }
    for (std::size_t i = behind; i-- > 0;) {
        if (changes[i] < nearest.cursor) {
            nearest.offer(changes[i]);
            return;
        }
    }
}

void offer_switches(Nearest& nearest, const Timeline& timeline) {
    const auto steps = timeline.steps();
    std::size_t i = steps.events().count_until(nearest.cursor);
    if (nearest.forward) {
        const std::size_t last = std::min(steps.size(), i + kMostSteps);
        while (i < last && !is_switch(steps, i)) {
            ++i;
        }
        if (i < steps.size()) {
            nearest.offer(steps[i].first);
        }
        return;
    }
    const std::size_t first = i - std::min(i, kMostSteps);
    while (i > first) {
        --i;
        if (i == first || (is_switch(steps, i) && steps[i].first < nearest.cursor)) {
            nearest.offer(steps[i].first);
            return;
        }
    }
}

EventIndex nearest_point(const Timeline& timeline, const std::vector<Finding>& findings,
                         TaskId selected, EventIndex cursor, bool forward) {
    Nearest nearest{cursor, forward, forward ? last_event(timeline) : 0};
    for (const Finding& finding : findings) {
        nearest.offer(finding.at);
    }
    if (const TaskInfo* task = timeline.task(selected)) {
        offer_changes(nearest, *task);
    } else {
        offer_switches(nearest, timeline);
    }
    return nearest.best;
}

}  // namespace

EventIndex last_event(const Timeline& timeline) {
    const EventIndex size = timeline.trace().size();
    return size == 0 ? 0 : size - 1;
}

EventIndex next_stop(const Timeline& timeline, EventIndex cursor, Granularity granularity) {
    const EventIndex last = last_event(timeline);
    switch (granularity) {
    case Granularity::Event: return std::min(cursor + 1, last);
    case Granularity::Step: {
        const EventList& ends = timeline.step_ends();
        const std::size_t i = ends.count_until(cursor);
        return i < ends.size() ? ends[i] : last;
    }
    case Granularity::Iteration: {
        const EventList& iterations = timeline.iterations();
        const std::size_t i = iterations.count_until(cursor);
        return i < iterations.size() ? iterations[i] : last;
    }
    }
    return last;
}

EventIndex previous_stop(const Timeline& timeline, EventIndex cursor, Granularity granularity) {
    switch (granularity) {
    case Granularity::Event: return cursor == 0 ? 0 : cursor - 1;
    case Granularity::Step: {
        const std::size_t before = steps_before(timeline, cursor);
        return before > 0 ? timeline.step_ends()[before - 1] : 0;
    }
    case Granularity::Iteration: {
        const EventList& iterations = timeline.iterations();
        const std::size_t before = cursor == 0 ? 0 : iterations.count_until(cursor - 1);
        return before > 0 ? iterations[before - 1] : 0;
    }
    }
    return 0;
}

EventIndex leap(const Timeline& timeline, EventIndex cursor, Granularity granularity, int parts) {
    if (granularity != Granularity::Step) {
        const auto size = static_cast<std::int64_t>(last_event(timeline));
        const std::int64_t distance = std::max<std::int64_t>(1, size / 10) * parts;
        const auto target =
            std::clamp<std::int64_t>(static_cast<std::int64_t>(cursor) + distance, 0, size);
        return static_cast<EventIndex>(target);
    }
    const auto count = static_cast<std::int64_t>(timeline.steps().size());
    const auto before = static_cast<std::int64_t>(steps_before(timeline, cursor + 1));
    const std::int64_t target = before + std::max<std::int64_t>(1, count / 10) * parts;
    return target > count
               ? last_event(timeline)
               : stop_of_step(timeline,
                              static_cast<std::uint64_t>(std::max<std::int64_t>(0, target)));
}

EventIndex next_point(const Timeline& timeline, const std::vector<Finding>& findings,
                      TaskId selected, EventIndex cursor) {
    return nearest_point(timeline, findings, selected, cursor, true);
}

EventIndex previous_point(const Timeline& timeline, const std::vector<Finding>& findings,
                          TaskId selected, EventIndex cursor) {
    return nearest_point(timeline, findings, selected, cursor, false);
}

EventIndex stop_of_step(const Timeline& timeline, std::uint64_t step) {
    if (step == 0) {
        return 0;
    }
    return step <= timeline.steps().size() ? timeline.steps()[step - 1].last : last_event(timeline);
}

std::uint64_t step_number(const Timeline& timeline, EventIndex cursor) {
    const auto index = timeline.step_at(cursor);
    return index ? *index + 1 : 0;
}

}  // namespace coroscope::gui
