// The choices of two runs side by side; where none are recorded, who ran in the steps around the
// one in which they part.

#include <algorithm>
#include <cmath>

#include "gui/views/compare_look.h"
#include "gui/views/panel.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

constexpr std::size_t kMostRows = 200;
constexpr float kNumber = 28.0F;

void draw_name(Ui& ui, const RunSide& side, TaskId task, Rect cell, bool of_steps) {
    if (task == 0) {
        ui.text(ui.fonts.body, cell, color(ui.base().text_3),
                ui.tr(of_steps ? "ui.compare.over" : "ui.compare.none"));
        return;
    }
    cell.x0 = badge(ui, side.badge(task), cell.x0, cell.center_y()) + ui.px(6.0F);
    ui.text(ui.fonts.body, cell, color(ui.base().text), side.timeline().task_name(task));
}

struct Columns {
    float own = 0.0F;
    float other = 0.0F;
    float verdict = 0.0F;
};

void draw_row(Ui& ui, const std::array<RunSide, 2>& sides, const ChoiceRow& row, const Rect& line,
              const Columns& x, bool of_steps) {
    const look::Base& base = ui.base();
    if (row.parting) {
        ui.fill(line.inset(ui.px(-4.0F), 0.0F), color(base.accent_soft), ui.px(4.0F));
        const float left = line.x0 - ui.px(4.0F);
        ui.fill({left, line.y0, left + ui.px(3.0F), line.y1}, color(base.accent), ui.px(1.0F));
    }
    ui.text(ui.fonts.mono_small, {line.x0, line.y0, x.own, line.y1}, color(base.text_3),
            std::to_string(row.number));
    draw_name(ui, sides[0], row.own, {x.own, line.y0, x.other - ui.px(kSize.space), line.y1},
              of_steps);
    draw_name(ui, sides[1], row.other, {x.other, line.y0, x.verdict - ui.px(kSize.space), line.y1},
              of_steps);
    if (row.own != 0 && row.other != 0) {
        ui.text(ui.fonts.small, {x.verdict, line.y0, line.x1, line.y1}, color(base.text_3),
                ui.tr(row.same && !row.parting ? "ui.compare.same" : "ui.compare.differs"),
                Align::Right);
    }
}

}  // namespace

void draw_choices(Ui& ui, Session& session, const Rect& rect) {
    Panel panel(ui, "choices", rect);
    if (!panel) {
        return;
    }
    const Rect header = panel.header(ui.tr("ui.compare.choices"));
    const auto sides = run_sides(session);
    const ChoiceTable table = choice_table(session.comparison().both(), kMostRows);
    const auto number = [](std::string_view name, std::size_t value) {
        return number_arg(name, static_cast<std::int64_t>(value));
    };
    ui.text(ui.fonts.small, header, color(ui.base().text_3),
            table.of_steps
                ? std::string(ui.tr("ui.compare.steps_note"))
                : ui.tr(Message("ui.compare.choices_in",
                                {number("own", table.own), number("other", table.other)})),
            Align::Right);
    ScrollArea area(
        ui, "choices-text",
        {panel.content.x0, panel.content.y0, panel.content.x1, rect.y1 - ui.px(kSize.space)});
    const Rect room{area.rect.x0 + ui.px(4.0F), area.top(), area.right() - ui.px(4.0F), rect.y1};
    const float h = ui.px(kSize.tree_row);
    Columns x;
    x.own = room.x0 + ui.px(kNumber);
    x.verdict =
        room.x1 - std::ceil(std::max(Ui::width(ui.fonts.small, ui.tr("ui.compare.same")),
                                     Ui::width(ui.fonts.small, ui.tr("ui.compare.differs"))));
    x.other = std::floor((x.own + x.verdict) / 2.0F);
    float y = room.y0;
    for (const RunSide& side : sides) {
        const float x0 = side.is_own ? x.own : x.other;
        ui.text(ui.fonts.small, {x0, y, x0 + (x.other - x.own) - ui.px(kSize.space), y + h},
                color(standing_ink(ui, side.standing)), ui.tr(side.heading));
    }
    y += h;
    float parting_y = room.y0;
    for (const ChoiceRow& row : table.rows) {
        const Rect line{room.x0, y, room.x1, y + h};
        y += h;
        if (row.parting) {
            parting_y = line.y0;
            ui.mark("choices/parting", line);
        }
        if (area.shows(line.y0, line.y1)) {
            draw_row(ui, sides, row, line, x, table.of_steps);
        }
    }
    if (ImGui::IsWindowAppearing()) {
        area.bring_into_view(parting_y - 2.0F * h, parting_y + 2.0F * h);
    }
    area.finish(y);
}

}  // namespace coroscope::gui
