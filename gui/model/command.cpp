#include "gui/model/command.h"

#include <algorithm>
#include <cassert>

#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

using Reason = std::string_view;

Reason always(const Session&) { return ""; }
Reason has_run(const Session& s) { return s.empty() ? "ui.why.no_run" : ""; }
Reason can_go_on(const Session& s) {
    return s.empty() ? has_run(s) : s.at_end() ? "ui.why.at_end" : "";
}
Reason can_go_back(const Session& s) {
    return s.empty() ? has_run(s) : s.at_start() ? "ui.why.at_start" : "";
}
Reason has_twin(const Session& s) { return s.variant().empty() ? "ui.why.no_twin" : ""; }
Reason can_pan(const Session& s) {
    return s.empty() ? has_run(s) : s.view().all() ? "ui.why.all_visible" : "";
}
Reason can_escape(const Session& s) {
    return s.dialog == Dialog::None && s.selection().empty() && !s.notice() ? "ui.why.nothing_open"
                                                                            : "";
}

void on_by(Session& s, Granularity g) { s.seek(next_stop(s.timeline(), s.cursor(), g)); }
void back_by(Session& s, Granularity g) { s.seek(previous_stop(s.timeline(), s.cursor(), g)); }

void play(Session& s) {
    if (s.playback.playing()) {
        s.playback.stop();
        return;
    }
    if (s.at_end()) {
        s.seek(0);
    }
    s.playback.start(s.axis(), s.cursor());
}

void zoom_by(Session& s, double factor) {
    const View now = s.visible();
    const double at = s.empty() ? 0.0 : s.axis().at(s.cursor());
    const bool visible = at >= now.first && at <= now.last;
    s.zoom(factor, visible ? at : (now.first + now.last) / 2.0);
}

void pan_by(Session& s, double part) {
    const View now = s.visible();
    s.pan((now.last - now.first) * part);
}

void open_dialog(Session& s) {
    s.browser.name.clear();
    s.browser.visit({}, {".ctrace", ".json"});
    s.dialog = Dialog::Open;
}

void save_dialog(Session& s, Dialog dialog, const char* ending) {
    s.browser.visit({}, {ending});
    s.browser.name = s.file_name(ending);
    s.dialog = dialog;
}

void twin(Session& s) {
    RunSpec spec = s.spec();
    const auto& variants = info(*s.scenario()).variants;
    const auto it = std::ranges::find(variants, s.variant());
    const bool at_last = it == variants.end() || it + 1 == variants.end();
    spec.variant = at_last ? variants.front() : *(it + 1);
    spec.choices.clear();
    s.run_again(spec);
}

void escape(Session& s) {
    if (s.dialog != Dialog::None) {
        s.dialog = Dialog::None;
    } else if (s.notice()) {
        s.dismiss_notice();
    } else {
        s.clear_selection();
    }
}

void toggle_dialog(Session& s, Dialog dialog) {
    s.dialog = s.dialog == dialog ? Dialog::None : dialog;
}

constexpr Shortcut key(Key k) { return {k, false, false, false}; }
constexpr Shortcut held(Key k) { return {k, false, false, true}; }
constexpr Shortcut control(Key k) { return {k, true, false, false}; }
constexpr Shortcut control_held(Key k) { return {k, true, false, true}; }
constexpr Shortcut shift_held(Key k) { return {k, false, true, true}; }
constexpr Shortcut kNone{};

static constexpr Command kCommands[] = {
    {"play", "ui.command.play", key(Key::Space), kNone, has_run, play},
    {"step-on", "ui.command.step_on", held(Key::Right), kNone, can_go_on,
     [](Session& s) { on_by(s, s.settings.granularity); }},
    {"step-back", "ui.command.step_back", held(Key::Left), kNone, can_go_back,
     [](Session& s) { back_by(s, s.settings.granularity); }},
    {"next-point", "ui.command.next_point", shift_held(Key::Right), kNone, can_go_on,
     [](Session& s) {
         s.seek(next_point(s.timeline(), s.findings(), s.selection().task, s.cursor()));
     }},
    {"previous-point", "ui.command.previous_point", shift_held(Key::Left), kNone, can_go_back,
     [](Session& s) {
         s.seek(previous_point(s.timeline(), s.findings(), s.selection().task, s.cursor()));
     }},
    {"iteration-on", "ui.command.iteration_on", control_held(Key::Right), kNone, can_go_on,
     [](Session& s) { on_by(s, Granularity::Iteration); }},
    {"iteration-back", "ui.command.iteration_back", control_held(Key::Left), kNone, can_go_back,
     [](Session& s) { back_by(s, Granularity::Iteration); }},
    {"first", "ui.command.first", key(Key::Home), kNone, can_go_back,
     [](Session& s) { s.seek(0); }},
    {"last", "ui.command.last", key(Key::End), kNone, can_go_on,
     [](Session& s) { s.seek(last_event(s.timeline())); }},
    {"leap-back", "ui.command.leap_back", held(Key::PageUp), kNone, can_go_back,
     [](Session& s) { s.seek(leap(s.timeline(), s.cursor(), s.settings.granularity, -1)); }},
    {"leap-on", "ui.command.leap_on", held(Key::PageDown), kNone, can_go_on,
     [](Session& s) { s.seek(leap(s.timeline(), s.cursor(), s.settings.granularity, 1)); }},
    {"zoom-in", "ui.command.zoom_in", held(Key::W), kNone, has_run,
     [](Session& s) { zoom_by(s, 0.8); }},
    {"zoom-out", "ui.command.zoom_out", held(Key::S), kNone, can_pan,
     [](Session& s) { zoom_by(s, 1.25); }},
    {"pan-left", "ui.command.pan_left", held(Key::A), kNone, can_pan,
     [](Session& s) { pan_by(s, -0.1); }},
    {"pan-right", "ui.command.pan_right", held(Key::D), kNone, can_pan,
     [](Session& s) { pan_by(s, 0.1); }},
    {"fit", "ui.command.fit", key(Key::F), kNone, has_run, [](Session& s) { s.fit(); }},
    {"axis", "ui.command.axis", key(Key::T), kNone, always, [](Session& s) { s.next_axis(); }},
    {"twin", "ui.command.twin", kNone, kNone, has_twin, twin},
    {"open", "ui.command.open", control(Key::O), kNone, always, open_dialog},
    {"save", "ui.command.save", control(Key::S), kNone, has_run,
     [](Session& s) { save_dialog(s, Dialog::Save, ".ctrace"); }},
    {"export", "ui.command.export", control(Key::E), kNone, has_run,
     [](Session& s) { save_dialog(s, Dialog::Export, ".json"); }},
    {"share", "ui.command.share", kNone, kNone, has_run, [](Session& s) { s.copy_run(); }},
    {"language", "ui.command.language", kNone, kNone, always,
     [](Session& s) {
         const bool english = s.settings.language == Language::English;
         s.settings.language = english ? Language::Chinese : Language::English;
     }},
    {"theme", "ui.command.theme", kNone, kNone, always,
     [](Session& s) { s.settings.dark = !s.settings.dark; }},
    {"legend", "ui.command.legend", key(Key::L), kNone, always,
     [](Session& s) { s.settings.legend = !s.settings.legend; }},
    {"keys", "ui.command.keys", key(Key::Question), key(Key::F1), always,
     [](Session& s) { toggle_dialog(s, Dialog::Keys); }},
    {"escape", "ui.command.escape", key(Key::Escape), kNone, can_escape, escape},
};

bool same_key(const Shortcut& a, const Shortcut& b) {
    return a.key == b.key && a.control == b.control && a.shift == b.shift;
}

}  // namespace

std::span<const Command> commands() { return kCommands; }

const Command& command(std::string_view id) {
    const auto* const it = std::ranges::find(kCommands, id, &Command::id);
    assert(it != std::end(kCommands));
    return *it;
}

const Command* command_of(const Shortcut& pressed) {
    if (pressed.key == Key::None) {
        return nullptr;
    }
    const auto* const it = std::ranges::find_if(kCommands, [&](const Command& c) {
        return same_key(c.shortcut, pressed) || same_key(c.other_shortcut, pressed);
    });
    return it == std::end(kCommands) ? nullptr : it;
}

bool run_command(Session& session, const Command& command) {
    if (!command.why_not(session).empty()) {
        return false;
    }
    command.run(session);
    return true;
}

bool run_command(Session& session, std::string_view id) {
    return run_command(session, command(id));
}

}  // namespace coroscope::gui
