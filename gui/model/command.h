// Command: one thing a user can do, whatever starts it: a key, a button, the palette. The tables
// are in commands/, a file for each group.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "gui/model/keys.h"

namespace coroscope::gui {

class Session;

struct Command {
    std::string_view id;      ///< "step-on"; stable
    std::string_view name;    ///< message id of its name
    Shortcut shortcut;        ///< key None if it has none
    Shortcut other_shortcut;  ///< a second key
    /// "" if it can be done now, else the message id of the reason why not.
    std::string_view (*why_not)(const Session&);
    void (*run)(Session&);
};

struct CommandGroup {
    std::string_view name;  ///< message id: its heading in the key sheet
    std::span<const Command> commands;
};

/// In the order of the key sheet.
[[nodiscard]] std::span<const CommandGroup> command_groups();
[[nodiscard]] bool is_command(std::string_view id);
/// Requires: there is such a command.
[[nodiscard]] const Command& command(std::string_view id);
/// The command of a key, nullptr if there is none.
[[nodiscard]] const Command* command_of(const Shortcut& pressed);
/// Runs it if it can be done now; returns whether it was.
bool run_command(Session& session, const Command& command);
bool run_command(Session& session, std::string_view id);

}  // namespace coroscope::gui
