// One picture of the window, without a window.
#pragma once

#include "gui/app/options.h"

namespace coroscope::gui {

/// Loads the whole run, draws it and writes options.screenshot. Returns the exit status; says what
/// went wrong.
int take_screenshot(const Options& options, Session& session);

}  // namespace coroscope::gui
