// Commands that move the cursor: step, play, jump.

#include "gui/model/commands/commands.h"
#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

Reason can_go_on(const Session& s) {
    return s.empty() ? has_run(s) : s.at_end() ? "ui.why.at_end" : "";
}

Reason can_go_back(const Session& s) {
    return s.empty() ? has_run(s) : s.at_start() ? "ui.why.at_start" : "";
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
    {"predict", "ui.command.predict", key(Key::P), kNone, has_run,
     [](Session& s) { s.prediction.turn(!s.prediction.on()); }},
};

}  // namespace

CommandGroup play_commands() { return {"ui.commands.play", kCommands}; }

}  // namespace coroscope::gui
