// The inspector: everything about the selected task or resource at the cursor.

#include <cmath>

#include "gui/model/facts.h"
#include "gui/views/line_break.h"
#include "gui/views/panel.h"
#include "gui/views/sentence.h"
#include "gui/views/state_look.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

class InspectorPainter {
public:
    InspectorPainter(Ui& ui, Session& session, const Rect& room)
        : ui_(ui), session_(session), room_(room), y_(room.y0) {}

    void title(const Facts& facts);
    void state_line(const Facts& facts);
    void list(const std::vector<Fact>& facts);
    void history(const std::vector<HistoryLine>& lines);
    void times(const std::vector<TimeShare>& shares);
    [[nodiscard]] float bottom() const { return y_; }

private:
    void heading(std::string_view id);
    Rect next(float height) {
        const Rect row{room_.x0, y_, room_.x1, y_ + height};
        y_ += height;
        return row;
    }
    [[nodiscard]] float row_height() const { return ui_.px(kSize.table_row); }

    Ui& ui_;
    Session& session_;
    Rect room_;
    float y_;
};

void InspectorPainter::title(const Facts& facts) {
    Rect row = next(ui_.px(26.0F));
    const Timeline& timeline = session_.timeline();
    if (facts.task != 0) {
        row.x0 = badge(ui_, session_.badge(facts.task), row.x0, row.center_y(), true) +
                 ui_.px(kSize.space_s);
        ui_.text(ui_.fonts.title, row, color(ui_.base().text), timeline.task_name(facts.task));
        return;
    }
    const char* icon = icon_of(facts.icon);
    if (*icon != '\0') {
        ui_.text(ui_.fonts.title, row, color(ui_.base().text_3), icon);
        row.x0 += Ui::width(ui_.fonts.title, icon) + ui_.px(kSize.space_s);
    }
    ui_.text(ui_.fonts.sentence_mono, row, color(ui_.base().text),
             timeline.resource_name(facts.resource));
}

void InspectorPainter::state_line(const Facts& facts) {
    y_ += ui_.px(kSize.space);
    const look::State& colors = state_colors(*ui_.theme, facts.look);
    SentenceStyle style = body_style(ui_);
    const bool solid = facts.look == SpanLook::Running || facts.look == SpanLook::Slow;
    const bool hollow =
        facts.look == SpanLook::Created || facts.look == SpanLook::Finished || facts.resource != 0;
    look::Color fill = colors.fill;
    style.ink = colors.label;
    if (facts.look == SpanLook::Ready) {
        fill = mix(colors.fill, ui_.base().panel, ui_.dark() ? 0.8F : 0.75F);
        style.ink = ui_.dark() ? colors.label : ui_.base().text;
    } else if (hollow) {
        fill = ui_.base().raised;
        style.ink = ui_.base().text;
    }
    style.strong = style.plain;
    style.badges = false;
    const float padding = ui_.px(10.0F);
    const bool swatch = facts.look == SpanLook::Ready && facts.task != 0;
    const char* icon = icon_of(facts.icon);
    const float mark = swatch ? ui_.px(26.0F) : *icon == '\0' ? 0.0F : ui_.px(20.0F);
    const float height =
        sentence_height(ui_, session_, room_.width() - padding * 2.0F - mark, facts.state, style);
    const Rect box = next(height + ui_.px(kSize.space_s));
    const float radius = ui_.px(kSize.button_radius);
    ui_.fill(box, color(fill), radius);
    const bool stuck = facts.look == SpanLook::Stuck;
    const look::Color edge = stuck ? ui_.base().error : hollow ? ui_.base().border : colors.edge;
    if (!solid) {
        ui_.outline(box, color(edge), radius,
                    stuck ? ui_.line(kSize.line_stuck) : ui_.line(kSize.line_edge));
    }
    Rect words = box.inset(padding, ui_.px(kSize.space));
    Rect place = words.cut_left(mark);
    place.y1 = place.y0 + style.line_height;
    if (swatch) {
        draw_swatch(ui_, place.cut_left(ui_.px(18.0F)), SpanLook::Ready);
    } else if (mark > 0.0F) {
        ui_.text(ui_.fonts.body, place, color(style.ink), icon);
    }
    draw_sentence(ui_, session_, {"inspector/state", words}, facts.state, style);
    ui_.mark("inspector/state", box);
    y_ += ui_.px(kSize.space_s);
}

void InspectorPainter::list(const std::vector<Fact>& facts) {
    const bool narrow = room_.width() < ui_.px(260.0F);
    const float labels = ui_.px(narrow ? 72.0F : 86.0F);
    std::string_view before;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const Fact& fact = facts[i];
        const SentenceStyle style = body_style(ui_);
        const Rect room{room_.x0 + labels, y_ + ui_.px(2.0F), room_.x1, y_};
        const float height = draw_sentence(
            ui_, session_, {"inspector/fact/" + std::to_string(i), room}, fact.value, style);
        if (fact.label != before) {
            ui_.text(ui_.fonts.body,
                     {room_.x0, y_ + ui_.px(2.0F), room.x0, y_ + ui_.px(2.0F) + style.line_height},
                     color(ui_.base().text_3), ui_.tr(fact.label));
        }
        before = fact.label;
        y_ += std::max(height + ui_.px(4.0F), row_height());
    }
}

void InspectorPainter::heading(std::string_view id) {
    y_ += ui_.px(kSize.space_s);
    ui_.horizontal(room_.x0, room_.x1, y_, color(ui_.base().border));
    y_ += ui_.px(kSize.space);
    ui_.text(ui_.fonts.body, next(ui_.px(26.0F)), color(ui_.base().text_3), ui_.tr(id));
}

void InspectorPainter::history(const std::vector<HistoryLine>& lines) {
    if (lines.empty()) {
        return;
    }
    heading("ui.what_happened");
    float times = 0.0F;
    for (const HistoryLine& line : lines) {
        times = std::max(times, Ui::width(ui_.fonts.mono_small, format_duration(line.time)));
    }
    times = std::ceil(times) + ui_.px(kSize.space_m);
    for (const HistoryLine& line : lines) {
        const std::string words = ui_.tr(line.words);
        const float mark = ui_.px(18.0F + kSize.space_s);
        const float text_width = room_.width() - mark - times;
        const auto broken = break_lines(words, text_width, [&](std::string_view part) {
            return Ui::width(ui_.fonts.body, part);
        });
        const bool one_line = broken.size() <= 1;
        const float more = ui_.px(18.0F) * static_cast<float>(broken.size());
        Rect row = next(one_line ? row_height() : more + ui_.px(kSize.space));
        if (ui_.hit("inspector/history/" + std::to_string(line.event), row)) {
            session_.seek(line.event);
        }
        if (ImGui::IsItemHovered()) {
            ui_.fill(row.inset(ui_.px(-4.0F), 0.0F), color(ui_.base().hover, 0.5F), ui_.px(4.0F));
        }
        ui_.tooltip(words);
        Rect left = row.cut_left(mark + times);
        left.y1 = left.y0 + row_height();
        const Rect place = left.cut_left(ui_.px(18.0F));
        if (line.task != 0) {
            badge(ui_, session_.badge(line.task), place.x0, place.center_y());
        } else {
            draw_swatch(ui_, place, line.look);
        }
        left.cut_left(ui_.px(kSize.space_s) + (line.task != 0 ? ui_.px(4.0F) : 0.0F));
        ui_.text(ui_.fonts.mono_small, left, color(ui_.base().text_3), format_duration(line.time));
        if (one_line) {
            ui_.text(ui_.fonts.body, row, color(ui_.base().text), words);
        } else {
            ui_.paragraph(ui_.fonts.body, row.inset(0.0F, ui_.px(2.0F)), color(ui_.base().text),
                          words, ui_.px(18.0F));
        }
    }
}

void InspectorPainter::times(const std::vector<TimeShare>& shares) {
    if (shares.empty()) {
        return;
    }
    heading("ui.time_so_far");
    for (const TimeShare& share : shares) {
        Rect row = next(row_height());
        draw_swatch(ui_, row.cut_left(ui_.px(18.0F)), share.look);
        row.cut_left(ui_.px(kSize.space_s));
        const std::string time =
            share.endless ? std::string(ui_.tr("ui.no_end")) : format_duration(share.time);
        const Rect right = row.cut_right(Ui::width(ui_.fonts.mono, time));
        ui_.text(ui_.fonts.mono, right, color(ui_.base().text), time);
        const SpanLook named = share.look == SpanLook::Stuck ? SpanLook::Waiting : share.look;
        ui_.text(ui_.fonts.body, row, color(ui_.base().text), ui_.tr(state_name_id(named)));
    }
}

}  // namespace

void draw_inspector(Ui& ui, Session& session, const Rect& rect) {
    Panel panel(ui, "inspector", rect);
    if (!panel) {
        return;
    }
    panel.header(ui.tr("ui.inspector"));
    const Facts about = facts(session, ui.language);
    if (about.task == 0 && about.resource == 0) {
        Rect room = panel.content;
        empty_note(ui, room.cut_top(ui.px(48.0F)), ui.tr("ui.empty_inspector"));
        return;
    }
    ScrollArea area(
        ui, "inspector-text",
        {panel.content.x0, panel.content.y0, panel.content.x1, rect.y1 - ui.px(kSize.space)});
    InspectorPainter painter(ui, session, {area.rect.x0, area.top(), area.right(), 0.0F});
    painter.title(about);
    painter.state_line(about);
    painter.list(about.facts);
    painter.history(about.history);
    painter.times(about.times);
    area.finish(painter.bottom() + ui.px(kSize.space_s));
}

}  // namespace coroscope::gui
