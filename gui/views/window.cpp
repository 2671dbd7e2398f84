// The whole window: keys, layout, panels, dialogs.

#include <algorithm>

#include "gui/model/command.h"
#include "gui/views/compat.h"
#include "gui/views/dialogs/dialogs.h"
#include "gui/views/views.h"

namespace coroscope::gui {
namespace {

// Keys act unless a text field has the focus; in a dialog only Escape does.
void handle_keys(Ui& ui, Session& session) {
    const bool typing = ImGui::GetIO().WantTextInput;
    for (const CommandGroup& group : command_groups()) {
        for (const Command& command : group.commands) {
            for (const Shortcut& shortcut : {command.shortcut, command.other_shortcut}) {
                const bool held_back =
                    (typing || session.dialog != Dialog::None) && shortcut.key != Key::Escape;
                const int presses =
                    shortcut.key == Key::None || held_back ? 0 : ui.presses(shortcut);
                for (int i = 0; i < presses; ++i) {
                    run_command(session, command);
                }
            }
        }
    }
}

void play(Session& session) {
    if (session.playback.playing()) {
        const EventIndex event = session.playback.advance(
            session.axis(), static_cast<double>(ImGui::GetIO().DeltaTime), session.settings.speed);
        session.move_cursor(event);
        if (session.prediction.question(session) != nullptr) {
            session.playback.stop();  // the learner first
        }
    }
}

}  // namespace

void draw_window(Ui& ui, Session& session, ViewState& state) {
    ui.begin_frame();
    ui.language = session.settings.language;
    ui.theme = session.settings.dark ? &look::kDark : &look::kLight;
    session.begin_frame();
    session.poll();
    handle_keys(ui, session);
    play(session);

    const ImVec2 size = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({0.0F, 0.0F});
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, color(ui.base().window));
    ImGui::Begin("coroscope", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                     ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNav);
    const Rect window{0.0F, 0.0F, size.x, size.y};
    const bool small = is_small_window(size.x / ui.scale);
    const LayoutOptions options{state.library.touched
                                    ? state.library.folded
                                    : small && session.settings.left_tab == LeftTab::Library,
                                wanted_library_height(session, small)};
    state.library.folded = options.library_folded;
    const Layout layout = make_layout(ui, window, state.sizes, options);
    draw_splitters(ui, layout, state.sizes);
    draw_top_bar(ui, session, layout.top_bar, layout.small);
    draw_library(ui, session, state, layout.library);
    draw_source(ui, session, state.source, layout.source);
    draw_timeline(ui, session, state.timeline, layout.timeline, layout.small);
    draw_inspector(ui, session, layout.inspector);
    draw_ready_queue(ui, session, layout.ready);
    draw_wait_graph(ui, session, layout.wait_graph, layout.small);
    draw_explain(ui, session, state, layout.explain);
    ImGui::End();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    draw_dialogs(ui, session, state, window);
    if (ui.key_presses) {
        ui.key_presses->clear();
    }
    if (const std::string text = session.take_clipboard(); !text.empty()) {
        ImGui::SetClipboardText(text.c_str());
    }
}

}  // namespace coroscope::gui
