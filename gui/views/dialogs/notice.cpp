// A sentence at the foot of the window that goes away by itself.

#include <cmath>

#include "gui/views/dialogs/dialogs.h"
#include "gui/views/line_break.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {

using look::kSize;

static constexpr double kNoticeSeconds = 6.0;

void draw_notice(Ui& ui, Session& session, ViewState& state, const Rect& window) {
    if (!session.notice()) {
        return;
    }
    const Notice notice = session.notice().value_or(Notice{});
    if (state.notice_number != notice.number) {
        state.notice_number = notice.number;
        state.notice_since = ImGui::GetTime();
    }
    if (!notice.error && ImGui::GetTime() - state.notice_since > kNoticeSeconds) {
        session.dismiss_notice();
        return;
    }
    const std::string words = ui.tr(notice.message);
    const float padding = ui.px(kSize.space_m);
    const float widest = std::min(ui.px(640.0F), window.width() - ui.px(64.0F));
    const float w =
        std::min(widest, Ui::width(ui.fonts.body, words) + padding * 2.0F + ui.px(24.0F + 36.0F));
    const float line = ui.px(20.0F);
    const float text_width = w - padding * 2.0F - ui.px(24.0F + 36.0F) + 2.0F;
    const auto lines = break_lines(
        words, text_width, [&](std::string_view part) { return Ui::width(ui.fonts.body, part); });
    const float h = static_cast<float>(lines.size()) * line + padding * 1.5F;
    const float x = std::round(window.center_x() - w / 2.0F);
    const Rect box{x, window.y1 - ui.px(28.0F) - h, x + w, window.y1 - ui.px(28.0F)};
    ImGui::SetNextWindowPos(box.min());
    ImGui::SetNextWindowSize(box.size());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
    ImGui::Begin("notice", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing);
    const float radius = ui.px(kSize.button_radius);
    ui.fill(box, color(ui.base().raised), radius);
    ui.outline(box, color(notice.error ? ui.base().error : ui.base().border_strong), radius);
    ui.mark("notice", box);
    Rect room = box.inset(padding, padding * 0.75F);
    const Rect close = room.cut_right(ui.px(24.0F));
    room.cut_right(ui.px(kSize.space_m));
    if (button(ui, "notice/close",
               {close.x0, box.center_y() - ui.px(12.0F), close.x1, box.center_y() + ui.px(12.0F)},
               {look::kIcon.cancelled_failed, {}, {}}, ButtonLook::Ghost)) {
        session.dismiss_notice();
    }
    const Rect mark = room.cut_left(ui.px(24.0F));
    ui.text(ui.fonts.body, {mark.x0, mark.y0, mark.x1, mark.y0 + line},
            color(notice.error ? ui.base().error : ui.base().ok),
            notice.error ? look::kIcon.warning : look::kIcon.ok);
    room.x1 = room.x0 + text_width;
    ui.paragraph(ui.fonts.body, room, color(ui.base().text), words, line);
    ImGui::End();
    ImGui::PopStyleVar();
}

}  // namespace coroscope::gui
