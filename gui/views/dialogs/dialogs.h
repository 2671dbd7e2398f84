// What opens over the panels, each in its own file.
#pragma once

#include "gui/model/session.h"
#include "gui/views/ui.h"
#include "gui/views/view_state.h"

namespace coroscope::gui {

void draw_file_dialog(Ui& ui, Session& session, const Rect& window);
void draw_key_sheet(Ui& ui, Session& session, const Rect& window);
void draw_legend_sheet(Ui& ui, Session& session, const Rect& window);
void draw_palette(Ui& ui, Session& session, const Rect& window);
/// Over the panels without dimming them: what is found can be seen.
void draw_search(Ui& ui, Session& session, const Rect& window);
void draw_bookmarks(Ui& ui, Session& session, ViewState& state, const Rect& window);
void draw_settings(Ui& ui, Session& session, ViewState& state, const Rect& window);
void draw_tour(Ui& ui, Session& session, const Rect& window);
void draw_notice(Ui& ui, Session& session, ViewState& state, const Rect& window);

/// What is done in the background, with a button that stops it. Returns the height that it takes at
/// the foot of the window, 0 if nothing is done or it has only just begun.
float draw_progress(Ui& ui, Session& session, ViewState& state, const Rect& window);

/// The dialog that is open, the tour, the progress strip and the notice.
void draw_dialogs(Ui& ui, Session& session, ViewState& state, const Rect& window);

}  // namespace coroscope::gui
