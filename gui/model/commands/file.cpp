// Commands that read and write files, and share the run.

#include "gui/model/commands/commands.h"
#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

void save_dialog(Session& s, Dialog dialog, const char* ending) {
    s.browser.visit(s.remembered.folder, {ending});
    s.browser.name = s.file_name(ending);
    s.dialog = dialog;
}

static constexpr Command kCommands[] = {
    {"open", "ui.command.open", control(Key::O), kNone, always,
     [](Session& s) { show_open_dialog(s, Dialog::Open); }},
    {"save", "ui.command.save", control(Key::S), kNone, has_run,
     [](Session& s) { save_dialog(s, Dialog::Save, ".ctrace"); }},
    {"export", "ui.command.export", control(Key::E), kNone, has_run,
     [](Session& s) { save_dialog(s, Dialog::Export, ".json"); }},
    {"share", "ui.command.share", kNone, kNone, has_run, [](Session& s) { s.copy_run(); }},
};

}  // namespace

void show_open_dialog(Session& session, Dialog dialog) {
    session.browser.name.clear();
    session.browser.visit(session.remembered.folder, {".ctrace", ".json", ".txt"});
    session.dialog = dialog;
}

CommandGroup file_commands() { return {"ui.commands.file", kCommands}; }

}  // namespace coroscope::gui
