#include "gui/model/stops.h"

#include <algorithm>

namespace coroscope::gui {
namespace {

bool ends_before(const Step& step, EventIndex cursor) { return step.last < cursor; }

// Index of the first step that ends behind `cursor`.
std::size_t first_step_behind(const Timeline& timeline, EventIndex cursor) {
    const auto steps = timeline.steps();
    const auto it =
        std::ranges::partition_point(steps, [&](const Step& step) { return step.last <= cursor; });
    return static_cast<std::size_t>(it - steps.begin());
}

// How many steps end before `cursor`.
std::size_t steps_before(const Timeline& timeline, EventIndex cursor) {
    const auto steps = timeline.steps();
    const auto it =
        std::ranges::partition_point(steps, [&](const Step& s) { return ends_before(s, cursor); });
    return static_cast<std::size_t>(it - steps.begin());
}

bool is_switch(std::span<const Step> steps, std::size_t i) {
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
    const auto& intervals = task.intervals;
    const auto behind = std::ranges::partition_point(
        intervals, [&](const Interval& interval) { return interval.first <= nearest.cursor; });
    if (nearest.forward) {
        if (behind != intervals.end()) {
            nearest.offer(behind->first);
        }
        return;
    }
    for (auto it = behind; it != intervals.begin();) {
        --it;
        if (it->first < nearest.cursor) {
            nearest.offer(it->first);
            return;
        }
    }
}

void offer_switches(Nearest& nearest, const Timeline& timeline) {
    const auto steps = timeline.steps();
    const auto behind = std::ranges::partition_point(
        steps, [&](const Step& step) { return step.first <= nearest.cursor; });
    auto i = static_cast<std::size_t>(behind - steps.begin());
    if (nearest.forward) {
        while (i < steps.size() && !is_switch(steps, i)) {
            ++i;
        }
        if (i < steps.size()) {
            nearest.offer(steps[i].first);
        }
        return;
    }
    while (i > 0) {
        --i;
        if (is_switch(steps, i) && steps[i].first < nearest.cursor) {
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
        const std::size_t i = first_step_behind(timeline, cursor);
        return i < timeline.steps().size() ? timeline.steps()[i].last : last;
    }
    case Granularity::Iteration: {
        const auto iterations = timeline.iterations();
        const auto it = std::ranges::upper_bound(iterations, cursor);
        return it != iterations.end() ? *it : last;
    }
    }
    return last;
}

EventIndex previous_stop(const Timeline& timeline, EventIndex cursor, Granularity granularity) {
    switch (granularity) {
    case Granularity::Event: return cursor == 0 ? 0 : cursor - 1;
    case Granularity::Step: {
        const std::size_t before = steps_before(timeline, cursor);
        return before > 0 ? timeline.steps()[before - 1].last : 0;
    }
    case Granularity::Iteration: {
        const auto iterations = timeline.iterations();
        const auto it = std::ranges::lower_bound(iterations, cursor);
        return it != iterations.begin() ? *(it - 1) : 0;
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
