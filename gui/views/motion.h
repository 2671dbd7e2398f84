// Glide: a number that follows another one smoothly, for a short while (tokens.md, section 10).
//
// Nothing glides while things move fast: a change during a glide ends it, so that every frame shows
// a true state while a key is held, a mouse drags or a run plays.
#pragma once

namespace coroscope::gui {

class Glide {
public:
    /// What to show at `now` (seconds) for `target`. `still`: without a movement.
    double value(double target, double now, double seconds, bool still);

private:
    double from_ = 0.0;
    double target_ = 0.0;
    double since_ = 0.0;
    double seconds_ = 0.0;  ///< 0: at rest
    bool begun_ = false;
};

}  // namespace coroscope::gui
