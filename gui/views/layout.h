// Layout: where the panels are for a window size. By hand: three columns above, three panels below,
// 8 px apart.
#pragma once

#include <set>
#include <string>
#include "gui/model/settings.h"
#include "gui/views/ui.h"

namespace coroscope::gui {

/// Where each panel is; empty for one that is hidden.
struct Layout {
    Rect top_bar;
    Rect library;  ///< library, lesson, parameters
    Rect source;
    Rect timeline;
    Rect inspector;
    Rect ready;
    Rect wait_graph;
    Rect explain;
    bool small = false;  ///< narrower than 1500 design pixels
};

struct LayoutOptions {
    const std::set<std::string, std::less<>>* hidden =
        nullptr;  ///< panels without room; may be null
    bool library_folded = false;
    float library_height = 0.0F;  ///< what the current tab would like, in design pixels
};

[[nodiscard]] bool is_small_window(float width_design_px);
[[nodiscard]] Layout make_layout(const Ui& ui, Rect window, const PanelSizes& sizes,
                                 const LayoutOptions& options);

/// Draws the splitters' hit areas and applies their drags to `sizes`.
void draw_splitters(Ui& ui, const Layout& layout, PanelSizes& sizes);

}  // namespace coroscope::gui
