// The strip at the foot of the window that says what is done in the background, how far it has
// come, and how to stop it.

#include <cmath>

#include "gui/model/activity.h"
#include "gui/model/command.h"
#include "gui/views/dialogs/dialogs.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

// What takes no longer is not worth a strip that flashes.
constexpr double kSilentSeconds = 0.2;
constexpr float kHeight = 40.0F;
constexpr float kBarWidth = 160.0F;
constexpr float kBarHeight = 4.0F;
// Of what has no known end a piece of the bar runs along it, so often a second.
constexpr double kRunsPerSecond = 0.7;
constexpr float kPiece = 0.25F;

bool is_silent(const Session& session, ViewState& state) {
    if (!session.busy()) {
        state.busy_since.reset();
        return true;
    }
    const double now = ImGui::GetTime();
    return now - state.busy_since.emplace(state.busy_since.value_or(now)) < kSilentSeconds;
}

void draw_bar(const Ui& ui, const Rect& bar, std::optional<double> part) {
    const float radius = bar.height() / 2.0F;
    ui.fill(bar, color(ui.base().inset), radius);
    Rect done = bar;
    if (part) {
        done.x1 = bar.x0 + bar.width() * static_cast<float>(*part);
    } else {
        const auto phase = static_cast<float>(std::fmod(ImGui::GetTime() * kRunsPerSecond, 1.0));
        done.x0 = bar.x0 + bar.width() * (1.0F - kPiece) * phase;
        done.x1 = done.x0 + bar.width() * kPiece;
    }
    ui.fill(done, color(ui.base().accent), radius);
}

}  // namespace

float draw_progress(Ui& ui, Session& session, ViewState& state, const Rect& window) {
    const auto now = is_silent(session, state) ? std::nullopt : activity(session);
    if (!now) {
        return 0.0F;
    }
    const std::string words = ui.tr(now->words);
    const ButtonText stop{{}, ui.tr("ui.stop"), "Esc", command("stop").why_not(session).empty()};
    const float padding = ui.px(kSize.space_m);
    const float fixed = padding * 4.0F + ui.px(kBarWidth) + button_width(ui, stop);
    const float widest = window.width() - ui.px(64.0F);
    const float w = std::min(widest, fixed + std::ceil(Ui::width(ui.fonts.body, words)) + 1.0F);
    const float x = std::round(window.center_x() - w / 2.0F);
    const float foot = window.y1 - ui.px(28.0F);
    const Rect box{x, foot - ui.px(kHeight), x + w, foot};
    ImGui::SetNextWindowPos(box.min());
    ImGui::SetNextWindowSize(box.size());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
    ImGui::Begin("progress", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing);
    const float radius = ui.px(kSize.button_radius);
    ui.fill(box, color(ui.base().raised), radius);
    ui.outline(box, color(ui.base().border_strong), radius);
    ui.mark("progress", box);
    Rect room = box.inset(padding, 0.0F);
    const Rect place = room.cut_right(button_width(ui, stop)).middle(ui.px(kSize.button_height));
    if (button(ui, "stop", place, stop, ButtonLook::Ghost)) {
        run_command(session, "stop");
    }
    ui.tooltip(ui.tr(command("stop").name), text_of(command("stop").shortcut));
    room.cut_right(padding);
    draw_bar(ui, room.cut_right(ui.px(kBarWidth)).middle(ui.px(kBarHeight)), now->part);
    room.cut_right(padding);
    ui.text(ui.fonts.body, room, color(ui.base().text), words);
    ImGui::End();
    ImGui::PopStyleVar();
    return box.height() + ui.px(kSize.space_s);
}

}  // namespace coroscope::gui
