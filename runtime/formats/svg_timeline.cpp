#include "runtime/formats/svg_timeline.h"

#include <algorithm>
#include <cmath>

#include "runtime/picture/colors.h"

namespace coroscope {

namespace {

using look::kSize;

constexpr float kPadding = kSize.panel_padding_x;

std::string n(float value) { return SvgWriter::number(value) + ' '; }

std::string dashes() {
    return SvgWriter::number(kSize.dash_on) + ' ' + SvgWriter::number(kSize.dash_off);
}

float middle(const Box& box) { return (box.y0 + box.y1) / 2; }

}  // namespace

look::Color SvgTimeline::task_ink(int colour) const {
    return colour >= 0 && colour < kTaskColours ? theme_.task[static_cast<std::size_t>(colour)]
                                                : base_.text_3;
}

look::Color SvgTimeline::mark_ink(Severity severity) const {
    return severity == Severity::Error     ? base_.error
           : severity == Severity::Warning ? base_.warning
                                           : base_.info;
}

look::Color SvgTimeline::soft_error() const {
    return mix(base_.error, base_.panel, frame_.dark ? 0.74F : 0.82F);
}

/// Where the lanes end.
float SvgTimeline::bottom() const {
    return std::min(picture_.body.y1,
                    picture_.body.y0 + picture_.content_height - picture_.scroll_y);
}

void SvgTimeline::draw() {
    draw_minimap();
    draw_ruler();
    draw_bands();
    draw_marks();  // under the words, unlike the window's: nobody can move a label away here
    draw_rows();
    svg_.begin_clip({picture_.track_x0, picture_.ruler.y1, picture_.width, picture_.body.y1});
    draw_arrows();
    for (const Dot& dot : picture_.dots) {
        draw_dot(dot);
    }
    svg_.end_group();
    if (picture_.veil && frame_.shows_cursor) {
        const Box veil{picture_.veil->x0, picture_.veil->y0, picture_.veil->x1, bottom()};
        svg_.rect(veil, {.fill = base_.future_veil, .opacity = frame_.dark ? 0.55F : 0.60F});
    }
    draw_cursor();
}

void SvgTimeline::draw_minimap() {
    const Minimap& map = picture_.minimap;
    const Box& box = map.box;
    svg_.text(kPadding, middle(box), picture_.overview_label,
              {.style = TextStyle::Small, .ink = base_.text_3});
    for (const MinimapSegment& segment : map.segments) {
        const float gap = segment.x1 - segment.x0 > 4 ? 0.5F : 0.0F;
        const Box rect{std::max(segment.x0 + gap, box.x0 + 3), box.y0 + 3,
                       std::min(std::max(segment.x1, segment.x0 + 1) - gap, box.x1 - 3),
                       box.y1 - 3};
        svg_.rect(rect, {.fill = segment.stopped ? mix(base_.error, base_.panel, 0.7F)
                                 : segment.slow  ? theme_.state.slow.fill
                                                 : task_ink(segment.colour),
                         .radius = rect.width() > 6 ? 1.0F : 0.0F});
    }
    svg_.rect(box, {.edge = base_.border_strong, .radius = kSize.span_radius});
    for (const Mark& mark : map.marks) {
        svg_.path("M" + n(mark.x - 4) + n(box.y0 - 1) + "h8l-4 6z",
                  {.fill = mark_ink(mark.severity)});
    }
    if (frame_.shows_cursor) {
        svg_.rect({map.cursor_x, box.y0, map.cursor_x + kSize.line_cursor, box.y1},
                  {.fill = base_.cursor});
    }
}

void SvgTimeline::draw_block(const Block& block) {
    const Box& box = block.box;
    const float y = middle(box);
    TextStyle style = TextStyle::MonoSmall;
    look::Color ink = base_.text;
    switch (block.kind) {
    case BlockKind::Instant: svg_.rect(box, {.fill = base_.raised, .radius = 4}); break;
    case BlockKind::Busy:
        svg_.rect(box, {.fill = mix(theme_.state.slow.fill, base_.raised, 0.6F), .radius = 4});
        break;
    case BlockKind::Idle: {
        ink = base_.text_3;
        const float words = widest_text_width(block.label, style);
        const float gap0 = block.label.empty() ? box.x1 : block.label_x - 4;
        const float gap1 = block.label.empty() ? box.x1 : block.label_x + words + 4;
        for (const auto& [x0, x1] : {std::pair(box.x0 + 4, gap0), std::pair(gap1, box.x1 - 3)}) {
            if (x1 - x0 > 2) {
                svg_.line(x0, y, x1, y,
                          {.edge = base_.border_strong, .edge_width = 1.5F, .dash = "1.5 2.5"});
            }
        }
        break;
    }
    case BlockKind::Stopped: {
        svg_.rect(box, {.fill = soft_error(), .radius = 4});
        ink = base_.error;
        const float room = box.width() - 30;
        style = TextStyle::BodyStrong;
        for (const TextStyle smaller : {TextStyle::Small, TextStyle::Caption}) {
            style = widest_text_width(block.label, style) <= room ? style : smaller;
        }
        svg_.icon("warning", box.x0 + 6, y, 12, ink);
        svg_.text(box.x0 + 24, y, text_that_fits(block.label, style, room),
                  {.style = style, .ink = ink});
        return;
    }
    }
    svg_.text(block.label_x, y, block.label, {.style = style, .ink = ink});
}

void SvgTimeline::draw_ruler() {
    const Box& ruler = picture_.ruler;
    svg_.text(kPadding, middle(ruler), picture_.ruler_label,
              {.style = TextStyle::Small, .ink = base_.text_3});
    for (const Block& block : picture_.blocks) {
        draw_block(block);
    }
    for (const Tick& tick : picture_.ticks) {
        const bool major = !tick.label.empty();
        const float x = std::round(tick.x);
        svg_.rect({x, ruler.y1 - (major ? 6.0F : 3.0F), x + 1, ruler.y1},
                  {.fill = base_.border_strong});
        svg_.text(tick.label_x, middle(ruler) - 2, tick.label,
                  {.style = TextStyle::MonoSmall, .ink = base_.text_3});
    }
}

void SvgTimeline::draw_bands() {
    const float y0 = picture_.ruler.y1;
    for (const Band& band : picture_.bands) {
        svg_.rect({band.x0, y0, band.x1, bottom()}, {.fill = band.idle ? base_.inset : base_.band});
    }
    for (const Tick& tick : picture_.ticks) {
        if (!tick.label.empty()) {
            const float x = std::round(tick.x);
            svg_.rect({x, y0, x + 1, bottom()}, {.fill = base_.grid});
        }
    }
}

void SvgTimeline::draw_rows() {
    bool clipped = false;
    for (const Row& row : picture_.rows) {
        if (row.kind != RowKind::Loop && !clipped) {
            svg_.begin_clip(picture_.body);
            clipped = true;
        }
        draw_row(row);
    }
    if (clipped) {
        svg_.end_group();
    }
}

void SvgTimeline::draw_row(const Row& row) {
    const float y = std::round(row.y + row.height / 2);
    if (row.kind == RowKind::GroupTitle) {
        svg_.rect({kPadding, row.y, picture_.width - kPadding, row.y + 1}, {.fill = base_.border});
        svg_.text(kPadding, y, row.label, {.style = TextStyle::Small, .ink = base_.text_3});
        svg_.text(picture_.track_x0, y, row.value,
                  {.style = TextStyle::Small, .ink = base_.text_2});
        return;
    }
    if (row.kind != RowKind::Plot && row.kind != RowKind::Queue) {
        svg_.rect({picture_.track_x0, y, picture_.track_x1, y + 1}, {.fill = base_.border});
    }
    draw_gutter(row);
    for (const Plot& plot : picture_.plots) {
        if (plot.box.y0 >= row.y && plot.box.y0 < row.y + row.height) {
            draw_plot(plot);
        }
    }
    for (std::size_t i = row.first_span; i < row.last_span && i < picture_.spans.size(); ++i) {
        draw_span(picture_.spans[i]);
    }
}

/// What a plot's height means, where the window has the value at the cursor.
std::string SvgTimeline::scale_of(const Row& row) const {
    for (const Plot& plot : picture_.plots) {
        if (plot.box.y0 >= row.y && plot.box.y0 < row.y + row.height && !plot.capacity_y) {
            return "≤" + std::to_string(plot.maximum);
        }
    }
    return "";
}

void SvgTimeline::draw_gutter(const Row& row) {
    const float y = row.y + row.height / 2;
    float x = kPadding;
    float right = picture_.track_x0 - kSize.space_s;
    const std::string value = frame_.shows_cursor ? row.value : scale_of(row);
    if (!value.empty()) {
        const TextStyle style = frame_.shows_cursor ? TextStyle::Mono : TextStyle::MonoSmall;
        svg_.text(right, y, value, {.style = style, .ink = base_.text_2, .to_the_left = true});
        right -= widest_text_width(value, style) + kSize.space_s;
    }
    if (!row.monogram.empty()) {
        const Box badge{x, y - kSize.badge_h / 2, x + kSize.badge_w, y + kSize.badge_h / 2};
        svg_.rect(badge, {.fill = task_ink(row.colour), .radius = kSize.badge_radius});
        const float words = widest_text_width(row.monogram, TextStyle::Badge);
        svg_.text((badge.x0 + badge.x1 - words) / 2, y, row.monogram,
                  {.style = TextStyle::Badge, .ink = frame_.dark ? base_.window : base_.panel});
        x = badge.x1 + 6;
    } else if (!row.icon.empty()) {
        svg_.icon(row.icon, x, y, 12, base_.text_3);
        x += 18;
    }
    const TextStyle style = row.mono ? TextStyle::Mono : TextStyle::Body;
    const std::string label = text_that_fits(row.label, style, right - x);
    const bool faint = row.not_yet && frame_.shows_cursor;
    svg_.begin_group(row.label);
    svg_.text(x, y, label, {.style = style, .ink = faint ? base_.text_3 : base_.text});
    svg_.end_group();
}

void SvgTimeline::draw_plot(const Plot& plot) {
    const look::State& state =
        plot.kind == PlotKind::Ready ? theme_.state.ready : theme_.state.sleeping;
    const look::Color ink = frame_.dark ? state.signal : state.edge;
    std::string area;
    std::string line;
    for (const Plot::Level& level : plot.levels) {
        if (level.value > 0) {
            area += "M" + n(level.x0) + n(level.y) + "H" + n(level.x1) + "V" + n(plot.box.y1) +
                    "H" + n(level.x0) + "z";
        }
        line += (line.empty() ? "M" : "L") + n(level.x0) + n(level.y) + "H" + n(level.x1);
    }
    if (!area.empty()) {
        svg_.path(area, {.fill = ink, .opacity = 0.22F});
    }
    if (!line.empty()) {
        svg_.path(line, {.edge = ink, .edge_width = kSize.line_plot});
    }
    draw_capacity(plot);
}

void SvgTimeline::draw_capacity(const Plot& plot) {
    if (!plot.capacity_y) {
        return;
    }
    const float y = std::round(*plot.capacity_y) + 0.5F;
    const look::Color tone = plot.capacity_reached ? base_.error : base_.text_3;
    const std::string dash = dashes();
    svg_.line(plot.box.x0, y, plot.box.x1, y, {.edge = tone, .dash = dash});
    svg_.text(plot.capacity_label_x, y + 8, plot.capacity_label,
              {.style = TextStyle::Caption, .ink = tone});
}

void SvgTimeline::draw_arrows() {
    if (picture_.arrows.empty()) {
        return;
    }
    // Where arrows stand so close that they would cover everything, they fade.
    const auto [left, right] = std::ranges::minmax(picture_.arrows, {}, &Arrow::x1);
    const float distance = (right.x1 - left.x1) / static_cast<float>(picture_.arrows.size());
    const float strength =
        picture_.arrows.size() < 2 ? 1.0F : std::clamp(distance / 6.0F, 0.12F, 1.0F);
    svg_.begin_opacity(strength);
    for (const Arrow& arrow : picture_.arrows) {
        draw_arrow(arrow);
    }
    svg_.end_group();
}

void SvgTimeline::draw_arrow(const Arrow& arrow) {
    const bool active = arrow.active && frame_.shows_cursor;
    const look::Color still = arrow.kind == ArrowKind::WakeUp ? base_.text_3 : theme_.state.io.edge;
    const look::Color ink = active ? base_.accent : still;
    const float width = active ? kSize.line_arrow_active : kSize.line_arrow;
    const float half = kSize.arrow_head_w / 2;
    if (arrow.kind == ArrowKind::Lost) {
        const float x0 = arrow.x1 - half;
        const float x1 = arrow.x1 + half;
        const float top = arrow.y1 - 2 * half;
        svg_.line(arrow.x0, arrow.y0, arrow.x1, top + half, {.edge = ink, .edge_width = width});
        svg_.line(x0, top, x1, arrow.y1, {.edge = ink, .edge_width = width});
        svg_.line(x0, arrow.y1, x1, top, {.edge = ink, .edge_width = width});
        svg_.circle(arrow.x0, arrow.y0, kSize.arrow_dot, {.fill = ink});
        return;
    }
    const float down = arrow.y1 >= arrow.y0 ? 1.0F : -1.0F;
    const float neck = arrow.y1 - down * kSize.arrow_head_h;
    svg_.line(arrow.x0, arrow.y0, arrow.x1, neck, {.edge = ink, .edge_width = width});
    svg_.circle(arrow.x0, arrow.y0, kSize.arrow_dot, {.fill = ink});
    svg_.path("M" + n(arrow.x1) + n(arrow.y1) + "L" + n(arrow.x1 - half) + n(neck) + "h" +
                  n(2 * half) + "z",
              {.fill = ink});
}

void SvgTimeline::draw_dot(const Dot& dot) {
    if (dot.kind == DotKind::Log) {
        const Trace& trace = timeline_.trace();
        svg_.begin_group(dot.event < trace.size() ? trace.text(trace[dot.event].b) : "");
        svg_.circle(dot.x, dot.y, 3, {.fill = task_ink(dot.colour)});
        svg_.text(dot.label_x, dot.y, dot.label, {.style = TextStyle::Small, .ink = base_.text_2});
        svg_.end_group();
        return;
    }
    svg_.circle(dot.x, dot.y, 6, {.fill = base_.panel});
    svg_.icon(dot.kind == DotKind::Timer ? "timer" : "loop", dot.x - 6, dot.y, 12, base_.text_2);
}

void SvgTimeline::draw_marks() {
    const std::string dash = dashes();
    for (const Mark& mark : picture_.marks) {
        const float x = std::round(mark.x) + 0.5F;
        svg_.line(x, picture_.ruler.y1, x, bottom(),
                  {.edge = mark_ink(mark.severity), .opacity = 0.7F, .dash = dash});
    }
}

void SvgTimeline::draw_cursor() {
    if (!picture_.cursor_visible || !frame_.shows_cursor) {
        return;
    }
    const float top = picture_.ruler.y1 - 3;
    const float half = kSize.line_cursor / 2;
    svg_.rect({picture_.cursor_x - half, top, picture_.cursor_x + half, bottom() + 4},
              {.fill = base_.cursor});
    const float wing = kSize.cursor_handle_w / 2;
    svg_.path("M" + n(picture_.cursor_x - wing) + n(top) + "h" + n(2 * wing) + "l" + n(-wing) +
                  n(kSize.cursor_handle_h) + "z",
              {.fill = base_.cursor});
}

}  // namespace coroscope
