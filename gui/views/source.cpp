// The scenario's source: a badge at each line where a task stands, and the line of the task in
// focus kept in view.

#include <algorithm>
#include <cmath>

#include "gui/model/source_marks.h"
#include "gui/views/code.h"
#include "gui/views/panel.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr std::size_t kMostBadges = 3;

// The gutter grows with the largest number of badges on a line.
float gutter_width(const Ui& ui, const SourceMarks& marks) {
    std::size_t most = 0;
    for (const auto& [line, mark] : marks.lines) {
        most = std::max(most, mark.tasks.size());
    }
    return ui.px(most <= 1 ? 34.0F : most == 2 ? 58.0F : 82.0F);
}

look::Color line_tint(const Ui& ui, const Session& session, TaskId task) {
    return mix(task_color(ui, session.badge(task)), ui.base().panel, ui.dark() ? 0.80F : 0.87F);
}

void draw_warning_badge(Ui& ui, float right, float center_y) {
    const float w = ui.px(kSize.badge_w);
    const float h = ui.px(kSize.badge_h);
    const Rect rect{right - w, std::round(center_y - h / 2.0F), right,
                    std::round(center_y + h / 2.0F)};
    ui.fill(rect, color(ui.theme->state.slow.fill), ui.px(kSize.badge_radius));
    ui.text(ui.fonts.mono_badge, rect, color(ui.theme->state.slow.label), "!", Align::Center);
}

void draw_marks(Ui& ui, Session& session, const Rect& row, const LineMark& mark, float gutter) {
    float x = row.x0 + gutter;
    const float step = ui.px(kSize.badge_w + 2.0F);
    if (mark.finding != nullptr && mark.tasks.empty()) {
        draw_warning_badge(ui, x - ui.px(2.0F), row.center_y());
        return;
    }
    const std::size_t count = std::min(mark.tasks.size(), kMostBadges);
    x -= step * static_cast<float>(count);
    for (std::size_t i = 0; i < count; ++i) {
        const TaskId task = mark.tasks[i];
        const Rect place{x, row.y0, x + step, row.y1};
        if (i + 1 == kMostBadges && mark.tasks.size() > kMostBadges) {
            ui.text(ui.fonts.caption, place, color(ui.base().text_2),
                    "+" + std::to_string(mark.tasks.size() - kMostBadges + 1), Align::Center);
            return;
        }
        badge(ui, session.badge(task), x, row.center_y());
        if (ui.hit("source/" + std::to_string(task), place)) {
            session.select_task(task);
        }
        ui.tooltip(session.timeline().task_name(task));
        x += step;
    }
}

void draw_ground(Ui& ui, Session& session, const Rect& row, const LineMark& mark, bool alarm) {
    const look::Base& base = ui.base();
    const bool stuck = std::ranges::find(mark.stuck, true) != mark.stuck.end();
    if (mark.tasks.empty()) {
        ui.fill(row, color(mix(base.error, base.panel, 0.86F)));
        ui.fill({row.x0, row.y0, row.x0 + ui.px(3.0F), row.y1}, color(base.error));
        return;
    }
    const TaskId first = mark.tasks.front();
    ui.fill(row, color(line_tint(ui, session, first)));
    const look::Color bar = stuck || alarm ? base.error : task_color(ui, session.badge(first));
    ui.fill({row.x0, row.y0, row.x0 + ui.px(3.0F), row.y1}, color(bar));
}

std::uint32_t line_of_finding(const SourceMarks& marks) {
    const auto it = std::ranges::find_if(
        marks.lines, [](const auto& entry) { return entry.second.finding != nullptr; });
    return it == marks.lines.end() ? 0 : it->first;
}

}  // namespace

void draw_source(Ui& ui, Session& session, SourceState& state, const Rect& rect) {
    Panel panel(ui, "source", rect);
    if (!panel) {
        return;
    }
    const Rect header = panel.header(ui.tr("ui.source"));
    if (session.scenario() == nullptr) {
        Rect room = panel.content;
        empty_note(ui, room.cut_top(ui.px(48.0F)), ui.tr("ui.empty_source"));
        return;
    }
    const SourceMarks marks = source_marks(session);
    const std::string& file = info(*session.scenario()).source_file;
    const std::string_view short_file =
        std::string_view(file).starts_with("scenarios/") ? std::string_view(file).substr(10) : file;
    const std::size_t marked = session.now().alive().size() - marks.left_out;
    const std::string some =
        ui.tr(Message("ui.marks_some", {number_arg("count", static_cast<std::int64_t>(marked)),
                                        number_arg("all", std::ssize(session.now().alive()))}));
    ui.text(ui.fonts.mono_small, header, color(ui.base().text_3),
            marks.left_out == 0 ? short_file : std::string_view(some), Align::Right);

    const auto lines = split_lines(source_text(*session.scenario()));
    ScrollArea area(ui, "source-text",
                    {rect.x0, panel.content.y0, rect.x1, rect.y1 - ui.px(kSize.space)});
    const float h = ui.px(kSize.source_line);
    const float gutter = gutter_width(ui, marks);
    const float numbers = ui.px(26.0F);
    bool in_comment = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto number = static_cast<std::uint32_t>(i + 1);
        const float y = area.top() + h * static_cast<float>(i);
        const Rect row{rect.x0, y, rect.x1, y + h};
        if (!area.shows(row.y0, row.y1)) {
            (void)tint_line(lines[i], in_comment);
            continue;
        }
        const auto mark = marks.lines.find(number);
        const bool current = number == marks.current;
        if (mark != marks.lines.end()) {
            draw_ground(ui, session, row, mark->second, mark->second.finding != nullptr);
            draw_marks(ui, session, row, mark->second, gutter);
        }
        const float x = rect.x0 + gutter;
        const bool bright = current || mark != marks.lines.end();
        ui.text(ui.fonts.mono_small, {x, row.y0, x + numbers, row.y1},
                color(bright ? ui.base().text : ui.base().text_3), std::to_string(number),
                Align::Right);
        draw_code_line(ui, {x + numbers + ui.px(10.0F), row.y0, area.right() - ui.px(2.0F), row.y1},
                       lines[i], in_comment);
        if (current) {
            ui.mark("source/current", row);
        }
    }
    const std::uint32_t wanted = marks.current != 0 ? marks.current : line_of_finding(marks);
    if (wanted != 0 && (wanted != state.shown_line || file != state.file)) {
        const float y = area.top() + h * static_cast<float>(wanted - 1);
        area.bring_into_view(y, y + h);
    }
    state.shown_line = wanted;
    state.file = file;
    area.finish(area.top() + h * static_cast<float>(lines.size()));
}

}  // namespace coroscope::gui
