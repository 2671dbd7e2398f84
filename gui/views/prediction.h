// The question of predict mode: what is asked, the options as chips, what came of the last answer,
// and the score.
#pragma once

#include <string_view>

#include "gui/model/session.h"
#include "gui/views/ui.h"

namespace coroscope::gui {

/// Draws from the top of `room`; returns the height used. `label` makes its items unique.
float draw_prediction(Ui& ui, Session& session, const Rect& room, std::string_view label);

}  // namespace coroscope::gui
