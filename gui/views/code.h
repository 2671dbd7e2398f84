// Lines of code with their tint.
#pragma once

#include <string_view>

#include "gui/model/syntax.h"
#include "gui/views/ui.h"

namespace coroscope::gui {

[[nodiscard]] look::Color tint_color(const Ui& ui, Tint tint);
/// Draws one line; what is too long is cut at the right edge.
void draw_code_line(Ui& ui, const Rect& room, std::string_view line, bool& in_comment);

}  // namespace coroscope::gui
