#include "gui/views/panel.h"

#include <string>

#include "gui/views/compat.h"

namespace coroscope::gui {
namespace {

static constexpr ImGuiWindowFlags kStill = ImGuiWindowFlags_NoScrollbar |
                                           ImGuiWindowFlags_NoScrollWithMouse |
                                           ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav;

}  // namespace

Panel::Panel(Ui& ui, std::string_view name, const Rect& panel_rect) : rect(panel_rect), ui_(ui) {
    ui.mark("panel/" + std::string(name), rect);
    const float radius = ui.px(look::kSize.panel_radius);
    ui.fill(rect, color(ui.base().panel), radius);
    if (!ui.dark()) {
        ui.outline(rect, color(ui.base().border), radius);
    }
    ImGui::SetCursorScreenPos(rect.min());
    visible_ = compat::begin_child(std::string(name).c_str(), rect.size(), kStill) && !rect.empty();
    const float padding = ui.px(look::kSize.panel_padding_x);
    content = {rect.x0 + padding, rect.y0 + ui.px(look::kSize.panel_header), rect.x1 - padding,
               rect.y1 - ui.px(look::kSize.panel_padding_bottom)};
}

Panel::~Panel() { ImGui::EndChild(); }

Rect Panel::header() const { return {content.x0, rect.y0, content.x1, content.y0}; }

Rect Panel::header(std::string_view title) {
    Rect room = header();
    const Rect drawn = ui_.text(ui_.fonts.body_strong, room, color(ui_.base().text), title);
    room.x0 = drawn.x1 + ui_.px(look::kSize.space_s);
    return room;
}

ScrollArea::ScrollArea(Ui& ui, std::string_view name, const Rect& area) : rect(area), ui_(ui) {
    ImGui::SetCursorScreenPos(rect.min());
    compat::begin_child(std::string(name).c_str(),
                        {std::max(1.0F, rect.width()), std::max(1.0F, rect.height())},
                        ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav);
    scroll_ = std::round(ImGui::GetScrollY());
}

ScrollArea::~ScrollArea() { ImGui::EndChild(); }

float ScrollArea::right() const {
    return ImGui::GetScrollMaxY() > 0.0F ? rect.x1 - ui_.px(look::kSize.space_s) : rect.x1;
}

void ScrollArea::bring_into_view(float y0, float y1) {
    // Two rows of surroundings, so that what comes next is visible too.
    const float room = std::min(ui_.px(look::kSize.source_line) * 2.0F, rect.height() / 4.0F);
    if (y0 - room < rect.y0) {
        ImGui::SetScrollY(std::max(0.0F, std::round(scroll_ + y0 - rect.y0 - room)));
    } else if (y1 + room > rect.y1) {
        ImGui::SetScrollY(std::round(scroll_ + y1 - rect.y1 + room));
    }
}

void ScrollArea::finish(float bottom) {
    ImGui::SetCursorScreenPos({rect.x0, top()});
    ImGui::Dummy({1.0F, std::max(0.0F, bottom - top())});
}

}  // namespace coroscope::gui
