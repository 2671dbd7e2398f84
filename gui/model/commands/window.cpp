// Commands about the window itself: language, theme, sheets.

#include "gui/model/commands/commands.h"
#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

void toggle_dialog(Session& s, Dialog dialog) {
    s.dialog = s.dialog == dialog ? Dialog::None : dialog;
}

static constexpr Command kCommands[] = {
    {"language", "ui.command.language", kNone, kNone, always,
     [](Session& s) {
         const bool english = s.settings.language == Language::English;
         s.settings.language = english ? Language::Chinese : Language::English;
     }},
    {"theme", "ui.command.theme", kNone, kNone, always,
     [](Session& s) { s.settings.dark = !s.settings.dark; }},
    {"keys", "ui.command.keys", key(Key::Question), key(Key::F1), always,
     [](Session& s) { toggle_dialog(s, Dialog::Keys); }},
    {"tour", "ui.command.tour", kNone, kNone, always, [](Session& s) { s.tour.start(); }},
};

}  // namespace

CommandGroup window_commands() { return {"ui.commands.window", kCommands}; }

}  // namespace coroscope::gui
