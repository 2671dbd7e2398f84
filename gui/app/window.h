// The desktop window: GLFW and OpenGL. Draws only when something changed.
#pragma once

#include "gui/app/options.h"
#include "gui/model/keeper.h"

namespace coroscope::gui {

/// Runs until the window is closed. Returns the exit status; says what went wrong.
int run_window(const Options& options, Session& session, Keeper& keeper);

}  // namespace coroscope::gui
