// The keys of the window as text, made from the tables of commands: `coroscope-gui --keys`, and a
// section of the manual page.
//
//     Playing
//       Space         Play / pause
//       Shift+→       Next point of interest
#pragma once

#include <string>

#include "runtime/text/message.h"

namespace coroscope::gui {

[[nodiscard]] std::string key_list(Language language);

}  // namespace coroscope::gui
