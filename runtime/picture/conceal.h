// Conceal: takes out of a picture all that lies behind its cursor, for the mode in which the
// learner is to say what comes. Rows stay where they are, so that nothing jumps when the next step
// shows.
#pragma once

#include "runtime/picture/picture.h"

namespace coroscope {

/// Spans, plots, blocks and the minimap end at the cursor; marks, dots and arrows behind it are
/// gone.
void conceal_future(Picture& picture);

}  // namespace coroscope
