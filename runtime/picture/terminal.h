// Terminal: the timeline as lines of text: gutter with names, ruler, loop lane, a lane per task,
// lock and queue, legend; with a cursor also the state of every task and resource in words.
//
// Every state has a character of its own, so that the picture can be read without colour; --ascii
// uses only ASCII.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/analysis/finding.h"
#include "runtime/picture/axis.h"
#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

struct TerminalOptions {
    int width = 80;  ///< columns; less than 40 is taken as 40
    bool ascii = false;
    bool color = false;  ///< 24-bit ANSI colours
    bool light = false;  ///< colours for a light ground
    AxisKind axis = AxisKind::Elastic;
    Language language = Language::English;
    std::optional<EventIndex>
        cursor{};  ///< none: the whole run, no cursor line, no states in words
    Nanoseconds slow_step = 100'000'000;
    std::string title{};  ///< in the asked language; empty: the trace's own
};

/// Of each kind: tasks, locks, ...; the picture says how many more there are.
inline constexpr std::size_t kMostTerminalRows = 100;

/// Lines of at most `width` columns, each ended by "\n".
[[nodiscard]] std::string draw_terminal(const Timeline& timeline, const TerminalOptions& options);

/// Columns that a text takes on a terminal: CJK characters take two, combining marks none.
[[nodiscard]] int terminal_columns(std::string_view text);

}  // namespace coroscope
