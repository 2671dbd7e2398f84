// The whole window: keys, layout, panels, dialogs.

#include <algorithm>

#include "gui/model/command.h"
#include "gui/model/custom_colors.h"
#include "gui/views/compat.h"
#include "gui/views/dialogs/dialogs.h"
#include "gui/views/views.h"

namespace coroscope::gui {
namespace {

// Keys act unless a text field has the focus; in a dialog only Escape does.
bool is_held_back(const Ui& ui, const Session& session, const Shortcut& shortcut) {
    const bool modal = session.dialog != Dialog::None && session.dialog != Dialog::Search;
    return shortcut.key == Key::None || ui.focus.takes(shortcut) ||
           ((ImGui::GetIO().WantTextInput || modal) && shortcut.key != Key::Escape);
}

void handle_keys(Ui& ui, Session& session) {
    if (ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) {
        return;  // the list has the keys
    }
    for (const CommandGroup& group : command_groups()) {
        for (const Command& command : group.commands) {
            for (const Shortcut& shortcut : {command.shortcut, command.other_shortcut}) {
                const int presses = is_held_back(ui, session, shortcut) ? 0 : ui.presses(shortcut);
                for (int i = 0; i < presses; ++i) {
                    run_command(session, command);
                }
            }
        }
    }
}

void set_theme(Ui& ui, const Settings& settings, ViewState& state) {
    ui.is_dark = settings.dark;
    ui.theme = settings.dark ? &look::kDark : &look::kLight;
    if (!settings.colors.empty()) {
        state.theme = theme_with(settings.dark, settings.colors);
        ui.theme = &state.theme;
    }
}

void play(Session& session) {
    if (session.playback.playing()) {
        const Settings& settings = session.settings;
        const EventIndex event = session.playback.advance(
            session.timeline(), session.axis(), static_cast<double>(ImGui::GetIO().DeltaTime),
            {.speed = settings.speed,
             .by_steps = settings.play_by_steps,
             .steps_per_second = static_cast<double>(settings.steps_per_second),
             .skip_idle = settings.skip_idle});
        session.move_cursor(event);
        if (session.prediction.question(session) != nullptr) {
            session.playback.stop();  // the learner first
        }
    }
}

void draw_panels(Ui& ui, Session& session, ViewState& state, const Layout& layout) {
    if (!layout.library.empty()) {
        draw_library(ui, session, state, layout.library);
    }
    if (!layout.source.empty()) {
        draw_source(ui, session, state.source, layout.source);
    }
    if (session.comparison().is_open() && !session.prediction.on()) {
        draw_compare(ui, session, state.compare, layout.timeline, layout.small);
    } else {
        draw_timeline(ui, session, state.timeline, layout.timeline, layout.small);
    }
    if (!layout.inspector.empty()) {
        draw_inspector(ui, session, layout.inspector);
    }
    if (!layout.ready.empty()) {
        if (session.comparing()) {
            draw_choices(ui, session, layout.ready);
        } else {
            draw_ready_queue(ui, session, layout.ready);
        }
    }
    if (!layout.wait_graph.empty()) {
        if (variable_shown(session, state.values) != 0) {
            draw_values(ui, session, state.values, layout.wait_graph);
        } else {
            draw_wait_graph(ui, session, layout.wait_graph, layout.small);
        }
    }
    if (!layout.explain.empty()) {
        draw_explain(ui, session, state, layout.explain);
    }
}

}  // namespace

void draw_window(Ui& ui, Session& session, ViewState& state) {
    ui.begin_frame();
    ui.language = session.settings.language;
    set_theme(ui, session.settings, state);
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
    const LayoutOptions options{&session.settings.hidden,
                                state.library.touched
                                    ? state.library.folded
                                    : small && session.settings.left_tab == LeftTab::Library,
                                wanted_library_height(session, small)};
    state.library.folded = options.library_folded;
    const Layout layout = make_layout(ui, window, session.settings.sizes, options);
    draw_splitters(ui, layout, session.settings.sizes);
    draw_top_bar(ui, session, layout.top_bar, layout.small);
    draw_panels(ui, session, state, layout);
    ImGui::End();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    draw_dialogs(ui, session, state, window);
    ui.draw_focus();
    if (ui.key_presses) {
        ui.key_presses->clear();
    }
    if (const std::string text = session.take_clipboard(); !text.empty()) {
        ImGui::SetClipboardText(text.c_str());
    }
}

}  // namespace coroscope::gui
