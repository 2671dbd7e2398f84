// The fonts of tokens.md, found at run time. A face that is missing is replaced (DejaVu Sans, then
// the font built into Dear ImGui); nothing here ends the program.
#pragma once

#include <string>
#include <vector>

#include "gui/views/ui.h"

namespace coroscope::gui {

struct FontRequest {
    float scale = 1.0F;
    bool small_window = false;              ///< below 1500 px: the sentence is set smaller
    std::string root = "/usr/share/fonts";  ///< another folder in tests
};

struct FontReport {
    Fonts fonts;
    bool chinese = false;  ///< Chinese text can be shown
    std::string problem;   ///< "" or one line that names the packages to install
};

/// Fills the current context's font atlas anew and builds it. Requires: no frame is being drawn.
FontReport load_fonts(const FontRequest& request);

/// Every text the program may show, so that the atlas has its characters.
[[nodiscard]] std::vector<std::string_view> texts_to_show();

}  // namespace coroscope::gui
