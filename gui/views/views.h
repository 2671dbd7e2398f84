// The views: one function per panel, each in the file of its name. A view is a function from the
// session to draw calls; what a user does in it changes the session, through commands where there
// is one.
#pragma once

#include "gui/model/session.h"
#include "gui/views/layout.h"
#include "gui/views/ui.h"
#include "gui/views/view_state.h"

namespace coroscope::gui {

void draw_top_bar(Ui& ui, Session& session, const Rect& rect, bool small);
void draw_library(Ui& ui, Session& session, ViewState& state,
                  const Rect& rect);  ///< with lesson and parameters
void draw_source(Ui& ui, Session& session, SourceState& state, const Rect& rect);
void draw_timeline(Ui& ui, Session& session, TimelineState& state, const Rect& rect, bool small);
void draw_inspector(Ui& ui, Session& session, const Rect& rect);
void draw_ready_queue(Ui& ui, Session& session, const Rect& rect);
void draw_wait_graph(Ui& ui, Session& session, const Rect& rect, bool small);
void draw_explain(Ui& ui, Session& session, ViewState& state,
                  const Rect& rect);  ///< with findings and log

// Tabs of the panels above, each in its own file.
void draw_library_tab(Ui& ui, Session& session, LibraryState& state, const Rect& rect);
void draw_lesson_tab(Ui& ui, Session& session, LessonState& state, const Rect& rect);
/// Which page is shown, with the buttons to turn it, in the rest of the panel's header.
void draw_lesson_pages(Ui& ui, Session& session, LessonState& state, Rect header);
void draw_parameters_tab(Ui& ui, Session& session, ParametersState& state, const Rect& rect);
void draw_explain_tab(Ui& ui, Session& session, const Rect& rect);
void draw_findings_tab(Ui& ui, Session& session, const Rect& rect);
void draw_log_tab(Ui& ui, Session& session, ViewState& state, const Rect& rect);

/// How high the library panel would like to be for its tab, in design pixels.
[[nodiscard]] float wanted_library_height(const Session& session, bool small);

/// The whole window: keys, layout, panels, dialogs. Between NewFrame and Render.
void draw_window(Ui& ui, Session& session, ViewState& state);

}  // namespace coroscope::gui
