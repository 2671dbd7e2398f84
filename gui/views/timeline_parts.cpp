#include "gui/views/timeline_parts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/model/command.h"
#include "gui/views/state_look.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

}  // namespace

void draw_axis_switch(Ui& ui, Session& session, Rect& header) {
    const float h = ui.px(kSize.button_small_height);
    const auto next = [&](float w) { return header.cut_right(w).middle(h); };
    const Rect hint = next(key_hint_width(ui, "T"));
    key_hint(ui, "T", hint.x0, hint.center_y());
    header.cut_right(ui.px(kSize.space_s));
    const std::array<std::string_view, 3> names{ui.tr("ui.elastic"), ui.tr("ui.time"),
                                                ui.tr("ui.steps")};
    const int now = static_cast<int>(session.settings.axis);
    const int clicked = segments(ui, "axis", next(segments_width(ui, names)), names, now);
    if (clicked >= 0) {
        session.set_axis(static_cast<AxisKind>(clicked));
    }
}

void draw_legend_row(Ui& ui, Session& session, Rect row, const std::vector<LegendEntry>& entries) {
    ui.horizontal(row.x0, row.x1, row.y0, color(ui.base().border));
    row = row.inset(ui.px(kSize.panel_padding_x), 0.0F);
    const float hint = key_hint_width(ui, "L");
    const std::string_view word = ui.tr("ui.legend");
    const float w = hint + ui.px(6.0F) + Ui::width(ui.fonts.small, word);
    Rect right = row.cut_right(w);
    if (ui.hit("legend", right)) {
        run_command(session, "legend-sheet");
    }
    ui.tooltip(ui.tr(command("legend-sheet").name),
               std::string(ui.tr(command("legend").name)) + "  L");
    ui.text(ui.fonts.small, right, color(ui.base().text_3), word);
    key_hint(ui, "L", right.x1 - hint, right.center_y());
    row.cut_right(ui.px(kSize.space_m));
    for (const LegendEntry& entry : entries) {
        const float swatch =
            ui.px(entry.look == SpanLook::Ready || entry.look == SpanLook::Created ? 24.0F : 22.0F);
        const float words = std::ceil(Ui::width(ui.fonts.small, entry.label));
        if (row.width() < swatch + ui.px(kSize.space_s) + words) {
            break;
        }
        draw_swatch(ui, row.cut_left(swatch), entry.look);
        row.cut_left(ui.px(kSize.space_s));
        ui.text(ui.fonts.small, row.cut_left(words + 1.0F), color(ui.base().text_2), entry.label);
        row.cut_left(ui.px(kSize.space_l));
    }
}

PictureOptions picture_options(const Ui& ui, const Session& session, const Rect& room, bool small) {
    PictureOptions options;
    options.first = session.view().first;
    options.last = session.view().last;
    options.width_px = room.width();
    options.height_px = room.height();
    options.scale = ui.scale;
    options.small = small;
    options.language = ui.language;
    options.text_width = [&ui](std::string_view text, TextStyle style) {
        const Fonts& fonts = ui.fonts;
        ImFont* const font = style == TextStyle::Caption || style == TextStyle::Icon ? fonts.caption
                             : style == TextStyle::Small                             ? fonts.small
                             : style == TextStyle::Body                              ? fonts.body
                             : style == TextStyle::BodyStrong ? fonts.body_strong
                             : style == TextStyle::Mono       ? fonts.mono
                             : style == TextStyle::MonoSmall  ? fonts.mono_small
                                                              : fonts.mono_badge;
        return Ui::width(font, text) / ui.scale;
    };
    return options;
}

void draw_scroll_thumb(const Ui& ui, const Picture& picture, const Rect& room) {
    if (picture.scroll_max <= 0.0F || picture.content_height <= 0.0F) {
        return;
    }
    const float shown = picture.body.height();
    const float length = std::max(ui.px(24.0F), shown * shown / picture.content_height);
    const float top =
        room.y0 + picture.body.y0 + (shown - length) * picture.scroll_y / picture.scroll_max;
    const float x = room.x1 - ui.px(7.0F);
    ui.fill({x, top, x + ui.px(4.0F), top + length}, color(ui.base().pressed), ui.px(2.0F));
}

}  // namespace coroscope::gui
