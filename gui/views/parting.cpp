// Where two runs part, in the inspector: the choice that decides, what happened to the variable
// concerned in each, and a way into each run.

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "gui/model/command.h"
#include "gui/views/compare_look.h"
#include "gui/views/panel.h"
#include "gui/views/sentence.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

constexpr std::size_t kMostAccesses = 12;
constexpr std::size_t kMostCandidates = 6;
constexpr float kLabels = 72.0F;

class PartingPainter {
public:
    PartingPainter(Ui& ui, Session& session, const Rect& room)
        : ui_(ui), session_(session), room_(room), y_(room.y0), sides_(run_sides(session)) {}

    void draw();
    [[nodiscard]] float bottom() const { return y_; }

private:
    Rect next(float height) {
        const Rect row{room_.x0, y_, room_.x1, y_ + height};
        y_ += height;
        return row;
    }
    [[nodiscard]] float row_height() const { return ui_.px(kSize.table_row); }
    void rule();
    void title();
    void labelled(std::string_view id, std::string_view words);
    void candidates();
    void card(const RunSide& side);
    float name(const RunSide& side, TaskId task, Rect row);
    void accesses();
    void access(const RunSide& side, const AccessLine& line, Rect row);
    void try_both();

    Ui& ui_;
    Session& session_;
    Rect room_;
    float y_;
    std::array<RunSide, 2> sides_;
};

void PartingPainter::rule() {
    y_ += ui_.px(kSize.space_s);
    ui_.horizontal(room_.x0, room_.x1, y_, color(ui_.base().border));
    y_ += ui_.px(kSize.space_s);
}

void PartingPainter::title() {
    const Parting& parting = *session_.comparison().both().parting;
    Rect row = next(ui_.px(26.0F));
    ui_.text(ui_.fonts.title, row.cut_left(ui_.px(24.0F)), color(ui_.base().accent),
             look::kIcon.choice);
    const auto number = [](std::string_view name, std::size_t value) {
        return number_arg(name, static_cast<std::int64_t>(value));
    };
    ui_.text(ui_.fonts.title, row, color(ui_.base().text),
             parting.choice == 0
                 ? ui_.tr(Message("ui.compare.step", {number("step", parting.left.step + 1)}))
                 : ui_.tr(Message("ui.compare.choice_of", {number("number", parting.choice),
                                                           number("count", parting.choices)})));
    y_ += ui_.px(kSize.space);
    const std::string before =
        parting.left.step == 0
            ? std::string(ui_.tr("ui.compare.same_never"))
            : ui_.tr(Message("ui.compare.same_up_to", {number("step", parting.left.step)}));
    labelled("ui.compare.before", before);
}

void PartingPainter::labelled(std::string_view id, std::string_view words) {
    Rect row = next(row_height());
    ui_.text(ui_.fonts.body, row.cut_left(ui_.px(kLabels)), color(ui_.base().text_3), ui_.tr(id));
    ui_.text(ui_.fonts.body, row, color(ui_.base().text), words);
}

// A badge and a name; returns where the name ends.
float PartingPainter::name(const RunSide& side, TaskId task, Rect row) {
    row.x0 = badge(ui_, side.badge(task), row.x0, row.center_y()) + ui_.px(6.0F);
    const Rect drawn = ui_.text(ui_.fonts.body_strong, row, color(ui_.base().text),
                                side.timeline().task_name(task));
    return drawn.x1;
}

void PartingPainter::candidates() {
    const Parting& parting = *session_.comparison().both().parting;
    const RunSide& side = sides_[parting.choice_is_left || parting.choice == 0 ? 0 : 1];
    std::vector<TaskId> ready = parting.candidates;
    if (ready.empty()) {
        ready = side.timeline().ready_at(side.parting->before);
    }
    if (ready.empty()) {
        return;
    }
    Rect row = next(row_height());
    ui_.text(ui_.fonts.body, row.cut_left(ui_.px(kLabels)), color(ui_.base().text_3),
             ui_.tr("ui.compare.ready"));
    const std::size_t shown = std::min(ready.size(), kMostCandidates);
    for (const TaskId task : std::span(ready).first(shown)) {
        const float width = ui_.px(kSize.badge_w + 6.0F) +
                            Ui::width(ui_.fonts.body_strong, side.timeline().task_name(task));
        if (width > row.width()) {
            if (row.x0 > room_.x0 + ui_.px(kLabels)) {
                row = next(row_height());
                row.cut_left(ui_.px(kLabels));
            }
        }
        row.x0 = name(side, task, row) + ui_.px(kSize.space_m);
    }
    if (shown < ready.size()) {
        const auto more = static_cast<std::int64_t>(ready.size() - shown);
        Rect rest = next(row_height());
        rest.cut_left(ui_.px(kLabels));
        ui_.text(ui_.fonts.body, rest, color(ui_.base().text_3),
                 ui_.tr(Message("list.more", {number_arg("count", more)})));
    }
}

void PartingPainter::card(const RunSide& side) {
    y_ += ui_.px(kSize.space_s);
    const float padding = ui_.px(10.0F);
    std::string does = joined_words(ui_, side.deeds);
    const std::string words = side.parting->task == 0 ? joined_words(ui_, side.words) : does;
    const float line = ui_.px(18.0F);
    const float indent = ui_.px(20.0F);
    const float width = room_.width() - 2.0F * padding - indent;
    const float lines =
        std::ceil(Ui::width(ui_.fonts.small, words) / std::max(1.0F, width) * 1.05F);
    const float height =
        row_height() + std::clamp(lines, 1.0F, 4.0F) * line + ui_.px(kSize.space_m);
    const Rect box = next(height);
    ui_.fill(box, color(standing_ground(ui_, side.standing)), ui_.px(kSize.button_radius));
    Rect inner = box.inset(padding, ui_.px(5.0F));
    Rect row = inner.cut_top(row_height());
    const look::Color ink = standing_ink(ui_, side.standing);
    ui_.text(ui_.fonts.small, row.cut_left(indent), color(ink), standing_icon(side.standing));
    row.x0 = ui_.text(ui_.fonts.body_strong, row, color(ink), ui_.tr(side.heading)).x1 +
             ui_.px(kSize.space_s);
    const bool over = side.parting->task == 0;
    row.x0 = ui_.text(ui_.fonts.body, row, color(ui_.base().text_2),
                      ui_.tr(over ? "ui.compare.over" : "ui.compare.runs"))
                 .x1 +
             ui_.px(kSize.space_s);
    if (!over) {
        name(side, side.parting->task, row);
    }
    inner.cut_left(indent);
    ui_.paragraph(ui_.fonts.small, inner, color(ui_.base().text_2), words, line);
    ui_.mark(side.is_own ? "parting/own" : "parting/other", box);
}

void PartingPainter::access(const RunSide& side, const AccessLine& line, Rect row) {
    const float right = badge(ui_, side.badge(line.task), row.x0, row.center_y());
    row.x0 = right + ui_.px(6.0F);
    row.x0 = ui_.text(ui_.fonts.body, row, color(ui_.base().text),
                      ui_.tr(line.write ? "ui.compare.writes" : "ui.compare.reads"))
                 .x1 +
             ui_.px(kSize.space_s);
    const look::Color ink = line.old_value ? ui_.base().error : ui_.base().text;
    row.x0 = ui_.text(ui_.fonts.mono, row, color(ink), line.value).x1 + ui_.px(kSize.space_s);
    if (line.old_value) {
        const std::string from =
            ui_.tr(Message("ui.compare.from", {code_arg("value", *line.old_value)}));
        if (Ui::width(ui_.fonts.small, from) <= row.width()) {
            ui_.text(ui_.fonts.small, row, color(ui_.base().error), from);
        }
    }
}

void PartingPainter::accesses() {
    const RunSide& own = sides_[0];
    const ResourceInfo* resource = own.timeline().resource(own.concerned);
    if (resource == nullptr || resource->type != ResourceType::Variable) {
        return;
    }
    rule();
    Rect row = next(row_height());
    row.x0 =
        ui_.text(ui_.fonts.body, row, color(ui_.base().text_3), ui_.tr("ui.compare.what_happened"))
            .x1 +
        ui_.px(kSize.space_s);
    ui_.text(ui_.fonts.mono, row, color(ui_.base().text_2),
             own.timeline().resource_name(own.concerned));
    const float top = y_;
    const float half = std::floor((room_.width() - ui_.px(kSize.space_s)) / 2.0F);
    float bottom = top;
    for (std::size_t i = 0; i < 2; ++i) {
        const RunSide& side = sides_[i];
        const float x0 = room_.x0 + static_cast<float>(i) * (half + ui_.px(kSize.space_s));
        float y = top;
        const auto line = [&] {
            y += row_height();
            return Rect{x0, y - row_height(), x0 + half, y};
        };
        ui_.text(ui_.fonts.small, line(), color(standing_ink(ui_, side.standing)),
                 ui_.tr(side.heading));
        for (const AccessLine& each :
             accesses_around(side.timeline(), side.concerned, side.parting->first, kMostAccesses)) {
            access(side, each, line());
        }
        bottom = std::max(bottom, y);
    }
    y_ = bottom;
}

void PartingPainter::try_both() {
    rule();
    ui_.text(ui_.fonts.body, next(row_height()), color(ui_.base().text_3),
             ui_.tr("ui.compare.try_both"));
    Rect row = next(ui_.px(kSize.button_small_height));
    for (const RunSide& side : sides_) {
        const std::string words =
            ui_.tr(Message("ui.compare.open", {text_arg("run", ui_.tr(side.heading))}));
        const ButtonText content{look::kIcon.running, words, {}};
        const float width = button_width(ui_, content);
        if (width > row.width()) {
            y_ += ui_.px(kSize.space);
            row = next(ui_.px(kSize.button_small_height));
        }
        if (button(ui_, side.is_own ? "parting/open-own" : "parting/open-other",
                   row.cut_left(width), content)) {
            session_.open_compared(!side.is_own);
            return;
        }
        ui_.tooltip(side.name);
        row.cut_left(ui_.px(kSize.space_s));
    }
}

void PartingPainter::draw() {
    title();
    candidates();
    card(sides_[0]);
    card(sides_[1]);
    accesses();
    try_both();
}

}  // namespace

void draw_parting(Ui& ui, Session& session, const Rect& rect) {
    if (!session.comparison().both().parting) {
        ui.paragraph(ui.fonts.body, rect, color(ui.base().text_2), ui.tr("ui.compare.same_runs"),
                     ui.px(20.0F));
        return;
    }
    ScrollArea area(ui, "parting-text", rect);
    PartingPainter painter(ui, session, {area.rect.x0, area.top(), area.right(), 0.0F});
    painter.draw();
    area.finish(painter.bottom() + ui.px(kSize.space_s));
}

}  // namespace coroscope::gui
