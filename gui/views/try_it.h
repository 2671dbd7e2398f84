// The card "Try it" in the explain panel: another order that is worth a look, and the button that
// runs it.
#pragma once

#include "gui/model/session.h"
#include "gui/views/ui.h"

namespace coroscope::gui {

/// Draws from the top of `room` if there is something to say; returns the height used, 0 for
/// nothing.
float draw_try_it(Ui& ui, Session& session, const Rect& room);

}  // namespace coroscope::gui
