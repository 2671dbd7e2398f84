// Common axes: two runs on one line. The same position is the same moment in both, so that two
// pictures drawn one below the other with the same range can be compared with the eye.
//
//     const CommonAxes axes = common_axes(failing, passing, AxisKind::Elastic);
//     axes.left.length() == axes.right.length();
//     const EventIndex other = axes.right.event_at(axes.left.at(cursor));
//
//   Time     both are true to scale and have one length
//   Elastic  an instant of virtual time is as wide as the run with more to show needs it, the time
//            between two instants as wide as in the run that gives it more. An instant's steps
//            begin at its left edge in both.
//   Steps    the n-th step of one run begins where the n-th step of the other one does
//
// As far as two runs are the same, their positions are those of an axis of their own. Each axis
// keeps its own end(); the ruler's stretches are those of both runs together and the same in both.
// Cost: linear in the events of both.
#pragma once

#include "runtime/picture/axis.h"

namespace coroscope {

struct CommonAxes {
    Axis left;
    Axis right;
};

[[nodiscard]] CommonAxes common_axes(const Timeline& left, const Timeline& right, AxisKind kind);

}  // namespace coroscope
