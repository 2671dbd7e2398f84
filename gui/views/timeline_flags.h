// Timeline flags: what the window itself puts on the ruler and the minimap: bookmarks, and the hits
// of a search while it is open.
#pragma once

#include "gui/model/session.h"
#include "gui/views/ui.h"
#include "runtime/picture/picture.h"

namespace coroscope::gui {

/// `origin`: where the picture's top left stands on the screen.
void draw_flags(Ui& ui, Session& session, const Picture& picture, ImVec2 origin);

}  // namespace coroscope::gui
