// Marks on the timeline's ruler and minimap: the choices that were made by hand.
#pragma once

#include "gui/model/session.h"
#include "gui/views/ui.h"
#include "runtime/picture/picture.h"

namespace coroscope::gui {

/// `origin` is where the picture's top left stands on the screen.
void draw_choice_marks(Ui& ui, const Session& session, const Picture& picture, ImVec2 origin);

}  // namespace coroscope::gui
