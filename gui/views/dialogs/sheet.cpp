#include "gui/views/dialogs/sheet.h"

#include <cmath>

#include "gui/views/widgets.h"

namespace coroscope::gui {

using look::kSize;

Sheet::Sheet(Ui& ui, Session& session, const char* name, const Rect& window, ImVec2 size,
             SheetPlace place)
    : ui_(ui) {
    const float w = std::min(ui.px(size.x), window.width() - ui.px(32.0F));
    const float h = std::min(ui.px(size.y), window.height() - ui.px(32.0F));
    const float x = std::round(window.center_x() - w / 2.0F);
    const float y = place == SheetPlace::Middle
                        ? std::round(window.center_y() - h / 2.0F)
                        : std::min(ui.px(kSize.top_bar + kSize.space_l), window.y1 - h);
    rect = {x, y, x + w, y + h};
    ImGui::SetNextWindowPos(window.min());
    ImGui::SetNextWindowSize(window.size());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, color(ui.base().window, 0.6F));
    ImGui::Begin(name, nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
    if (ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) &&
        ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !rect.contains(ImGui::GetIO().MousePos)) {
        session.dialog = Dialog::None;
    }
    ui.focus.enter_scope();
    const float radius = ui.px(kSize.panel_radius);
    ui.fill(rect, color(ui.base().panel), radius);
    ui.outline(rect, color(ui.base().border_strong), radius);
    ui.mark(std::string("dialog/") + name, rect);
}

Sheet::~Sheet() {
    ui_.focus.leave_scope();
    ImGui::End();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
}

Rect Sheet::header(Session& session, std::string_view title) {
    Rect room = rect.inset(ui_.px(kSize.space_l), 0.0F);
    Rect top = room.cut_top(ui_.px(44.0F));
    const Rect close =
        top.cut_right(ui_.px(kSize.button_height)).middle(ui_.px(kSize.button_height));
    if (button(ui_, "dialog/close", close, {look::kIcon.cancelled_failed, {}, {}},
               ButtonLook::Ghost)) {
        session.dialog = Dialog::None;
    }
    ui_.tooltip(ui_.tr("ui.close"), "Esc");
    ui_.text(ui_.fonts.title, top, color(ui_.base().text), title);
    room.cut_bottom(ui_.px(kSize.space_l));
    return room;
}

}  // namespace coroscope::gui
