#include "gui/views/dialogs/dialogs.h"

namespace coroscope::gui {
namespace {

bool is_file_dialog(Dialog dialog) {
    return dialog == Dialog::Open || dialog == Dialog::Save || dialog == Dialog::Export;
}

}  // namespace

void draw_dialogs(Ui& ui, Session& session, ViewState& state, const Rect& window) {
    // What has just been opened begins with its field.
    if (state.shown_dialog != session.dialog) {
        state.shown_dialog = session.dialog;
        ui.focus.ask_for(session.dialog == Dialog::Palette  ? "palette-query"
                         : session.dialog == Dialog::Search ? "search-query"
                         : is_file_dialog(session.dialog)   ? "file-name"
                                                            : "");
        if (session.dialog != Dialog::Search) {
            session.search.stop();
        }
    }
    switch (session.dialog) {
    case Dialog::Open:
    case Dialog::Compare:
    case Dialog::Save:
    case Dialog::Export: draw_file_dialog(ui, session, window); break;
    case Dialog::Keys: draw_key_sheet(ui, session, window); break;
    case Dialog::Legend: draw_legend_sheet(ui, session, window); break;
    case Dialog::Palette: draw_palette(ui, session, window); break;
    case Dialog::Search: draw_search(ui, session, window); break;
    case Dialog::Bookmarks: draw_bookmarks(ui, session, state, window); break;
    case Dialog::Settings: draw_settings(ui, session, state, window); break;
    case Dialog::None: break;
    }
    draw_tour(ui, session, window);
    Rect above = window;
    above.y1 -= draw_progress(ui, session, state, window);
    draw_notice(ui, session, state, above);
}

}  // namespace coroscope::gui
