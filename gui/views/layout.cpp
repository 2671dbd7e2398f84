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

namespace {

class Panels {
public:
    explicit Panels(const LayoutOptions& options) : hidden_(options.hidden) {}
    [[nodiscard]] bool shows(std::string_view name) const {
        return hidden_ == nullptr || !hidden_->contains(name);
    }

private:
    const std::set<std::string, std::less<>>* hidden_;
};

// Library and source share the left column; the timeline takes what no side column needs.
void lay_out_columns(const Ui& ui, Layout& layout, Rect rest, const PanelSizes& sizes,
                     const LayoutOptions& options) {
    const Panels panels(options);
    const float gap = ui.px(kSize.panel_gap);
    const float widest_side = std::max(0.0F, (rest.width() - ui.px(kLeastTimeline)) / 2.0F);
    if (panels.shows("library") || panels.shows("source")) {
        const float left = chosen(sizes.left, layout.small ? kSize.col_left_min : kSize.col_left);
        Rect column = rest.cut_left(std::round(std::min(ui.px(left), widest_side)));
        rest.cut_left(gap);
        const float header = ui.px(kSize.panel_header);
        const float wanted = ui.px(chosen(sizes.library, options.library_height));
        const float most = std::max(header, column.height() - gap - ui.px(kLeastSource));
        if (!panels.shows("source")) {
            layout.library = column;
        } else if (panels.shows("library")) {
            layout.library =
                column.cut_top(options.library_folded ? header : std::clamp(wanted, header, most));
            column.cut_top(gap);
            layout.source = column;
        } else {
            layout.source = column;
        }
    }
    if (panels.shows("inspector")) {
        const float right =
            chosen(sizes.right, layout.small ? kSize.col_right_min : kSize.col_right);
        layout.inspector = rest.cut_right(std::round(std::min(ui.px(right), widest_side)));
        rest.cut_right(gap);
    }
    layout.timeline = rest;
}

// What is left of the row goes to the graph, or else to the explanations, or else to the queue.
void lay_out_row(const Ui& ui, Layout& layout, Rect row, const PanelSizes& sizes,
                 const LayoutOptions& options) {
    const Panels panels(options);
    const float gap = ui.px(kSize.panel_gap);
    const bool graph = panels.shows("wait-graph");
    const bool explain = panels.shows("explain");
    const float least = ui.px(kLeastPanel);
    if (panels.shows("ready") && !graph && !explain) {
        layout.ready = row;
        return;
    }
    if (panels.shows("ready")) {
        const float wanted = ui.px(chosen(sizes.ready, layout.small ? kReadySmall : kReady));
        const float others = (graph ? gap + least : 0.0F) + (explain ? gap + least : 0.0F);
        layout.ready = row.cut_left(std::min(wanted, row.width() - others));
        row.cut_left(gap);
    }
    if (!graph) {
        layout.explain = explain ? row : Rect{};
        return;
    }
    if (explain) {
        const float wanted = ui.px(chosen(sizes.explain, layout.small ? kExplainSmall : kExplain));
        layout.explain = row.cut_right(std::min(wanted, row.width() - gap - least));
        row.cut_right(gap);
    }
    layout.wait_graph = row;
}

}  // namespace

Layout make_layout(const Ui& ui, Rect window, const PanelSizes& sizes,
                   const LayoutOptions& options) {
    Layout layout;
    layout.small = is_small_window(window.width() / ui.scale);
    const float margin = ui.px(kSize.window_margin);
    layout.top_bar = window.cut_top(ui.px(kSize.top_bar));
    Rect rest{window.x0 + margin, window.y0, window.x1 - margin, window.y1 - margin};
    const Panels panels(options);
    if (panels.shows("ready") || panels.shows("wait-graph") || panels.shows("explain")) {
        const float standard = layout.small ? kSize.row_bottom_min : kSize.row_bottom;
        const float bottom = std::min(ui.px(chosen(sizes.bottom, standard)), rest.height() * 0.6F);
        const Rect row = rest.cut_bottom(std::round(bottom));
        rest.cut_bottom(ui.px(kSize.panel_gap));
        lay_out_row(ui, layout, row, sizes, options);
    }
    lay_out_columns(ui, layout, rest, sizes, options);
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
    if (splitter.rect.empty()) {
        return;
    }
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
    const Rect& t = l.timeline;
    const Rect& left_panel = l.source.empty() ? l.library : l.source;
    if (!left_panel.empty()) {
        const Rect left{left_panel.x1, t.y0, t.x0, t.y1};
        draw_splitter(ui,
                      {"splitter/left", left, true, left_panel.width(), 1.0F, kSize.col_right_min},
                      sizes.left);
    }
    if (!l.inspector.empty()) {
        const Rect right{t.x1, t.y0, l.inspector.x0, t.y1};
        draw_splitter(ui, {"splitter/right", right, true, l.inspector.width(), -1.0F, kLeastPanel},
                      sizes.right);
    }
    const Rect& row = !l.ready.empty() ? l.ready : !l.explain.empty() ? l.explain : l.wait_graph;
    if (!row.empty()) {
        const float gap = ui.px(kSize.panel_gap);
        const Rect bottom{ui.px(kSize.window_margin), row.y0 - gap, std::max(l.inspector.x1, t.x1),
                          row.y0};
        draw_splitter(ui, {"splitter/bottom", bottom, false, row.height(), -1.0F, kLeastPanel},
                      sizes.bottom);
    }
    if (!l.library.empty() && !l.source.empty()) {
        const Rect library{l.library.x0, l.library.y1, l.library.x1, l.source.y0};
        draw_splitter(
            ui, {"splitter/library", library, false, l.library.height(), 1.0F, kSize.panel_header},
            sizes.library);
    }
    const Rect& beside_ready = l.wait_graph.empty() ? l.explain : l.wait_graph;
    if (!l.ready.empty() && !beside_ready.empty()) {
        const Rect ready{l.ready.x1, l.ready.y0, beside_ready.x0, l.ready.y1};
        draw_splitter(ui, {"splitter/ready", ready, true, l.ready.width(), 1.0F, kLeastPanel},
                      sizes.ready);
    }
    if (!l.wait_graph.empty() && !l.explain.empty()) {
        const Rect explain{l.wait_graph.x1, l.explain.y0, l.explain.x0, l.explain.y1};
        draw_splitter(ui,
                      {"splitter/explain", explain, true, l.explain.width(), -1.0F, kLeastPanel},
                      sizes.explain);
    }
}

}  // namespace coroscope::gui
