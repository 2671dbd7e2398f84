#include "gui/model/playback.h"

#include <algorithm>

namespace coroscope::gui {
namespace {

static constexpr double kNanosecondsPerSecond = 1e9;
constexpr double kLongestIdleSeconds = 1.0 / 3.0;

// The stretch that covers `position`; nullptr behind the last one.
const Stretch* stretch_at(const Axis& axis, double position) {
    const auto stretches = axis.stretches();
    const auto it = std::ranges::partition_point(
        stretches, [&](const Stretch& s) { return s.last <= position; });
    return it == stretches.end() ? nullptr : &*it;
}

// Axis units per second of real time at `position`, at 1x.
double pace(const Axis& axis, const Stretch* stretch, const PlayOptions& options) {
    if (axis.kind() != AxisKind::Time) {
        return options.steps_per_second;
    }
    if (options.skip_idle && stretch != nullptr && stretch->kind == Stretch::Kind::Idle) {
        return std::max(kNanosecondsPerSecond,
                        (stretch->last - stretch->first) / kLongestIdleSeconds);
    }
    return kNanosecondsPerSecond;
}

}  // namespace

void Playback::start(const Axis& axis, EventIndex cursor) {
    playing_ = true;
    position_ = axis.at(cursor);
    steps_due_ = 0.0;
    event_ = cursor;
}

EventIndex Playback::advance_steps(const Timeline& timeline, const Axis& axis, double steps) {
    steps_due_ += steps;
    EventIndex event = event_;
    for (; steps_due_ >= 1.0 && event < last_event(timeline); steps_due_ -= 1.0) {
        event = next_stop(timeline, event, Granularity::Step);
    }
    event_ = event;
    position_ = axis.at(event);
    playing_ = event < last_event(timeline);
    return event;
}

EventIndex Playback::advance(const Timeline& timeline, const Axis& axis, double seconds,
                             const PlayOptions& options) {
    double left = seconds * options.speed;
    if (options.by_steps && axis.kind() == AxisKind::Time) {
        return advance_steps(timeline, axis, left * options.steps_per_second);
    }
    while (left > 0.0 && position_ < axis.end()) {
        const Stretch* stretch = stretch_at(axis, position_);
        const double rate = pace(axis, stretch, options);
        const double until = stretch != nullptr ? std::min(stretch->last, axis.end()) : axis.end();
        const double needed = (until - position_) / rate;
        if (needed > left) {
            position_ += left * rate;
            break;
        }
        position_ = until;
        left -= needed;
    }
    if (position_ >= axis.end()) {
        playing_ = false;
        event_ = axis.size() == 0 ? 0 : axis.size() - 1;
    } else {
        event_ = axis.event_at(position_);
    }
    return event_;
}

}  // namespace coroscope::gui
