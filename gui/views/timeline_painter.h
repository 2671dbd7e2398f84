// TimelinePainter: paints a Picture (runtime/picture) with ImGui: looks become colours and
// patterns.
#pragma once

#include "gui/model/session.h"
#include "gui/views/ui.h"
#include "runtime/picture/picture.h"

namespace coroscope::gui {

class TimelinePainter {
public:
    /// `origin` is where the picture's top left stands on the screen.
    TimelinePainter(Ui& ui, const Session& session, const Picture& picture, ImVec2 origin)
        : ui_(ui), session_(session), picture_(picture), origin_(origin) {}

    void draw();
    /// One span alone, for the legend.
    void draw_span(const Span& span);
    // Its parts, where two runs stand one below the other:
    void draw_minimap();
    void draw_ruler();
    void draw_lanes();  ///< without the cursor and what hides the future
    void draw_cursor(float bottom);

private:
    [[nodiscard]] Rect at(const Box& box) const {
        return {origin_.x + box.x0, origin_.y + box.y0, origin_.x + box.x1, origin_.y + box.y1};
    }
    [[nodiscard]] float x_of(float x) const { return origin_.x + x; }
    [[nodiscard]] float y_of(float y) const { return origin_.y + y; }
    [[nodiscard]] look::Color task_ink(int colour) const;
    [[nodiscard]] ImFont* font(TextStyle style) const;

    // timeline_painter.cpp
    void draw_bands();
    void draw_rows();
    void draw_row(const Row& row);
    void draw_plot(const Plot& plot);
    void draw_dots_and_arrows();
    void draw_arrow(const Arrow& arrow, float strength);
    [[nodiscard]] float arrow_strength() const;
    void draw_lost(ImVec2 a, ImVec2 b, ImU32 ink, float width);
    void draw_veil();
    void draw_marks();
    [[nodiscard]] float rows_bottom() const;

    // timeline_spans.cpp
    void draw_tube(const Span& span, const Rect& rect);
    void draw_owner(const Span& span, const Rect& rect);
    void draw_hold(const Span& span, const Rect& rect);
    void draw_step(const Span& span, const Rect& rect);
    void draw_merged(const Span& span);
    void draw_label(const Span& span, const Rect& rect, look::Color ink, look::Color ground);

    Ui& ui_;
    const Session& session_;
    const Picture& picture_;
    ImVec2 origin_;
};

}  // namespace coroscope::gui
