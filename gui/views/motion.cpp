#include "gui/views/motion.h"

namespace coroscope::gui {

double Glide::value(double target, double now, double seconds, bool still) {
    const bool gliding = seconds_ > 0.0 && now - since_ < seconds_;
    if (!begun_ || still) {
        begun_ = true;
        target_ = target;
        seconds_ = 0.0;
    } else if (target != target_) {
        // Again so soon: a key is held. The glide that may follow counts from here.
        from_ = gliding ? target : target_;
        target_ = target;
        since_ = now;
        seconds_ = seconds;
    }
    const double part = seconds_ > 0.0 ? (now - since_) / seconds_ : 1.0;
    if (part >= 1.0) {
        return target_;
    }
    const double rest = 1.0 - part;
    return from_ + (target_ - from_) * (1.0 - rest * rest * rest);
}

}  // namespace coroscope::gui
