// Commands about the window itself: language, theme, sheets.

#include <algorithm>

#include "gui/model/commands/commands.h"
#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

Reason can_be_faster(const Session& s) { return s.settings.speed < 16.0 ? "" : "ui.why.fastest"; }
Reason can_be_slower(const Session& s) { return s.settings.speed > 0.1 ? "" : "ui.why.slowest"; }

// The speeds of the menu, which are near to doubles of each other.
void change_speed(Session& s, double factor) {
    s.settings.speed = std::clamp(s.settings.speed * factor, 0.1, 16.0);
}

static constexpr Command kCommands[] = {
    {"language", "ui.command.language", kNone, kNone, always,
     [](Session& s) {
         const bool english = s.settings.language == Language::English;
         s.settings.language = english ? Language::Chinese : Language::English;
     }},
    {"theme", "ui.command.theme", kNone, kNone, always,
     [](Session& s) { s.settings.dark = !s.settings.dark; }},
    {"faster", "ui.command.faster", kNone, kNone, can_be_faster,
     [](Session& s) { change_speed(s, 2.0); }},
    {"slower", "ui.command.slower", kNone, kNone, can_be_slower,
     [](Session& s) { change_speed(s, 0.5); }},
    {"settings", "ui.command.settings", control(Key::Comma), kNone, always,
     [](Session& s) { toggle_dialog(s, Dialog::Settings); }},
    {"motion", "ui.command.motion", kNone, kNone, always,
     [](Session& s) { s.settings.motion = !s.settings.motion; }},
    {"quit", "ui.command.quit", control(Key::Q), kNone, always, [](Session& s) { s.quit = true; }},
    {"keys", "ui.command.keys", key(Key::Question), key(Key::F1), always,
     [](Session& s) { toggle_dialog(s, Dialog::Keys); }},
    {"tour", "ui.command.tour", kNone, kNone, always, [](Session& s) { s.tour.start(); }},
};

}  // namespace

CommandGroup window_commands() { return {"ui.commands.window", kCommands}; }

}  // namespace coroscope::gui
