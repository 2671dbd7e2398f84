#include "gui/views/timeline_painter.h"

#include <algorithm>
#include <cmath>

#include "gui/views/compat.h"
#include "gui/views/state_look.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

ImDrawList& list() { return Ui::list(); }

}  // namespace

look::Color TimelinePainter::task_ink(int colour) const {
    return colour >= 0 ? ui_.theme->task[static_cast<std::size_t>(colour)] : ui_.base().text_3;
}

ImFont* TimelinePainter::font(TextStyle style) const {
    switch (style) {
    case TextStyle::Caption: return ui_.fonts.caption;
    case TextStyle::Small: return ui_.fonts.small;
    case TextStyle::Body: return ui_.fonts.body;
    case TextStyle::BodyStrong: return ui_.fonts.body_strong;
    case TextStyle::Mono: return ui_.fonts.mono;
    case TextStyle::MonoSmall: return ui_.fonts.mono_small;
    case TextStyle::Badge: return ui_.fonts.mono_badge;
    case TextStyle::Icon: return ui_.fonts.caption;
    }
    return ui_.fonts.body;
}

void TimelinePainter::draw() {
    draw_minimap();
    draw_ruler();
    draw_lanes();
    draw_veil();
    draw_marks();
    draw_cursor(std::min(y_of(picture_.body.y1), rows_bottom() + ui_.px(4.0F)));
}

void TimelinePainter::draw_lanes() {
    const Rect body = at(picture_.body);
    const Rect loop_and_body{x_of(0.0F), y_of(picture_.ruler.y1), x_of(picture_.width), body.y1};
    list().PushClipRect(loop_and_body.min(), loop_and_body.max(), true);
    draw_bands();
    list().PopClipRect();
    draw_rows();
    draw_dots_and_arrows();
}

float TimelinePainter::rows_bottom() const {
    return y_of(picture_.body.y0 + picture_.content_height - picture_.scroll_y);
}

void TimelinePainter::draw_minimap() {
    const Minimap& map = picture_.minimap;
    const Rect box = at(map.box);
    const look::Base& base = ui_.base();
    const float gutter = ui_.px(kSize.panel_padding_x);
    ui_.text(ui_.fonts.small, {x_of(gutter), box.y0, x_of(picture_.track_x0), box.y1},
             color(base.text_3), picture_.overview_label);
    const float radius = ui_.px(kSize.span_radius);
    for (const MinimapSegment& segment : map.segments) {
        const float gap = segment.x1 - segment.x0 > ui_.px(4.0F) ? ui_.line(0.5F) : 0.0F;
        const float right = std::min(std::max(x_of(segment.x1), x_of(segment.x0) + 1.0F) - gap,
                                     box.x1 - ui_.px(3.0F));
        const Rect rect{std::max(x_of(segment.x0) + gap, box.x0 + ui_.px(3.0F)),
                        box.y0 + ui_.px(3.0F), right, box.y1 - ui_.px(3.0F)};
        if (rect.empty()) {
            continue;
        }
        const look::Color ink = segment.stopped ? mix(base.error, base.panel, 0.7F)
                                : segment.slow  ? ui_.theme->state.slow.fill
                                                : task_ink(segment.colour);
        ui_.fill(rect, color(ink), rect.width() > ui_.px(6.0F) ? 1.0F : 0.0F);
    }
    if (!map.shows_all) {
        const Rect window = at(map.window);
        const ImU32 veil = color(base.panel, ui_.dark() ? 0.5F : 0.55F);
        list().AddRectFilled({box.x0, box.y0}, {window.x0, box.y1}, veil);
        list().AddRectFilled({window.x1, box.y0}, {box.x1, box.y1}, veil);
    }
    ui_.outline(box, color(base.border_strong), radius);
    if (!map.shows_all) {
        ui_.outline(at(map.window), color(base.accent), radius, ui_.line(1.5F));
    }
    for (const Mark& mark : map.marks) {
        const float x = x_of(mark.x);
        const float half = ui_.px(4.0F);
        const look::Color ink = mark.severity == Severity::Error     ? base.error
                                : mark.severity == Severity::Warning ? base.warning
                                                                     : base.info;
        list().AddTriangleFilled({x - half, box.y0 - ui_.px(1.0F)},
                                 {x + half, box.y0 - ui_.px(1.0F)}, {x, box.y0 + ui_.px(5.0F)},
                                 color(ink));
    }
    const float x = std::round(x_of(map.cursor_x));
    list().AddRectFilled({x, box.y0}, {x + ui_.line(1.5F), box.y1}, color(base.cursor));
}

void TimelinePainter::draw_ruler() {
    const Rect ruler = at(picture_.ruler);
    const look::Base& base = ui_.base();
    ui_.text(ui_.fonts.small,
             {x_of(ui_.px(kSize.panel_padding_x)), ruler.y0, x_of(picture_.track_x0), ruler.y1},
             color(base.text_3), picture_.ruler_label);
    list().PushClipRect({x_of(picture_.track_x0), ruler.y0}, {x_of(picture_.width), ruler.y1},
                        true);
    for (const Block& block : picture_.blocks) {
        const Rect rect = at(block.box);
        const float radius = ui_.px(4.0F);
        const float y = std::round(rect.center_y() - ui_.fonts.mono_small->FontSize / 2.0F);
        look::Color ink = base.text;
        ImFont* face = ui_.fonts.mono_small;
        switch (block.kind) {
        case BlockKind::Instant: ui_.fill(rect, color(base.raised), radius); break;
        case BlockKind::Busy:
            ui_.fill(rect, color(mix(ui_.theme->state.slow.fill, base.raised, 0.6F)), radius);
            break;
        case BlockKind::Idle: {
            ink = base.text_3;
            const float middle = std::round(rect.center_y());
            const float w = Ui::width(face, block.label);
            const float label_x0 =
                block.label.empty() ? rect.x1 : x_of(block.label_x) - ui_.px(4.0F);
            const float label_x1 =
                block.label.empty() ? rect.x1 : x_of(block.label_x) + w + ui_.px(4.0F);
            const float step = ui_.px(4.0F);
            for (float x = rect.x0 + ui_.px(4.0F); x + 1.0F < rect.x1 - ui_.px(3.0F); x += step) {
                if (x + 2.0F < label_x0 || x > label_x1) {
                    list().AddRectFilled({x, middle}, {x + ui_.line(1.5F), middle + ui_.line(1.5F)},
                                         color(base.border_strong));
                }
            }
            break;
        }
        case BlockKind::Stopped:
            ui_.fill(rect, color(mix(base.error, base.panel, ui_.dark() ? 0.74F : 0.82F)), radius);
            ink = base.error;
            face = ui_.fonts.body_strong;
            break;
        }
        if (block.label.empty()) {
            continue;
        }
        float x = x_of(block.label_x);
        if (block.kind == BlockKind::Stopped) {
            Rect words = rect.inset(ui_.px(6.0F), 0.0F);
            ui_.text(ui_.fonts.small, words.cut_left(ui_.px(18.0F)), color(ink),
                     look::kIcon.warning);
            for (ImFont* smaller : {ui_.fonts.small, ui_.fonts.caption}) {
                face = Ui::width(face, block.label) <= words.width() ? face : smaller;
            }
            ui_.text(face, words, color(ink), block.label);
            continue;
        }
        ui_.text_at(face, {x, y}, color(ink), block.label);
    }
    for (const Tick& tick : picture_.ticks) {
        const float x = std::round(x_of(tick.x));
        const bool major = !tick.label.empty();
        list().AddRectFilled({x, ruler.y1 - ui_.px(major ? 6.0F : 3.0F)}, {x + 1.0F, ruler.y1},
                             color(base.border_strong));
        if (major) {
            ui_.text_at(ui_.fonts.mono_small,
                        {x_of(tick.label_x),
                         std::round(ruler.center_y() - ui_.fonts.mono_small->FontSize / 2.0F) -
                             ui_.px(2.0F)},
                        color(base.text_3), tick.label);
        }
    }
    list().PopClipRect();
}

void TimelinePainter::draw_bands() {
    const float y0 = y_of(picture_.ruler.y1);
    const float y1 = std::min(y_of(picture_.body.y1), rows_bottom());
    for (const Band& band : picture_.bands) {
        const look::Color ink = band.idle ? ui_.base().inset : ui_.base().band;
        list().AddRectFilled({x_of(band.x0), y0}, {x_of(band.x1), y1}, color(ink));
    }
    for (const Tick& tick : picture_.ticks) {
        if (!tick.label.empty()) {
            const float x = std::round(x_of(tick.x));
            list().AddRectFilled({x, y0}, {x + 1.0F, y1}, color(ui_.base().grid));
        }
    }
}

void TimelinePainter::draw_rows() {
    const Rect body = at(picture_.body);
    bool clipped = false;
    for (const Row& row : picture_.rows) {
        if (row.kind != RowKind::Loop && !clipped) {
            list().PushClipRect({body.x0, body.y0}, {body.x1, body.y1}, true);
            clipped = true;
        }
        draw_row(row);
        for (const Plot& plot : picture_.plots) {
            if (plot.box.y0 >= row.y && plot.box.y0 < row.y + row.height) {
                draw_plot(plot);
            }
        }
        for (std::size_t i = row.first_span; i < row.last_span && i < picture_.spans.size(); ++i) {
            draw_span(picture_.spans[i]);
        }
    }
    if (clipped) {
        list().PopClipRect();
    }
}

void TimelinePainter::draw_row(const Row& row) {
    const look::Base& base = ui_.base();
    const Rect rect{x_of(0.0F), y_of(row.y), x_of(picture_.width), y_of(row.y + row.height)};
    const float left = rect.x0 + ui_.px(kSize.panel_padding_x);
    const Rect gutter{left, rect.y0, x_of(picture_.track_x0) - ui_.px(kSize.space), rect.y1};
    if (row.kind == RowKind::GroupTitle) {
        ui_.horizontal(left, rect.x1 - ui_.px(kSize.panel_padding_x), rect.y0, color(base.border));
        ui_.text(ui_.fonts.small, {gutter.x0, gutter.y0, rect.x1, gutter.y1}, color(base.text_3),
                 row.label);
        return;
    }
    if (row.selected) {
        const Rect ground = rect.inset(ui_.px(4.0F), 0.0F);
        ui_.fill(ground, color(base.accent_soft, ui_.dark() ? 0.55F : 0.75F), ui_.px(4.0F));
        ui_.fill({ground.x0, ground.y0, ground.x0 + ui_.px(3.0F), ground.y1}, color(base.accent),
                 ui_.px(1.0F));
    }
    if (row.kind != RowKind::Plot && !(row.kind == RowKind::Queue)) {
        const float y = std::round(rect.center_y());
        list().AddRectFilled({x_of(picture_.track_x0), y}, {x_of(picture_.track_x1), y + 1.0F},
                             color(base.border));
    }
    Rect name = gutter;
    if (!row.value.empty()) {
        const Rect value =
            name.cut_right(Ui::width(ui_.fonts.mono, row.value) + ui_.px(kSize.space_s));
        ui_.text(ui_.fonts.mono, value, color(base.text_2), row.value);
    }
    if (!row.monogram.empty()) {
        name.x0 = badge(ui_, {row.colour < 0 ? kTaskColours - 1 : row.colour, row.monogram},
                        name.x0, name.center_y()) +
                  ui_.px(6.0F);
    } else if (const char* icon = icon_of(row.icon); *icon != '\0') {
        ui_.text(ui_.fonts.small, name, color(base.text_3), icon);
        name.x0 += ui_.px(18.0F);
    }
    ImFont* face = row.selected ? ui_.fonts.body_strong
                   : row.mono   ? ui_.fonts.mono
                                : ui_.fonts.body;
    ui_.text(face, name,
             color(row.not_yet    ? base.text_3
                   : row.selected ? base.text
                                  : mix(base.text, base.text_2, 0.35F)),
             row.label);
}

void TimelinePainter::draw_plot(const Plot& plot) {
    const look::State& state =
        plot.kind == PlotKind::Ready ? ui_.theme->state.ready : ui_.theme->state.sleeping;
    const look::Color ink = ui_.dark() ? state.signal : state.edge;
    const Rect box = at(plot.box);
    for (const Plot::Level& level : plot.levels) {
        if (level.value > 0) {
            list().AddRectFilled({x_of(level.x0), y_of(level.y)}, {x_of(level.x1), box.y1},
                                 color(ink, 0.22F));
        }
    }
    for (const Plot::Level& level : plot.levels) {
        list().PathLineTo({x_of(level.x0), y_of(level.y)});
        list().PathLineTo({x_of(level.x1), y_of(level.y)});
    }
    compat::stroke_path(list(), color(ink), ui_.line(kSize.line_plot));
    if (plot.capacity_y) {
        const float y = std::round(y_of(*plot.capacity_y));
        const look::Color tone = plot.capacity_reached ? ui_.base().error : ui_.base().text_3;
        const float step = ui_.px(kSize.dash_on + kSize.dash_off);
        for (float x = box.x0; x < box.x1; x += step) {
            list().AddRectFilled({x, y}, {std::min(x + ui_.px(kSize.dash_on), box.x1), y + 1.0F},
                                 color(tone));
        }
        if (!plot.capacity_label.empty()) {
            ui_.text_at(ui_.fonts.caption, {x_of(plot.capacity_label_x), y + ui_.px(2.0F)},
                        color(tone), plot.capacity_label);
        }
    }
}

void TimelinePainter::draw_dots_and_arrows() {
    const Rect clip{x_of(picture_.track_x0), y_of(picture_.ruler.y1), x_of(picture_.width),
                    y_of(picture_.body.y1)};
    list().PushClipRect(clip.min(), clip.max(), true);
    const float strength = arrow_strength();
    for (const Arrow& arrow : picture_.arrows) {
        draw_arrow(arrow, strength);
    }
    for (const Dot& dot : picture_.dots) {
        const ImVec2 center{x_of(dot.x), y_of(dot.y)};
        if (dot.kind == DotKind::Log) {
            list().AddCircleFilled(center, ui_.px(3.0F), color(task_ink(dot.colour)), 16);
            if (!dot.label.empty()) {
                ui_.text_at(ui_.fonts.small,
                            {x_of(dot.label_x), center.y - ui_.fonts.small->FontSize / 2.0F},
                            color(ui_.base().text_2), dot.label);
            }
            continue;
        }
        const float radius = ui_.px(6.0F);
        list().AddCircleFilled(center, radius, color(ui_.base().panel), 20);
        ImFont* face = ui_.fonts.small;
        const char* icon = dot.kind == DotKind::Timer ? look::kIcon.timer : look::kIcon.loop;
        const float w = Ui::width(face, icon);
        list().AddText(
            face, face->FontSize,
            {std::round(center.x - w / 2.0F), std::round(center.y - face->FontSize / 2.0F)},
            color(ui_.base().text_2), icon);
    }
    list().PopClipRect();
    if (!picture_.arrows_note.empty()) {
        // Beside the title of a group, where no lane is; at the bottom if none is in sight.
        const float height = ui_.px(18.0F);
        float y = y_of(picture_.body.y1) - height;
        for (const Row& row : picture_.rows) {
            if (row.kind == RowKind::GroupTitle && row.y >= picture_.body.y0) {
                y = y_of(row.y) + ui_.px(2.0F);
                break;
            }
        }
        const Rect note{x_of(picture_.track_x0), y, x_of(picture_.track_x1), y + height};
        ui_.text(ui_.fonts.caption, note, color(ui_.base().text_3), picture_.arrows_note,
                 Align::Right);
    }
}

// Where arrows stand so close that they would cover everything, they fade.
float TimelinePainter::arrow_strength() const {
    if (picture_.arrows.size() < 2) {
        return 1.0F;
    }
    const auto [left, right] = std::ranges::minmax(picture_.arrows, {}, &Arrow::x1);
    const float distance = (right.x1 - left.x1) / static_cast<float>(picture_.arrows.size());
    return std::clamp(distance / ui_.px(6.0F), 0.12F, 1.0F);
}

void TimelinePainter::draw_arrow(const Arrow& arrow, float strength) {
    const look::Base& base = ui_.base();
    const float alpha = arrow.active ? 1.0F : arrow.faded ? 0.35F * strength : strength;
    const look::Color still =
        arrow.kind == ArrowKind::WakeUp ? base.text_3 : ui_.theme->state.io.edge;
    const ImU32 ink = color(arrow.active ? base.accent : still, alpha);
    const float width = ui_.line(arrow.active ? kSize.line_arrow_active : kSize.line_arrow);
    const ImVec2 a{x_of(arrow.x0), y_of(arrow.y0)};
    const ImVec2 b{x_of(arrow.x1), y_of(arrow.y1)};
    if (arrow.kind == ArrowKind::Lost) {
        draw_lost(a, b, ink, width);
        return;
    }
    const float head = ui_.px(kSize.arrow_head_h);
    const float down = b.y >= a.y ? 1.0F : -1.0F;
    const ImVec2 neck{b.x, b.y - down * head};
    if (std::abs(a.x - b.x) < 0.5F) {
        const float x = std::floor(a.x) + 0.5F;
        list().AddLine({x - 0.5F, a.y - 0.5F}, {x - 0.5F, neck.y - 0.5F}, ink, width);
    } else {
        const float reach = (neck.y - a.y) * 0.6F;
        list().AddBezierCubic(a, {a.x, a.y + reach}, {neck.x, neck.y - reach}, neck, ink, width,
                              12);
    }
    list().AddCircleFilled(a, ui_.line(kSize.arrow_dot), ink, 10);
    const float half = ui_.line(kSize.arrow_head_w) / 2.0F;
    list().AddTriangleFilled({b.x, b.y}, {b.x - half, neck.y}, {b.x + half, neck.y}, ink);
}

void TimelinePainter::draw_lost(ImVec2 a, ImVec2 b, ImU32 ink, float width) {
    const float half = ui_.line(kSize.arrow_head_w) / 2.0F;
    list().AddCircleFilled(a, ui_.line(kSize.arrow_dot), ink, 10);
    list().AddLine(a, {b.x, b.y - half}, ink, width);
    list().AddLine({b.x - half, b.y - 2.0F * half}, {b.x + half, b.y}, ink, width);
    list().AddLine({b.x - half, b.y}, {b.x + half, b.y - 2.0F * half}, ink, width);
}

void TimelinePainter::draw_veil() {
    if (picture_.veil) {
        const Rect veil = at(*picture_.veil);
        list().AddRectFilled(veil.min(), veil.max(),
                             color(ui_.base().future_veil, ui_.dark() ? 0.55F : 0.60F));
    }
}

void TimelinePainter::draw_marks() {
    const float top = y_of(picture_.ruler.y1);
    for (const Mark& mark : picture_.marks) {
        const float x = std::round(x_of(mark.x));
        const look::Color ink = mark.severity == Severity::Error     ? ui_.base().error
                                : mark.severity == Severity::Warning ? ui_.base().warning
                                                                     : ui_.base().info;
        const float bottom = std::min(y_of(picture_.body.y1), rows_bottom());
        const float step = ui_.px(kSize.dash_on + kSize.dash_off);
        for (float y = top; y < bottom; y += step) {
            list().AddRectFilled({x, y}, {x + 1.0F, std::min(y + ui_.px(kSize.dash_on), bottom)},
                                 color(ink, 0.7F));
        }
    }
}

void TimelinePainter::draw_cursor(float bottom) {
    if (!picture_.cursor_visible) {
        return;
    }
    const float width = ui_.line(kSize.line_cursor);
    const float x = x_of(picture_.cursor_x);
    const float top = y_of(picture_.ruler.y1) - ui_.px(3.0F);
    const ImU32 ink = color(ui_.base().cursor);
    list().AddRectFilled({x - width / 2.0F, top}, {x + width / 2.0F, bottom}, ink);
    const float half = ui_.px(kSize.cursor_handle_w) / 2.0F;
    list().AddTriangleFilled({x - half, top}, {x + half, top},
                             {x, top + ui_.px(kSize.cursor_handle_h)}, ink);
}

}  // namespace coroscope::gui
