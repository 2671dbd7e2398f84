// Search: a field and what it finds, in groups, at the right of the window; the run stays visible.

#include "gui/model/search.h"

#include <algorithm>
#include <array>

#include "gui/model/command.h"
#include "gui/views/dialogs/dialogs.h"
#include "gui/views/panel.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;
using Group = SearchHit::Group;

static constexpr float kWidth = 480.0F;
constexpr float kField = 28.0F;
constexpr float kMostHeight = 520.0F;
constexpr float kStep = 64.0F;  // room for "step 12" in a row

const char* heading_of(Group group) {
    switch (group) {
    case Group::Task: return "ui.tasks";
    case Group::Resource: return "ui.resources";
    case Group::Finding: return "ui.findings";
    case Group::Source: return "ui.source";
    case Group::Log: return "ui.log";
    case Group::Event: return "ui.events";
    }
    return "";
}

std::string status(const Ui& ui, const Search& search) {
    const auto count = static_cast<std::int64_t>(search.hits().size());
    if (search.query.empty()) {
        return std::string(ui.tr("ui.search_hint"));
    }
    if (search.too_many()) {
        return ui.tr(Message("ui.search_more", {text_arg("count", "1,000")}));
    }
    const std::string found = ui.tr(Message("ui.search_hits", {number_arg("count", count)}));
    if (!search.searching()) {
        return found;
    }
    const auto percent = static_cast<std::int64_t>(search.progress() * 100.0);
    return found + ui.tr(Message("ui.search_progress", {number_arg("percent", percent)}));
}

void draw_hit(Ui& ui, const Session& session, const SearchHit& hit, Rect row) {
    const look::Base& base = ui.base();
    row = row.inset(ui.px(kSize.space_s), 0.0F);
    if (hit.event != kNoEvent) {
        const Timeline& timeline = session.timeline();
        const std::string time = format_duration(timeline.time_of(hit.event));
        ui.text(ui.fonts.mono_small,
                row.cut_right(std::max(ui.px(56.0F), Ui::width(ui.fonts.mono_small, time) + 1.0F)),
                color(base.text_3), time, Align::Right);
        const auto step = static_cast<std::int64_t>(step_number(timeline, hit.event));
        ui.text(ui.fonts.small, row.cut_right(ui.px(kStep)), color(base.text_3),
                ui.tr(Message("ui.at_step", {number_arg("step", step)})), Align::Right);
    }
    row.cut_right(ui.px(kSize.space_s));
    if (hit.task != 0) {
        badge(ui, session.badge(hit.task), row.x0, row.center_y());
    }
    if (hit.line != 0) {
        ui.text(ui.fonts.mono_small, row.cut_left(ui.px(kSize.badge_w + 2.0F)), color(base.text_3),
                std::to_string(hit.line));
    } else {
        row.cut_left(ui.px(kSize.badge_w + 2.0F));
    }
    row.cut_left(ui.px(6.0F));
    ui.text(hit.line != 0 ? ui.fonts.mono_small : ui.fonts.body, row, color(base.text), hit.text);
}

void draw_hits(Ui& ui, Session& session, const Rect& room) {
    Search& search = session.search;
    ScrollArea area(ui, "search-hits", room);
    const float h = ui.px(kSize.tree_row);
    float y = area.top();
    std::size_t clicked = search.hits().size();
    for (std::size_t i = 0; i < search.hits().size(); ++i) {
        const SearchHit& hit = search.hits()[i];
        if (i == 0 || search.hits()[i - 1].group != hit.group) {
            const Rect heading{room.x0 + ui.px(kSize.space_s), y, area.right(), y + h};
            if (area.shows(heading.y0, heading.y1)) {
                ui.text(ui.fonts.body_strong, heading, color(ui.base().text_2),
                        ui.tr(heading_of(hit.group)));
            }
            y += h;
        }
        const Rect row{room.x0, y, area.right(), y + h};
        y += h;
        const bool chosen = i == search.chosen();
        if (chosen && search.take_moved()) {
            area.bring_into_view(row.y0, row.y1);
        }
        if (!area.shows(row.y0, row.y1)) {
            continue;
        }
        if (ui.hit("search/" + std::to_string(i), row, hit.event != kNoEvent, chosen)) {
            clicked = i;
        }
        if (chosen || ImGui::IsItemHovered()) {
            ui.fill(row, color(chosen ? ui.base().accent_soft : ui.base().hover), ui.px(4.0F));
        }
        draw_hit(ui, session, hit, row);
    }
    area.finish(y);
    search.go_to(session, clicked);
}

float height_of_hits(const Search& search) {
    float rows = 0.0F;
    for (std::size_t i = 0; i < search.hits().size(); ++i) {
        rows += i == 0 || search.hits()[i - 1].group != search.hits()[i].group ? 2.0F : 1.0F;
    }
    return rows * kSize.tree_row;
}

void handle_keys(Ui& ui, Session& session) {
    const bool typing = ImGui::GetIO().WantTextInput;
    const int next = ui.presses({.key = Key::F3}) +
                     (ui.focus.takes({.key = Key::Enter}) ? 0 : ui.presses({.key = Key::Enter}));
    const int previous = ui.presses({.key = Key::F3, .shift = true}) +
                         ui.presses({.key = Key::Enter, .shift = true});
    // While nothing is being typed F3 is a command's.
    if (typing || ui.presses({.key = Key::F3}) + ui.presses({.key = Key::F3, .shift = true}) == 0) {
        for (int i = 0; i < next; ++i) {
            session.search.next(session);
        }
        for (int i = 0; i < previous; ++i) {
            session.search.previous(session);
        }
    }
    if (next + previous > 0) {
        ui.focus.ask_for("search-query");  // Enter takes the keyboard away from the field
    }
}

}  // namespace

void draw_search(Ui& ui, Session& session, const Rect& window) {
    Search& search = session.search;
    search.update(session);
    handle_keys(ui, session);
    const float hits = std::min(height_of_hits(search), kMostHeight);
    const float w = std::min(ui.px(kWidth), window.width() - ui.px(32.0F));
    const float wanted = ui.px(kField + 24.0F + hits + kSize.space_m * 2.0F);
    const float top = ui.px(kSize.top_bar + kSize.space);
    const float x = window.x1 - w - ui.px(kSize.space_l);
    const Rect box{x, top, x + w, std::min(top + wanted, window.y1 - ui.px(kSize.space_l))};
    ImGui::SetNextWindowPos(box.min());
    ImGui::SetNextWindowSize(box.size());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
    ImGui::Begin("search", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_NoBackground);
    ui.fill(box, color(ui.base().panel), ui.px(kSize.panel_radius));
    ui.outline(box, color(ui.base().border_strong), ui.px(kSize.panel_radius));
    ui.mark("dialog/search", box);
    Rect room = box.inset(ui.px(kSize.space_s));
    Rect row = room.cut_top(ui.px(kField));
    const auto icon_button = [&](const char* label, const char* icon, const char* tip,
                                 const char* key, bool enabled) {
        const bool clicked = button(ui, label, row.cut_right(ui.px(kField)),
                                    {icon, {}, {}, enabled}, ButtonLook::Ghost);
        ui.tooltip(std::string(ui.tr(tip)) + "  " + key);
        return clicked;
    };
    const bool found = !search.hits().empty();
    if (icon_button("search-close", look::kIcon.cancelled_failed, "ui.close", "Esc", true)) {
        session.dialog = Dialog::None;
    }
    if (icon_button("search-next", look::kIcon.step_on, "ui.command.next_hit", "F3", found)) {
        search.next(session);
    }
    if (icon_button("search-previous", look::kIcon.step_back, "ui.command.previous_hit", "Shift+F3",
                    found)) {
        search.previous(session);
    }
    row.cut_right(ui.px(kSize.space));
    text_field(ui, "search-query", row, search.query, ui.tr("ui.search"));
    ui.text(ui.fonts.small, room.cut_top(ui.px(24.0F)).inset(ui.px(kSize.space_s), 0.0F),
            color(ui.base().text_3), status(ui, search));
    if (found) {
        draw_hits(ui, session, room);
    }
    ImGui::End();
    ImGui::PopStyleVar();
}

}  // namespace coroscope::gui
