// The spans of the timeline in SVG: beads, tubes, holdings, end caps and merged previews.

#include <algorithm>
#include <cmath>

#include "runtime/formats/svg_timeline.h"
#include "runtime/picture/colors.h"
#include "runtime/picture/span_words.h"

namespace coroscope {

namespace {

using look::kSize;

constexpr float kIcon = 11;
constexpr float kLeastPattern = 6;  // narrower spans have no hatch
constexpr float kThinHold = 9;
constexpr float kOwnerEdge = 3;
constexpr look::Color kReadyDots{0x5A, 0x43, 0x00, 0xFF};

Box inset(const Box& box, float by) { return {box.x0 + by, box.y0 + by, box.x1 - by, box.y1 - by}; }

float middle(const Box& box) { return (box.y0 + box.y1) / 2; }

/// A square of this side in the middle.
Box centred(const Box& box, float width, float height) {
    const float x = (box.x0 + box.x1 - width) / 2;
    const float y = (box.y0 + box.y1 - height) / 2;
    return {x, y, x + width, y + height};
}

}  // namespace

void SvgTimeline::draw_label(const Span& span, const Box& box, look::Color ink,
                             look::Color ground) {
    const TextStyle style = span.look == SpanLook::Step ? TextStyle::Badge : TextStyle::Caption;
    if (span.icon.empty() && span.label.empty()) {
        return;
    }
    const bool patterned = span.look == SpanLook::Sleeping || span.look == SpanLook::Overdue ||
                           span.look == SpanLook::Io;
    if (patterned) {
        constexpr float kPad = 3;
        const float x0 = span.icon.empty() ? span.label_x : span.icon_x;
        const float x1 =
            span.label.empty() ? x0 + kIcon : span.label_x + widest_text_width(span.label, style);
        svg_.rect({std::max(box.x0 + 1, x0 - kPad), box.y0 + 1, std::min(box.x1 - 1, x1 + kPad),
                   box.y1 - 1},
                  {.fill = ground});
    }
    svg_.icon(span.icon, span.icon_x, middle(box), kIcon, ink);
    svg_.text(span.label_x, middle(box), span.label, {.style = style, .ink = ink});
}

void SvgTimeline::draw_capsule(SpanLook look, const Box& box) {
    const look::State& state = state_colors(theme_, look);
    const float radius = box.height() / 2;
    if (look == SpanLook::Created) {
        svg_.rect(box, {.edge = state.edge, .radius = radius});
        return;
    }
    SvgPaint paint{.fill = state.fill, .radius = radius};
    if (!frame_.dark) {
        paint.edge = state.edge;
    }
    svg_.rect(box, paint);
    const float first = std::ceil((box.x0 + 2) / kSize.dot_step) * kSize.dot_step;
    if (first + 3 <= box.x1) {
        const std::string dash = "2 " + SvgWriter::number(kSize.dot_step - 2);
        svg_.line(first, middle(box), box.x1 - 1, middle(box),
                  {.edge = kReadyDots, .edge_width = 2, .dash = dash});
    }
}

look::Color SvgTimeline::overdue_fill() const {
    return mix(base_.panel, theme_.state.slow.fill, frame_.dark ? 0.22F : 0.12F);
}

void SvgTimeline::draw_tube(SpanLook look, const Box& box) {
    const look::State& state = state_colors(theme_, look);
    const look::Color slow = theme_.state.slow.fill;
    const float radius = std::min(kSize.span_radius, box.height() / 2);
    const bool late = look == SpanLook::Overdue;
    const look::Color fill = late ? overdue_fill() : state.fill;
    svg_.rect(box, {.fill = fill, .radius = radius});
    if (box.width() >= kLeastPattern) {
        const Box inner = inset(box, 1);
        if (look == SpanLook::Sleeping) {
            svg_.hatch(inner, mix(state.edge, state.fill, frame_.dark ? 0.62F : 0.55F),
                       kSize.hatch_step, kSize.hatch_width);
        } else if (late) {
            svg_.hatch(inner, mix(slow, base_.panel, frame_.dark ? 0.38F : 0.45F),
                       kSize.overdue_hatch_step, kSize.overdue_hatch_width);
        } else if (look == SpanLook::Io) {
            const float step = kSize.io_line_step;
            const float first = std::ceil((box.x0 + 2.5F) / step) * step;
            const std::string dash = "1 " + SvgWriter::number(step - 1);
            svg_.line(first, middle(box), std::max(first, box.x1 - 2), middle(box),
                      {.edge = mix(state.edge, state.fill, 0.45F),
                       .edge_width = std::max(1.0F, box.height() - 5),
                       .dash = dash});
        }
    }
    const bool stuck = look == SpanLook::Stuck;
    svg_.rect(box, {.edge = stuck  ? base_.error
                            : late ? slow
                                   : state.edge,
                    .edge_width = stuck ? kSize.line_stuck : kSize.line_edge,
                    .radius = radius});
}

/// Where the timer was due.
void SvgTimeline::draw_notch(const Box& box) {
    const auto n = [](float value) { return SvgWriter::number(value) + ' '; };
    svg_.line(box.x0, box.y0 - 4, box.x0, box.y1 + 4, {.edge = base_.text, .edge_width = 2});
    svg_.path("M" + n(box.x0 - 4) + n(box.y0 - 8) + "h8l-4 5z", {.fill = base_.text});
}

/// A job of a worker has an edge in the colour of the task that gave it.
void SvgTimeline::draw_owner(const Span& span, const Box& box) {
    if (span.colour >= 0 && !span.cut_left) {
        svg_.rect({box.x0, box.y0, std::min(box.x0 + kOwnerEdge, box.x1), box.y1},
                  {.fill = task_ink(span.colour)});
    }
}

void SvgTimeline::draw_hold(const Span& span, const Box& box) {
    const look::Color edge = span.look == SpanLook::EventSet    ? base_.ok
                             : span.look == SpanLook::ValueLost ? base_.error
                                                                : task_ink(span.colour);
    const bool wanted = span.look == SpanLook::HeldWanted;
    if (box.height() < kThinHold) {  // one of several permits: no room for an outline
        svg_.rect(box, {.fill = mix(edge, base_.panel, 0.45F)});
        if (wanted) {
            svg_.rect({box.x0, box.y1 - 1, box.x1, box.y1}, {.fill = base_.holder_edge});
        }
        return;
    }
    const look::Color fill = mix(edge, base_.panel, frame_.dark ? 0.72F : 0.80F);
    SvgPaint paint{.fill = fill};
    if (wanted) {
        paint.edge = base_.holder_edge;
        paint.edge_width = kSize.line_holder_edge;
        paint.radius = kSize.span_radius;
    }
    svg_.rect(box, paint);
    if (!wanted && !span.cut_left) {
        svg_.rect({box.x0, box.y0, std::min(box.x0 + kOwnerEdge, box.x1), box.y1}, {.fill = edge});
    }
    const bool lost = span.look == SpanLook::ValueLost;
    draw_label(span, box,
               !frame_.dark ? base_.text
               : wanted     ? base_.holder_edge
               : lost       ? base_.error
                            : base_.text,
               fill);
}

void SvgTimeline::draw_merged(const Span& span) {
    const look::States& states = theme_.state;
    // One path for each state: its share of every column, the running at the bottom.
    struct Part {
        float Column::* share;
        look::Color ink;
    };
    const Part parts[] = {{&Column::running, states.running.signal},
                          {&Column::ready, states.ready.signal},
                          {&Column::sleeping, mix(states.sleeping.signal, base_.panel, 0.55F)},
                          {&Column::io, states.io.signal},
                          {&Column::waiting, mix(states.waiting.signal, base_.panel, 0.35F)}};
    const auto n = SvgWriter::number;
    for (const Part& part : parts) {
        std::string data;
        for (const Column& column : span.columns) {
            const float share = column.*part.share;
            float below = 0;
            for (const Part& lower : parts) {
                if (lower.share == part.share) {
                    break;
                }
                below += column.*lower.share;
            }
            const float y = span.box.y1 - (below + share) * span.box.height();
            if (share > 0) {
                data += "M" + n(column.x0) + ' ' + n(y) + 'H' + n(column.x1) + 'v' +
                        n(share * span.box.height()) + 'H' + n(column.x0) + 'z';
            }
        }
        if (!data.empty()) {
            svg_.path(data, {.fill = part.ink});
        }
    }
    if (!span.label.empty()) {
        const float width = widest_text_width(span.label, TextStyle::Caption);
        const float y = middle(span.box);
        svg_.rect({span.label_x - 4, y - 8, span.label_x + width + 4, y + 8},
                  {.fill = base_.panel, .radius = kSize.span_radius});
        svg_.text(span.label_x, y, span.label, {.style = TextStyle::Caption, .ink = base_.text_2});
    }
}

void SvgTimeline::draw_span(const Span& span) {
    // Spans abut; the gap between two of them is taken from both.
    const float gap = span.look == SpanLook::Merged || span.box.width() < 2 ? 0.0F : 0.5F;
    const Box box{span.box.x0 + gap, span.box.y0, span.box.x1 - gap, span.box.y1};
    const SpanWords words = span_words(timeline_, span, frame_.language);
    svg_.begin_group(words.what.empty() ? words.when : words.what + " · " + words.when);
    draw_shape(span, box);
    if (span.selected) {
        svg_.rect(inset(box, -1), {.edge = base_.accent, .edge_width = 2, .radius = 4});
    }
    svg_.end_group();
}

void SvgTimeline::draw_shape(const Span& span, const Box& box) {
    const look::State& state = state_colors(theme_, span.look);
    const float radius = std::min(kSize.span_radius, box.height() / 2);
    switch (span.look) {
    case SpanLook::Created:
    case SpanLook::Ready: draw_capsule(span.look, box); break;
    case SpanLook::Running:
        svg_.rect(box, {.fill = state.fill, .radius = radius});
        draw_owner(span, box);
        draw_label(span, box, state.label, state.fill);
        break;
    case SpanLook::Slow:
    case SpanLook::SlowStep:
    case SpanLook::Finished:
    case SpanLook::Cancelled:
    case SpanLook::Failed:
        svg_.rect(box, {.fill = state.fill, .edge = state.edge, .radius = radius});
        draw_label(span, box, state.label, state.fill);
        break;
    case SpanLook::Sleeping:
    case SpanLook::Waiting:
    case SpanLook::Io:
    case SpanLook::Stuck:
    case SpanLook::Overdue: {
        draw_tube(span.look, box);
        const bool late = span.look == SpanLook::Overdue;
        if (late && !span.cut_left) {
            draw_notch(box);
        }
        draw_owner(span, box);
        draw_label(span, box, late ? base_.error : state.label, late ? overdue_fill() : state.fill);
        break;
    }
    case SpanLook::Held:
    case SpanLook::HeldWanted:
    case SpanLook::EventSet:
    case SpanLook::ValueLost: draw_hold(span, box); break;
    case SpanLook::Step:
        svg_.rect(box, {.fill = task_ink(span.colour), .radius = radius});
        draw_label(span, box, frame_.dark ? base_.window : base_.panel, task_ink(span.colour));
        break;
    case SpanLook::Merged: draw_merged(span); break;
    case SpanLook::Stopped: svg_.rect(box, {.fill = soft_error(), .radius = radius}); break;
    }
}

void SvgTimeline::draw_swatch(SpanLook look, const Box& box) {
    const look::State& state = state_colors(theme_, look);
    const bool is_cap = look == SpanLook::Finished || look == SpanLook::Cancelled ||
                        look == SpanLook::Failed || look == SpanLook::Slow;
    if (look == SpanLook::Created || look == SpanLook::Ready) {
        draw_capsule(look, centred(box, box.width(), 6));
    } else if (look == SpanLook::Running || is_cap) {
        const Box bead = centred(box, kSize.end_cap, kSize.end_cap);
        SvgPaint paint{.fill = state.fill, .radius = kSize.span_radius};
        if (is_cap) {
            paint.edge = state.edge;
        }
        svg_.rect(bead, paint);
        if (look == SpanLook::Slow) {
            svg_.text(bead.x0 + 5, middle(bead), "!",
                      {.style = TextStyle::Badge, .ink = state.label});
        } else {
            svg_.icon(look == SpanLook::Running    ? "running"
                      : look == SpanLook::Finished ? "finished"
                                                   : "cancelled_failed",
                      bead.x0 + (bead.width() - 9) / 2, middle(bead), 9, state.label);
        }
    } else {
        draw_tube(look, centred(box, box.width(), 12));
    }
}

float SvgTimeline::draw_legend(float x, float y, float right) {
    constexpr float kSwatch = 24;
    constexpr float kLine = 22;
    const float left = x;
    for (const LegendEntry& entry : picture_.legend) {
        const float words = widest_text_width(entry.label, TextStyle::Small);
        if (x > left && x + kSwatch + kSize.space_s + words > right) {
            x = left;
            y += kLine;
        }
        draw_swatch(entry.look, {x, y, x + kSwatch, y + kLine});
        svg_.text(x + kSwatch + kSize.space_s, y + kLine / 2, entry.label,
                  {.style = TextStyle::Small, .ink = base_.text_2});
        x += kSwatch + kSize.space_s + words + kSize.space_l;
    }
    return y + kLine;
}

}  // namespace coroscope
