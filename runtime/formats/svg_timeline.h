// SvgTimeline: paints a Picture (runtime/picture) into an SvgWriter: looks become colours, patterns
// and words, as gui/views/timeline_painter.cpp does on the screen.
#pragma once

#include "look/tokens.h"
#include "runtime/formats/svg_writer.h"
#include "runtime/picture/picture.h"

namespace coroscope {

class SvgTimeline {
public:
    /// `left` and `top`: where the picture's origin stands on the page.
    struct Frame {
        bool dark = false;
        bool shows_cursor = false;  ///< a moment was asked for: its line, values and veil
        Language language = Language::English;
    };
    SvgTimeline(SvgWriter& svg, const Timeline& timeline, const Picture& picture, Frame frame)
        : svg_(svg),
          timeline_(timeline),
          picture_(picture),
          frame_(frame),
          theme_(frame.dark ? look::kDark : look::kLight),
          base_(theme_.base) {}

    void draw();
    /// The states that occur, from `x` on, in as many lines as they need. Returns where they end.
    float draw_legend(float x, float y, float right);

private:
    void draw_minimap();
    void draw_ruler();
    void draw_block(const Block& block);
    void draw_bands();
    void draw_rows();
    void draw_row(const Row& row);
    void draw_gutter(const Row& row);
    [[nodiscard]] std::string scale_of(const Row& row) const;
    void draw_plot(const Plot& plot);
    void draw_capacity(const Plot& plot);
    void draw_arrows();
    void draw_arrow(const Arrow& arrow);
    void draw_dot(const Dot& dot);
    void draw_marks();
    void draw_cursor();

    // svg_spans.cpp
    void draw_span(const Span& span);
    void draw_shape(const Span& span, const Box& box);
    void draw_capsule(SpanLook look, const Box& box);
    void draw_tube(SpanLook look, const Box& box);
    void draw_notch(const Box& box);
    void draw_owner(const Span& span, const Box& box);
    void draw_hold(const Span& span, const Box& box);
    void draw_merged(const Span& span);
    void draw_label(const Span& span, const Box& box, look::Color ink, look::Color ground);
    void draw_swatch(SpanLook look, const Box& box);

    [[nodiscard]] look::Color task_ink(int colour) const;
    [[nodiscard]] look::Color mark_ink(Severity severity) const;
    [[nodiscard]] look::Color soft_error() const;
    [[nodiscard]] look::Color overdue_fill() const;
    [[nodiscard]] float bottom() const;

    SvgWriter& svg_;
    const Timeline& timeline_;
    const Picture& picture_;
    Frame frame_;
    const look::Theme& theme_;
    const look::Base& base_;
};

}  // namespace coroscope
