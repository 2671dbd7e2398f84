// How states look, as small swatches: in the legend, the inspector and tooltips.
#pragma once

#include "gui/views/ui.h"
#include "runtime/picture/colors.h"
#include "runtime/picture/picture.h"
#include "runtime/picture/span_words.h"

namespace coroscope::gui {

/// The icon of a name in the tokens ("lock"), "" if there is none.
[[nodiscard]] const char* icon_of(std::string_view name);

/// A miniature of a span of this look, centred in `rect`.
void draw_swatch(const Ui& ui, const Rect& rect, SpanLook look);

// Patterns of tokens.md, section 9. Their phase is tied to the screen.
void draw_hatch(const Rect& rect, ImU32 ink, float step, float width);
void draw_dots(const Ui& ui, const Rect& rect, ImU32 ink);
void draw_upright_lines(const Ui& ui, const Rect& rect, ImU32 ink);

}  // namespace coroscope::gui
