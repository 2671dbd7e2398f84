// The tour's card, beside the panel that it is about. The rest of the window goes on working.

#include <array>
#include <cmath>

#include "gui/views/dialogs/dialogs.h"
#include "gui/views/line_break.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr float kCardWidth = 360.0F;
constexpr float kTitleHeight = 28.0F;
constexpr float kLine = 20.0F;

// To the left or the right of what it is about, else above or below it; in the middle of the window
// if there is no room anywhere.
Rect place_card(const Rect& window, const Rect& about, ImVec2 size, float gap) {
    const auto at = [&](float x, float y) {
        x = std::clamp(x, window.x0 + gap, std::max(window.x0 + gap, window.x1 - gap - size.x));
        y = std::clamp(y, window.y0 + gap, std::max(window.y0 + gap, window.y1 - gap - size.y));
        return Rect{std::round(x), std::round(y), std::round(x) + size.x, std::round(y) + size.y};
    };
    const float middle_x = about.center_x() - size.x / 2.0F;
    const float middle_y = about.center_y() - size.y / 2.0F;
    const std::array<Rect, 4> places{
        at(about.x1 + gap, middle_y), at(about.x0 - gap - size.x, middle_y),
        at(middle_x, about.y0 - gap - size.y), at(middle_x, about.y1 + gap)};
    for (const Rect& place : places) {
        if (!place.overlaps(about)) {
            return place;
        }
    }
    return at(window.center_x() - size.x / 2.0F, window.center_y() - size.y / 2.0F);
}

void draw_buttons(Ui& ui, Session& session, Rect row) {
    Tour& tour = session.tour;
    const ButtonText next{{}, ui.tr(tour.at_last() ? "ui.tour.done" : "ui.tour.next"), {}};
    const bool on =
        button(ui, "tour/next", row.cut_right(button_width(ui, next)), next, ButtonLook::Primary);
    row.cut_right(ui.px(kSize.space_s));
    const ButtonText back{{}, ui.tr("ui.tour.back"), {}, tour.number() > 1};
    if (button(ui, "tour/back", row.cut_right(button_width(ui, back)), back)) {
        tour.back();
    }
    const auto count = static_cast<std::int64_t>(tour_stops().size());
    const std::string number = ui.tr(
        Message("ui.tour.number", {number_arg("number", static_cast<std::int64_t>(tour.number())),
                                   number_arg("count", count)}));
    ui.text(ui.fonts.small, row, color(ui.base().text_3), number);
    if (on) {
        tour.next();
    }
}

}  // namespace

void draw_tour(Ui& ui, Session& session, const Rect& window) {
    if (!session.tour.running()) {
        return;
    }
    const TourStop& stop = session.tour.stop();
    const auto item = ui.items.find(stop.item);
    const Rect about = item == ui.items.end() ? window : item->second.rect;
    const float padding = ui.px(kSize.space_l);
    const std::string_view words = ui.tr(stop.text);
    const float text_width = ui.px(kCardWidth) - 2.0F * padding;
    const auto lines = break_lines(
        words, text_width, [&](std::string_view part) { return Ui::width(ui.fonts.body, part); });
    const float text_height = ui.px(kLine) * static_cast<float>(lines.size());
    const float height = padding * 1.5F + ui.px(kTitleHeight) + text_height + ui.px(kSize.space_l) +
                         ui.px(kSize.button_height);
    const Rect card = place_card(window, about, {ui.px(kCardWidth), height}, ui.px(kSize.space_m));

    ImGui::SetNextWindowPos(card.min());
    ImGui::SetNextWindowSize(card.size());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
    ImGui::Begin("tour", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing);
    const float radius = ui.px(kSize.panel_radius);
    if (item != ui.items.end()) {
        ImGui::GetForegroundDrawList()->AddRect(about.min(), about.max(), color(ui.base().accent),
                                                radius, ImDrawFlags_None, ui.line(2.0F));
    }
    ui.fill(card, color(ui.base().raised), radius);
    ui.outline(card, color(ui.base().accent), radius);
    ui.mark("tour", card);
    Rect room = card.inset(padding, padding * 0.75F);
    Rect title = room.cut_top(ui.px(kTitleHeight));
    const float close = ui.px(kSize.button_small_height);
    if (button(ui, "tour/skip", title.cut_right(close).middle(close),
               {look::kIcon.cancelled_failed, {}, {}}, ButtonLook::Ghost)) {
        session.tour.end();
    }
    ui.tooltip(ui.tr("ui.tour.skip"), "Esc");
    ui.text(ui.fonts.title, title, color(ui.base().text), ui.tr(stop.title));
    ui.paragraph(ui.fonts.body, room, color(ui.base().text), words, ui.px(kLine));
    draw_buttons(ui, session, room.cut_bottom(ui.px(kSize.button_height)));
    ImGui::End();
    ImGui::PopStyleVar();
}

}  // namespace coroscope::gui
