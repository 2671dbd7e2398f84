// The spans of the timeline: beads, tubes, holdings, end caps and merged previews.

#include <algorithm>
#include <cmath>

#include "gui/views/compat.h"
#include "gui/views/state_look.h"
#include "gui/views/timeline_painter.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr float kThinHold = 9.0F;
static constexpr float kOwnerEdge = 3.0F;
constexpr float kLeastPattern = 6.0F;  // narrower spans have no hatch

ImDrawList& list() { return Ui::list(); }

ImDrawFlags corners(const Span& span) {
    if (span.cut_left && span.cut_right) {
        return ImDrawFlags_RoundCornersNone;
    }
    return span.cut_left    ? ImDrawFlags_RoundCornersRight
           : span.cut_right ? ImDrawFlags_RoundCornersLeft
                            : ImDrawFlags_RoundCornersAll;
}

}  // namespace

void TimelinePainter::draw_label(const Span& span, const Rect& rect, look::Color ink,
                                 look::Color ground) {
    const char* icon = icon_of(span.icon);
    ImFont* face = span.look == SpanLook::Step ? ui_.fonts.mono_badge : ui_.fonts.caption;
    const bool has_icon = *icon != '\0';
    if (!has_icon && span.label.empty()) {
        return;
    }
    const bool patterned = span.look == SpanLook::Sleeping || span.look == SpanLook::Overdue ||
                           span.look == SpanLook::Io;
    if (patterned) {
        const float x0 = has_icon ? x_of(span.icon_x) : x_of(span.label_x);
        const float x1 = span.label.empty() ? x0 + Ui::width(face, icon)
                                            : x_of(span.label_x) + Ui::width(face, span.label);
        const float pad = ui_.px(3.0F);
        const float inset = ui_.line(1.0F);
        list().AddRectFilled({std::max(rect.x0 + inset, x0 - pad), rect.y0 + inset},
                             {std::min(rect.x1 - inset, x1 + pad), rect.y1 - inset}, color(ground));
    }
    const float y = std::round(rect.center_y() - face->FontSize / 2.0F);
    if (has_icon) {
        ui_.text_at(face, {x_of(span.icon_x), y}, color(ink), icon);
    }
    if (!span.label.empty()) {
        ui_.text_at(face, {x_of(span.label_x), y}, color(ink), span.label);
    }
}

void TimelinePainter::draw_tube(const Span& span, const Rect& rect) {
    const look::State& state = state_colors(*ui_.theme, span.look);
    const look::Base& base = ui_.base();
    const float radius = std::min(ui_.px(kSize.span_radius), rect.height() / 2.0F);
    look::Color fill = state.fill;
    look::Color edge = state.edge;
    look::Color ink = state.label;
    float width = ui_.line(kSize.line_edge);
    if (span.look == SpanLook::Overdue) {
        const look::Color slow = ui_.theme->state.slow.fill;
        fill = mix(base.panel, slow, ui_.dark() ? 0.22F : 0.12F);
        edge = slow;
        ink = base.error;
    } else if (span.look == SpanLook::Stuck) {
        edge = base.error;
        width = ui_.line(kSize.line_stuck);
    }
    list().AddRectFilled(rect.min(), rect.max(), color(fill), radius, corners(span));
    if (rect.width() >= kLeastPattern) {
        const Rect inner = rect.inset(1.0F);
        if (span.look == SpanLook::Sleeping) {
            draw_hatch(inner, color(mix(state.edge, state.fill, ui_.dark() ? 0.62F : 0.55F)),
                       ui_.px(kSize.hatch_step), ui_.line(kSize.hatch_width));
        } else if (span.look == SpanLook::Overdue) {
            draw_hatch(
                inner,
                color(mix(ui_.theme->state.slow.fill, base.panel, ui_.dark() ? 0.38F : 0.45F)),
                ui_.px(kSize.overdue_hatch_step), ui_.line(kSize.overdue_hatch_width));
        } else if (span.look == SpanLook::Io) {
            draw_upright_lines(ui_, rect, color(mix(state.edge, state.fill, 0.45F)));
        }
    }
    ui_.outline(rect, color(edge), radius, width);
    if (span.look == SpanLook::Overdue && !span.cut_left) {
        list().AddRectFilled({rect.x0 - 1.0F, rect.y0 - ui_.px(4.0F)},
                             {rect.x0 + 1.0F, rect.y1 + ui_.px(4.0F)}, color(base.text));
        list().AddTriangleFilled({rect.x0 - ui_.px(4.0F), rect.y0 - ui_.px(8.0F)},
                                 {rect.x0 + ui_.px(4.0F), rect.y0 - ui_.px(8.0F)},
                                 {rect.x0, rect.y0 - ui_.px(3.0F)}, color(base.text));
    }
    draw_owner(span, rect);
    draw_label(span, rect, ink, fill);
}

// A job of a worker has an edge in the colour of the task that gave it.
void TimelinePainter::draw_owner(const Span& span, const Rect& rect) {
    if (span.colour >= 0 && !span.cut_left) {
        const float x1 = std::min(rect.x0 + ui_.px(kOwnerEdge), rect.x1);
        list().AddRectFilled(rect.min(), {x1, rect.y1}, color(task_ink(span.colour)));
    }
}

void TimelinePainter::draw_hold(const Span& span, const Rect& rect) {
    const look::Base& base = ui_.base();
    const look::Color edge = span.look == SpanLook::EventSet    ? base.ok
                             : span.look == SpanLook::ValueLost ? base.error
                                                                : task_ink(span.colour);
    const look::Color fill = mix(edge, base.panel, ui_.dark() ? 0.72F : 0.80F);
    const bool wanted = span.look == SpanLook::HeldWanted;
    if (rect.height() < ui_.px(kThinHold)) {  // one of several permits: no room for an outline
        list().AddRectFilled(rect.min(), rect.max(), color(mix(edge, base.panel, 0.45F)));
        if (wanted) {
            list().AddRectFilled({rect.x0, rect.y1 - ui_.line(1.0F)}, rect.max(),
                                 color(base.holder_edge));
        }
        return;
    }
    list().AddRectFilled(rect.min(), rect.max(), color(fill),
                         wanted ? ui_.px(kSize.span_radius) : 0.0F);
    if (wanted) {
        ui_.outline(rect, color(base.holder_edge), ui_.px(kSize.span_radius),
                    ui_.line(kSize.line_holder_edge));
    } else if (!span.cut_left) {
        list().AddRectFilled(rect.min(), {rect.x0 + ui_.px(kOwnerEdge), rect.y1}, color(edge));
    }
    const bool lost = span.look == SpanLook::ValueLost;
    draw_label(span, rect,
               wanted && ui_.dark() ? base.holder_edge
               : lost && ui_.dark() ? look::Color{base.error}
                                    : base.text,
               fill);
}

void TimelinePainter::draw_step(const Span& span, const Rect& rect) {
    const look::Color fill = task_ink(span.colour);
    list().AddRectFilled(rect.min(), rect.max(), color(fill), ui_.px(kSize.span_radius),
                         corners(span));
    draw_label(span, rect, badge_ink(ui_), fill);
}

void TimelinePainter::draw_merged(const Span& span) {
    const look::States& states = ui_.theme->state;
    const float bottom = y_of(span.box.y1);
    const float height = span.box.height();
    for (const Column& column : span.columns) {
        float y = bottom;
        const auto part = [&](float share, look::Color ink) {
            const float top = y - share * height;
            if (share > 0.0F) {
                list().AddRectFilled({x_of(column.x0), top}, {x_of(column.x1), y}, color(ink));
            }
            y = top;
        };
        part(column.running, states.running.signal);
        part(column.ready, states.ready.signal);
        part(column.sleeping, mix(states.sleeping.signal, ui_.base().panel, 0.55F));
        part(column.io, states.io.signal);
        part(column.waiting, mix(states.waiting.signal, ui_.base().panel, 0.35F));
    }
    if (!span.label.empty()) {
        const float w = Ui::width(ui_.fonts.caption, span.label);
        const float x = x_of(span.label_x);
        const Rect ground =
            Rect{x - ui_.px(4.0F), y_of(span.box.y0), x + w + ui_.px(4.0F), bottom}.middle(
                ui_.px(16.0F));
        ui_.fill(ground, color(ui_.base().panel), ui_.px(3.0F));
        ui_.text_at(ui_.fonts.caption,
                    {x, std::round(ground.center_y() - ui_.fonts.caption->FontSize / 2.0F)},
                    color(ui_.base().text_2), span.label);
    }
}

void TimelinePainter::draw_span(const Span& span) {
    const Rect rect = at(span.box);
    const look::State& state = state_colors(*ui_.theme, span.look);
    const float radius = std::min(ui_.px(kSize.span_radius), rect.height() / 2.0F);
    switch (span.look) {
    case SpanLook::Created: ui_.capsule_outline(rect, color(state.edge)); break;
    case SpanLook::Ready: {
        ui_.capsule(rect, color(state.fill));
        if (!ui_.dark()) {
            ui_.capsule_outline(rect, color(state.edge));
        }
        draw_dots(ui_, rect, color(look::Color{0x5A, 0x43, 0x00, 0xFF}));
        break;
    }
    case SpanLook::Running:
    case SpanLook::Slow:
    case SpanLook::SlowStep:
        list().AddRectFilled(rect.min(), rect.max(), color(state.fill), radius, corners(span));
        if (span.look == SpanLook::Running) {
            draw_owner(span, rect);
        } else {
            ui_.outline(rect, color(state.edge), radius);
        }
        draw_label(span, rect, state.label, state.fill);
        break;
    case SpanLook::Sleeping:
    case SpanLook::Waiting:
    case SpanLook::Io:
    case SpanLook::Stuck:
    case SpanLook::Overdue: draw_tube(span, rect); break;
    case SpanLook::Finished:
    case SpanLook::Cancelled:
    case SpanLook::Failed:
        list().AddRectFilled(rect.min(), rect.max(), color(state.fill), radius);
        ui_.outline(rect, color(state.edge), radius);
        draw_label(span, rect, state.label, state.fill);
        break;
    case SpanLook::Held:
    case SpanLook::HeldWanted:
    case SpanLook::EventSet:
    case SpanLook::ValueLost: draw_hold(span, rect); break;
    case SpanLook::Step: draw_step(span, rect); break;
    case SpanLook::Merged: draw_merged(span); break;
    case SpanLook::Stopped:
        list().AddRectFilled(rect.min(), rect.max(),
                             color(mix(ui_.base().error, ui_.base().panel, 0.74F)), radius);
        break;
    }
    if (span.selected) {
        ui_.outline(rect.inset(-1.0F), color(ui_.base().accent), radius + 1.0F, ui_.line(2.0F));
    }
}

}  // namespace coroscope::gui
