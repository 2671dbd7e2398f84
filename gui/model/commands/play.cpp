// Commands that move the cursor: step, play, jump.

#include "gui/model/commands/commands.h"
#include "gui/model/links.h"
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

using FindSpan = std::optional<EventIndex> (*)(const Timeline&, TaskId, ObjectId, EventIndex);

std::optional<EventIndex> span_from(const Session& s, FindSpan find) {
    const TaskId task = s.selection().resource != 0 ? 0 : s.task_in_focus();
    return find(s.timeline(), task, s.selection().resource, s.cursor());
}

Reason has_next_span(const Session& s) {
    return s.empty() ? has_run(s) : span_from(s, next_span) ? "" : "ui.why.last_span";
}

Reason has_previous_span(const Session& s) {
    return s.empty() ? has_run(s) : span_from(s, previous_span) ? "" : "ui.why.first_span";
}

void go_to_span(Session& s, FindSpan find) {
    if (const auto event = span_from(s, find)) {
        s.seek(*event);
    }
}

// Both ends of a wake-up: the cursor goes to it, the selection to who did it or to whom it was
// done.
std::optional<WakeUp> waker(const Session& s) {
    const auto wakeup = waker_of(s.timeline(), s.task_in_focus(), s.cursor());
    const bool here = wakeup && wakeup->event == s.cursor() && wakeup->waker == 0;
    return here ? std::nullopt : wakeup;
}

Reason has_waker(const Session& s) {
    return s.empty() ? has_run(s) : waker(s) ? "" : "ui.why.nobody_woke_it";
}

Reason has_woken(const Session& s) {
    return s.empty()                                                 ? has_run(s)
           : next_woken(s.timeline(), s.task_in_focus(), s.cursor()) ? ""
                                                                     : "ui.why.wakes_nobody";
}

void go_to_waker(Session& s) {
    if (const auto wakeup = waker(s)) {
        s.seek(wakeup->event);
        s.select_task(wakeup->waker != 0 ? wakeup->waker : wakeup->woken);
    }
}

void go_to_woken(Session& s) {
    if (const auto wakeup = next_woken(s.timeline(), s.task_in_focus(), s.cursor())) {
        s.seek(wakeup->event);
        s.select_task(wakeup->woken);
    }
}

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
    {"next-span", "ui.command.next_span", held(Key::Period), kNone, has_next_span,
     [](Session& s) { go_to_span(s, next_span); }},
    {"previous-span", "ui.command.previous_span", held(Key::Comma), kNone, has_previous_span,
     [](Session& s) { go_to_span(s, previous_span); }},
    {"waker", "ui.command.waker", key(Key::BracketLeft), kNone, has_waker, go_to_waker},
    {"woken", "ui.command.woken", key(Key::BracketRight), kNone, has_woken, go_to_woken},
    {"granularity", "ui.command.granularity", key(Key::G), kNone, always,
     [](Session& s) {
         s.settings.granularity =
             s.settings.granularity == Granularity::Iteration
                 ? Granularity::Event
                 : static_cast<Granularity>(static_cast<int>(s.settings.granularity) + 1);
     }},
    {"predict", "ui.command.predict", key(Key::P), kNone, has_run,
     [](Session& s) { s.prediction.turn(!s.prediction.on()); }},
};

}  // namespace

CommandGroup play_commands() { return {"ui.commands.play", kCommands}; }

}  // namespace coroscope::gui
