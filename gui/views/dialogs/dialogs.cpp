#include "gui/views/dialogs/dialogs.h"

namespace coroscope::gui {

void draw_dialogs(Ui& ui, Session& session, ViewState& state, const Rect& window) {
    switch (session.dialog) {
    case Dialog::Open:
    case Dialog::Save:
    case Dialog::Export: draw_file_dialog(ui, session, window); break;
    case Dialog::Keys: draw_key_sheet(ui, session, window); break;
    case Dialog::None:
    case Dialog::Legend: break;
    }
    draw_tour(ui, session, window);
    Rect above = window;
    above.y1 -= draw_progress(ui, session, state, window);
    draw_notice(ui, session, state, above);
}

}  // namespace coroscope::gui
