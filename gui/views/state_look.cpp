#include "gui/views/state_look.h"

#include <array>
#include <cmath>
#include <utility>

namespace coroscope::gui {
namespace {

using look::kSize;

void draw_end_cap(const Ui& ui, const Rect& rect, SpanLook look) {
    const look::State& state = state_colors(*ui.theme, look);
    const float side = ui.px(14.0F);
    const float x = std::round(rect.center_x() - side / 2.0F);
    const float y = std::round(rect.center_y() - side / 2.0F);
    const Rect cap{x, y, x + side, y + side};
    ui.fill(cap, color(state.fill), ui.px(kSize.span_radius));
    ui.outline(cap, color(state.edge), ui.px(kSize.span_radius));
    const char* icon =
        look == SpanLook::Finished ? look::kIcon.finished : look::kIcon.cancelled_failed;
    ImFont* font = ui.fonts.caption;
    const ImVec2 at{std::round(cap.center_x() - Ui::width(font, icon) / 2.0F),
                    std::round(cap.center_y() - font->FontSize / 2.0F)};
    Ui::list().AddText(font, font->FontSize, at, color(state.label), icon);
}

void draw_running(const Ui& ui, const Rect& rect, SpanLook look) {
    const look::State& state = state_colors(*ui.theme, look);
    const float side = ui.px(14.0F);
    const float x = std::round(rect.center_x() - side / 2.0F);
    const float y = std::round(rect.center_y() - side / 2.0F);
    const Rect bead{x, y, x + side, y + side};
    ui.fill(bead, color(state.fill), ui.px(kSize.span_radius));
    const char* glyph = look == SpanLook::Running ? look::kIcon.running : "!";
    ImFont* font = ui.fonts.caption;
    const ImVec2 at{std::round(bead.center_x() - Ui::width(font, glyph) / 2.0F),
                    std::round(bead.center_y() - font->FontSize / 2.0F)};
    Ui::list().AddText(font, font->FontSize, at, color(state.label), glyph);
}

}  // namespace

const char* icon_of(std::string_view name) {
    const look::Icons& icon = look::kIcon;
    const std::array<std::pair<std::string_view, const char*>, 21> icons{{
        {"lock", icon.lock},
        {"queue", icon.queue},
        {"event", icon.event},
        {"task", icon.task},
        {"semaphore", icon.semaphore},
        {"condition", icon.condition},
        {"barrier", icon.barrier},
        {"timer", icon.timer},
        {"io", icon.io},
        {"network", icon.network},
        {"variable", icon.variable},
        {"loop", icon.loop},
        {"ready_list", icon.ready_list},
        {"plot", icon.plot},
        {"log", icon.log},
        {"running", icon.running},
        {"finished", icon.finished},
        {"cancelled_failed", icon.cancelled_failed},
        {"warning", icon.warning},
        {"info", icon.info},
        {"ring", icon.ring},
    }};
    for (const auto& [known, glyph] : icons) {
        if (known == name) {
            return glyph;
        }
    }
    return "";
}

void draw_hatch(const Rect& rect, ImU32 ink, float step, float width) {
    ImDrawList& list = Ui::list();
    const float h = rect.height();
    for (float x = std::floor((rect.x0 - h) / step) * step; x < rect.x1; x += step) {
        const float t0 = std::max(0.0F, (rect.x0 - x) / h);
        const float t1 = std::min(1.0F, (rect.x1 - x) / h);
        if (t1 > t0) {
            list.AddLine({x + t0 * h, rect.y1 - t0 * h}, {x + t1 * h, rect.y1 - t1 * h}, ink,
                         width);
        }
    }
}

void draw_dots(const Ui& ui, const Rect& rect, ImU32 ink) {
    ImDrawList& list = Ui::list();
    const float step = ui.px(kSize.dot_step);
    const float dot = ui.px(2.0F);
    const float y = std::round(rect.center_y() - dot / 2.0F);
    for (float x = std::ceil((rect.x0 + dot) / step) * step; x + dot <= rect.x1 - dot / 2.0F;
         x += step) {
        list.AddRectFilled({x, y}, {x + dot, y + dot}, ink);
    }
}

void draw_upright_lines(const Ui& ui, const Rect& rect, ImU32 ink) {
    ImDrawList& list = Ui::list();
    const float step = ui.px(kSize.io_line_step);
    const float inset = ui.line(2.5F);
    for (float x = std::ceil((rect.x0 + inset) / step) * step; x < rect.x1 - inset; x += step) {
        list.AddRectFilled({x, rect.y0 + inset}, {x + ui.line(1.0F), rect.y1 - inset}, ink);
    }
}

void draw_swatch(const Ui& ui, const Rect& rect, SpanLook look) {
    const look::Base& base = ui.base();
    const look::State& state = state_colors(*ui.theme, look);
    const float radius = ui.px(kSize.span_radius);
    switch (look) {
    case SpanLook::Finished:
    case SpanLook::Cancelled:
    case SpanLook::Failed: draw_end_cap(ui, rect, look); return;
    case SpanLook::Running:
    case SpanLook::Slow:
    case SpanLook::SlowStep: draw_running(ui, rect, look); return;
    case SpanLook::Created: {
        const Rect bar = rect.middle(ui.px(5.0F));
        ui.capsule_outline(bar, color(state.edge));
        return;
    }
    case SpanLook::Ready: {
        const Rect bar = rect.middle(ui.px(6.0F));
        ui.capsule(bar, color(state.fill));
        if (!ui.dark()) {
            ui.capsule_outline(bar, color(state.edge));
        }
        draw_dots(ui, bar, color(look::Color{0x5A, 0x43, 0x00, 0xFF}));
        return;
    }
    case SpanLook::Sleeping:
    case SpanLook::Overdue:
    case SpanLook::Waiting:
    case SpanLook::Stuck:
    case SpanLook::Io:
    case SpanLook::Held:
    case SpanLook::HeldWanted:
    case SpanLook::EventSet:
    case SpanLook::ValueLost:
    case SpanLook::Step:
    case SpanLook::Merged:
    case SpanLook::Stopped: break;
    }
    const Rect tube = rect.middle(ui.px(12.0F));
    const bool late = look == SpanLook::Overdue;
    const look::Color fill =
        late ? mix(ui.theme->state.slow.fill, base.panel, ui.dark() ? 0.78F : 0.88F) : state.fill;
    ui.fill(tube, color(fill), radius);
    if (look == SpanLook::Sleeping) {
        draw_hatch(tube.inset(1.0F), color(mix(state.edge, state.fill, ui.dark() ? 0.62F : 0.55F)),
                   ui.px(kSize.hatch_step), ui.line(kSize.hatch_width));
    } else if (late) {
        draw_hatch(tube.inset(1.0F),
                   color(mix(ui.theme->state.slow.fill, base.panel, ui.dark() ? 0.38F : 0.45F)),
                   ui.px(kSize.overdue_hatch_step), ui.line(kSize.overdue_hatch_width));
    } else if (look == SpanLook::Io) {
        draw_upright_lines(ui, tube, color(mix(state.edge, state.fill, 0.5F)));
    }
    if (look == SpanLook::Stuck) {
        ui.outline(tube, color(base.error), radius, ui.line(kSize.line_stuck));
    } else if (look == SpanLook::HeldWanted) {
        ui.outline(tube, color(base.holder_edge), radius, ui.line(kSize.line_holder_edge));
    } else {
        ui.outline(tube, color(late ? ui.theme->state.slow.fill : state.edge), radius);
    }
}

}  // namespace coroscope::gui
