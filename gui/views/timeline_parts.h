// What the timeline and a comparison have in common beside the lanes: the switch of the axis, the
// legend, and how a picture is asked for.
#pragma once

#include <vector>

#include "gui/model/session.h"
#include "gui/views/ui.h"
#include "runtime/picture/picture.h"

namespace coroscope::gui {

/// At the right of what is left of a header; cuts it off.
void draw_axis_switch(Ui& ui, Session& session, Rect& header);
void draw_legend_row(Ui& ui, Session& session, Rect row, const std::vector<LegendEntry>& entries);
void draw_scroll_thumb(const Ui& ui, const Picture& picture, const Rect& room);

/// Size, visible range, language and widths of texts; the run is up to the caller.
[[nodiscard]] PictureOptions picture_options(const Ui& ui, const Session& session, const Rect& room,
                                             bool small);

}  // namespace coroscope::gui
