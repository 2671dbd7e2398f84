// The state of every task and resource at a cursor, in words.
#pragma once

#include <string>

#include "runtime/picture/terminal_look.h"

namespace coroscope::detail {

[[nodiscard]] std::string terminal_states(const Timeline& timeline,
                                          const std::vector<Badge>& badges,
                                          const TerminalLook& look, EventIndex cursor, int width);

}  // namespace coroscope::detail
