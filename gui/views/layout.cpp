#include "gui/views/layout.h"

#include <algorithm>

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr float kSmallWindow = 1500.0F;
// Not in the tokens: how the bottom row is shared (pictures 1 and 5).
constexpr float kExplain = 620.0F;
constexpr float kExplainSmall = 440.0F;
constexpr float kReadySmall = 372.0F;
constexpr float kReady = 520.0F;  // three chips side by side
constexpr float kLeastTimeline = 320.0F;
constexpr float kLeastPanel = 160.0F;
constexpr float kLeastSource = 120.0F;

float chosen(float by_user, float standard) { return by_user > 0.0F ? by_user : standard; }

}  // namespace

bool is_small_window(float width_design_px) { return width_design_px < kSmallWindow; }

Layout make_layout(const Ui& ui, Rect window, const PanelSizes& sizes,
                   const LayoutOptions& options) {
    Layout layout;
    layout.small = is_small_window(window.width() / ui.scale);
    const float gap = ui.px(kSize.panel_gap);
    const float margin = ui.px(kSize.window_margin);
    layout.top_bar = window.cut_top(ui.px(kSize.top_bar));
    Rect rest{window.x0 + margin, window.y0, window.x1 - margin, window.y1 - margin};

    const float standard_bottom = layout.small ? kSize.row_bottom_min : kSize.row_bottom;
    const float bottom =
        std::min(ui.px(chosen(sizes.bottom, standard_bottom)), rest.height() * 0.6F);
    Rect row = rest.cut_bottom(std::round(bottom));
    rest.cut_bottom(gap);

    const float widest_side = std::max(0.0F, (rest.width() - ui.px(kLeastTimeline)) / 2.0F);
    const float left = std::min(
        ui.px(chosen(sizes.left, layout.small ? kSize.col_left_min : kSize.col_left)), widest_side);
    const float right =
        std::min(ui.px(chosen(sizes.right, layout.small ? kSize.col_right_min : kSize.col_right)),
                 widest_side);
    Rect column = rest.cut_left(std::round(left));
    rest.cut_left(gap);
    layout.inspector = rest.cut_right(std::round(right));
    rest.cut_right(gap);
    layout.timeline = rest;

    const float header = ui.px(kSize.panel_header);
    const float wanted = ui.px(chosen(sizes.library, options.library_height));
    const float most = std::max(header, column.height() - gap - ui.px(kLeastSource));
    layout.library =
        column.cut_top(options.library_folded ? header : std::clamp(wanted, header, most));
    column.cut_top(gap);
    layout.source = column;

    const float ready = chosen(sizes.ready, layout.small ? kReadySmall : kReady);
    const float explain = chosen(sizes.explain, layout.small ? kExplainSmall : kExplain);
    const float most_ready = row.width() - 2.0F * gap - 2.0F * ui.px(kLeastPanel);
    layout.ready = row.cut_left(std::min(ui.px(ready), most_ready));
    row.cut_left(gap);
    layout.explain =
        row.cut_right(std::min(ui.px(explain), row.width() - gap - ui.px(kLeastPanel)));
    row.cut_right(gap);
    layout.wait_graph = row;
    return layout;
}

namespace {

struct Splitter {
    const char* label;
    Rect rect;
    bool vertical;
    float shown;  // the size it changes, as it is now
    float sign;   // -1 where a drag to the right or down makes it smaller
    float least;
};

void draw_splitter(Ui& ui, const Splitter& splitter, float& value) {
    ui.hit(splitter.label, splitter.rect);
    if (ImGui::IsItemHovered() || ImGui::IsItemActive()) {
        ImGui::SetMouseCursor(splitter.vertical ? ImGuiMouseCursor_ResizeEW
                                                : ImGuiMouseCursor_ResizeNS);
    }
    if (ImGui::IsItemActive()) {
        const ImVec2 delta = ImGui::GetIO().MouseDelta;
        const float moved = (splitter.vertical ? delta.x : delta.y) * splitter.sign / ui.scale;
        if (moved != 0.0F) {
            value = std::max(splitter.least, splitter.shown / ui.scale + moved);
        }
    }
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
        value = 0.0F;
    }
}

}  // namespace

void draw_splitters(Ui& ui, const Layout& layout, PanelSizes& sizes) {
    const Layout& l = layout;
    const float top = l.library.y0;
    const Rect left{l.source.x1, top, l.timeline.x0, l.source.y1};
    draw_splitter(ui, {"splitter/left", left, true, l.source.width(), 1.0F, kSize.col_right_min},
                  sizes.left);
    const Rect right{l.timeline.x1, top, l.inspector.x0, l.inspector.y1};
    draw_splitter(ui, {"splitter/right", right, true, l.inspector.width(), -1.0F, kLeastPanel},
                  sizes.right);
    const Rect bottom{l.ready.x0, l.timeline.y1, l.explain.x1, l.ready.y0};
    draw_splitter(ui, {"splitter/bottom", bottom, false, l.ready.height(), -1.0F, kLeastPanel},
                  sizes.bottom);
    const Rect library{l.library.x0, l.library.y1, l.library.x1, l.source.y0};
    draw_splitter(
        ui, {"splitter/library", library, false, l.library.height(), 1.0F, kSize.panel_header},
        sizes.library);
    const Rect ready{l.ready.x1, l.ready.y0, l.wait_graph.x0, l.ready.y1};
    draw_splitter(ui, {"splitter/ready", ready, true, l.ready.width(), 1.0F, kLeastPanel},
                  sizes.ready);
    const Rect explain{l.wait_graph.x1, l.explain.y0, l.explain.x0, l.explain.y1};
    draw_splitter(ui, {"splitter/explain", explain, true, l.explain.width(), -1.0F, kLeastPanel},
                  sizes.explain);
}

}  // namespace coroscope::gui
