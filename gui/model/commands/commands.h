// The tables of commands, one file each, and what their rows share. Each row is one thing that a
// user can do; keys, buttons, menus, the key sheet and the palette are made from it.
#pragma once

#include "gui/model/command.h"
#include "gui/model/session.h"

namespace coroscope::gui {

[[nodiscard]] CommandGroup play_commands();
[[nodiscard]] CommandGroup look_commands();
[[nodiscard]] CommandGroup find_commands();
[[nodiscard]] CommandGroup run_commands();
[[nodiscard]] CommandGroup compare_commands();
[[nodiscard]] CommandGroup file_commands();
[[nodiscard]] CommandGroup panel_commands();
[[nodiscard]] CommandGroup window_commands();

// What several commands do.
/// The run of the next variant, in asyncio's order. Requires: the scenario has variants.
[[nodiscard]] RunSpec twin_of(const Session& session);
/// Opens the dialog that asks for a trace file.
void show_open_dialog(Session& session, Dialog dialog);

// Reasons that several commands have for not being possible now.
using Reason = std::string_view;
[[nodiscard]] Reason always(const Session& session);   ///< it always is
[[nodiscard]] Reason has_run(const Session& session);  ///< only with something to look at
/// Opens a dialog, or closes it if it is the one that is open.
void toggle_dialog(Session& session, Dialog dialog);

constexpr Shortcut key(Key k) { return {k, false, false, false}; }
constexpr Shortcut held(Key k) { return {k, false, false, true}; }
constexpr Shortcut control(Key k) { return {k, true, false, false}; }
constexpr Shortcut control_held(Key k) { return {k, true, false, true}; }
constexpr Shortcut shift(Key k) { return {k, false, true, false}; }
constexpr Shortcut control_shift(Key k) { return {k, true, true, false}; }
constexpr Shortcut shift_held(Key k) { return {k, false, true, true}; }
inline constexpr Shortcut kNone{};

}  // namespace coroscope::gui
