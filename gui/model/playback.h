// Playback: moves a position along the axis while the run plays.
//
// On the time axis it follows virtual time: at 1x one second of the run takes one second, and an
// idle gap takes at most a third of a second, because nothing happens in it; both can be changed.
// On the elastic and steps axes, where a whole run may have no duration at all, it follows the
// axis: at 1x two steps a second.
#pragma once

#include "gui/model/stops.h"
#include "runtime/picture/axis.h"

namespace coroscope::gui {

struct PlayOptions {
    double speed = 1.0;
    bool by_steps = false;          ///< on the time axis, too
    double steps_per_second = 2.0;  ///< at 1x
    bool skip_idle = true;
};

class Playback {
public:
    [[nodiscard]] bool playing() const { return playing_; }
    /// Starts at `cursor`.
    void start(const Axis& axis, EventIndex cursor);
    void stop() { playing_ = false; }
    /// Goes on by so many seconds of real time; returns the event to show. Stops at the end of the
    /// run.
    EventIndex advance(const Timeline& timeline, const Axis& axis, double seconds,
                       const PlayOptions& options = {});
    /// The axis changed under it.
    void restart(const Axis& axis, EventIndex cursor) { start(axis, cursor); }

private:
    EventIndex advance_steps(const Timeline& timeline, const Axis& axis, double steps);

    bool playing_ = false;
    double position_ = 0.0;
    double steps_due_ = 0.0;
    EventIndex event_ = 0;  ///< shown last
};

}  // namespace coroscope::gui
