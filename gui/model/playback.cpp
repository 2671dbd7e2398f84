#include "gui/model/playback.h"

#include <algorithm>

namespace coroscope::gui {
namespace {

static constexpr double kStepsPerSecond = 2.0;
constexpr double kNanosecondsPerSecond = 1e9;
constexpr double kLongestIdleSeconds = 1.0 / 3.0;

// The stretch that covers `position`; nullptr behind the last one.
const Stretch* stretch_at(const Axis& axis, double position) {
    const auto stretches = axis.stretches();
    const auto it = std::ranges::partition_point(
        stretches, [&](const Stretch& s) { return s.last <= position; });
    return it == stretches.end() ? nullptr : &*it;
}

// Axis units per second of real time at `position`, at 1x.
double pace(const Axis& axis, const Stretch* stretch) {
    if (axis.kind() != AxisKind::Time) {
        return kStepsPerSecond;
    }
    if (stretch != nullptr && stretch->kind == Stretch::Kind::Idle) {
        return std::max(kNanosecondsPerSecond,
                        (stretch->last - stretch->first) / kLongestIdleSeconds);
    }
    return kNanosecondsPerSecond;
}

}  // namespace

void Playback::start(const Axis& axis, EventIndex cursor) {
    playing_ = true;
    position_ = axis.at(cursor);
}

EventIndex Playback::advance(const Axis& axis, double seconds, double speed) {
    double left = seconds * speed;
    while (left > 0.0 && position_ < axis.end()) {
        const Stretch* stretch = stretch_at(axis, position_);
        const double rate = pace(axis, stretch);
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
        return axis.size() == 0 ? 0 : axis.size() - 1;
    }
    return axis.event_at(position_);
}

}  // namespace coroscope::gui
