#include "gui/model/command.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "gui/model/commands/commands.h"
#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

bool same_key(const Shortcut& a, const Shortcut& b) {
    return a.key == b.key && a.control == b.control && a.shift == b.shift;
}

template <class Wanted>
const Command* find_command(const Wanted& wanted) {
    for (const CommandGroup& group : command_groups()) {
        for (const Command& command : group.commands) {
            if (wanted(command)) {
                return &command;
            }
        }
    }
    return nullptr;
}

}  // namespace

Reason always(const Session&) { return ""; }
Reason has_run(const Session& session) { return session.empty() ? "ui.why.no_run" : ""; }

void toggle_dialog(Session& session, Dialog dialog) {
    session.dialog = session.dialog == dialog ? Dialog::None : dialog;
}

std::span<const CommandGroup> command_groups() {
    static const std::array<CommandGroup, 8> groups{
        play_commands(),    look_commands(), find_commands(),  run_commands(),
        compare_commands(), file_commands(), panel_commands(), window_commands()};
    return groups;
}

bool is_command(std::string_view id) {
    return find_command([&](const Command& c) { return c.id == id; }) != nullptr;
}

const Command& command(std::string_view id) {
    const Command* const found = find_command([&](const Command& c) { return c.id == id; });
    assert(found != nullptr);
    return *found;
}

const Command* command_of(const Shortcut& pressed) {
    if (pressed.key == Key::None) {
        return nullptr;
    }
    return find_command([&](const Command& c) {
        return same_key(c.shortcut, pressed) || same_key(c.other_shortcut, pressed);
    });
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
