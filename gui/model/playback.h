// Playback: moves a position along the axis while the run plays.
//
// On the time axis it follows virtual time: at 1x one second of the run takes one second, and an
// idle gap takes at most a third of a second, because nothing happens in it. On the elastic and
// steps axes, where a whole run may have no duration at all, it follows the axis: at 1x two steps a
// second.
#pragma once

#include "runtime/picture/axis.h"

namespace coroscope::gui {

class Playback {
public:
    [[nodiscard]] bool playing() const { return playing_; }
    /// Starts at `cursor`.
    void start(const Axis& axis, EventIndex cursor);
    void stop() { playing_ = false; }
    /// Goes on by so many seconds of real time; returns the event to show. Stops at the end of the
    /// run.
    EventIndex advance(const Axis& axis, double seconds, double speed);
    /// The axis changed under it.
    void restart(const Axis& axis, EventIndex cursor) { start(axis, cursor); }

private:
    bool playing_ = false;
    double position_ = 0.0;
};

}  // namespace coroscope::gui
