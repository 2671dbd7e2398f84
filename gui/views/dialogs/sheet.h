// Sheet: what a dialog is drawn on: a panel in the middle of the window over a dimmed ground. A
// click beside it closes it.
//
//     Sheet sheet(ui, session, "keys", window, {480.0F, 300.0F});
//     Rect room = sheet.header(session, ui.tr("ui.command.keys"));
#pragma once

#include <string_view>

#include "gui/model/session.h"
#include "gui/views/ui.h"

namespace coroscope::gui {

enum class SheetPlace : std::uint8_t {
    Middle,
    Upper,  ///< below the top bar, where a list may grow and shrink under what is typed
};

class Sheet {
public:
    /// `size` in design pixels; less if the window is smaller.
    Sheet(Ui& ui, Session& session, const char* name, const Rect& window, ImVec2 size,
          SheetPlace place = SheetPlace::Middle);
    ~Sheet();
    Sheet(const Sheet&) = delete;
    Sheet& operator=(const Sheet&) = delete;

    /// Draws the title and the close button; returns the content's room.
    Rect header(Session& session, std::string_view title);

    Rect rect;

private:
    Ui& ui_;
};

}  // namespace coroscope::gui
