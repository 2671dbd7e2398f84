// Rect: a rectangle on the screen, in pixels, and the cuts by which the window is laid out.
//
//     Rect header = panel.cut_top(ui.px(look::kSize.panel_header));   // panel is what is left
#pragma once

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace coroscope::gui {

struct Rect {
    float x0 = 0.0F, y0 = 0.0F, x1 = 0.0F, y1 = 0.0F;

    [[nodiscard]] float width() const { return x1 - x0; }
    [[nodiscard]] float height() const { return y1 - y0; }
    [[nodiscard]] float center_x() const { return (x0 + x1) / 2.0F; }
    [[nodiscard]] float center_y() const { return (y0 + y1) / 2.0F; }
    [[nodiscard]] ImVec2 min() const { return {x0, y0}; }
    [[nodiscard]] ImVec2 max() const { return {x1, y1}; }
    [[nodiscard]] ImVec2 size() const { return {width(), height()}; }
    [[nodiscard]] bool empty() const { return x1 <= x0 || y1 <= y0; }
    [[nodiscard]] bool contains(ImVec2 p) const {
        return p.x >= x0 && p.x < x1 && p.y >= y0 && p.y < y1;
    }
    [[nodiscard]] bool overlaps(const Rect& other) const {
        return x0 < other.x1 && other.x0 < x1 && y0 < other.y1 && other.y0 < y1;
    }
    [[nodiscard]] Rect inset(float dx, float dy) const {
        return {x0 + dx, y0 + dy, x1 - dx, y1 - dy};
    }
    [[nodiscard]] Rect inset(float d) const { return inset(d, d); }
    [[nodiscard]] Rect moved(float dx, float dy) const {
        return {x0 + dx, y0 + dy, x1 + dx, y1 + dy};
    }

    // Each cuts a strip off one side and returns it; never more than there is.
    Rect cut_top(float h) {
        const Rect strip{x0, y0, x1, std::min(y0 + h, y1)};
        y0 = strip.y1;
        return strip;
    }
    Rect cut_bottom(float h) {
        const Rect strip{x0, std::max(y1 - h, y0), x1, y1};
        y1 = strip.y0;
        return strip;
    }
    Rect cut_left(float w) {
        const Rect strip{x0, y0, std::min(x0 + w, x1), y1};
        x0 = strip.x1;
        return strip;
    }
    Rect cut_right(float w) {
        const Rect strip{std::max(x1 - w, x0), y0, x1, y1};
        x1 = strip.x0;
        return strip;
    }
    /// A strip of height `h` in the vertical middle.
    [[nodiscard]] Rect middle(float h) const {
        const float top = std::floor(center_y() - h / 2.0F);
        return {x0, top, x1, top + h};
    }
    friend bool operator==(const Rect&, const Rect&) = default;
};

}  // namespace coroscope::gui
