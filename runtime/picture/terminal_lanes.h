// One line of music: a part of the axis with all its lanes, as lines of text. The geometry is
// make_picture's, with kCell pixels to a column.
#pragma once

#include <string>
#include <vector>

#include "runtime/picture/picture.h"
#include "runtime/picture/terminal_look.h"

namespace coroscope::detail {

/// A part of the axis and how wide it is drawn.
struct System {
    double first = 0;
    double last = 0;
    int columns = 0;
};

[[nodiscard]] std::string draw_system(const Timeline& timeline, const Axis& axis,
                                      const std::vector<Badge>& badges, const TerminalLook& look,
                                      const System& system, int gutter);

}  // namespace coroscope::detail
