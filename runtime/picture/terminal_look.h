// TerminalLook: which character and which colours stand for what. Every state has a character of
// its own.
#pragma once

#include <string>
#include <string_view>

#include "runtime/picture/picture.h"
#include "runtime/picture/terminal.h"
#include "runtime/picture/terminal_grid.h"

namespace coroscope::detail {

class TerminalLook {
public:
    explicit TerminalLook(const TerminalOptions& options)
        : options_(options), theme_(options.light ? look::kLight : look::kDark) {}

    [[nodiscard]] std::string_view glyph(SpanLook look) const;
    /// One of two forms of a character that is no state.
    [[nodiscard]] std::string_view sign(std::string_view unicode, std::string_view ascii) const {
        return options_.ascii ? ascii : unicode;
    }
    /// A name with "…" for what does not fit into `columns`.
    [[nodiscard]] std::string shortened(std::string_view name, int columns) const;
    [[nodiscard]] CellLook body(SpanLook look,
                                int task_colour) const;  ///< of the characters of a span
    [[nodiscard]] CellLook words(SpanLook look, int task_colour) const;  ///< of its label
    [[nodiscard]] CellLook badge(int task_colour) const;
    [[nodiscard]] CellLook faint() const;
    [[nodiscard]] CellLook trouble() const;
    [[nodiscard]] const look::Theme& theme() const { return theme_; }
    [[nodiscard]] const TerminalOptions& options() const { return options_; }

private:
    const TerminalOptions& options_;
    const look::Theme& theme_;
};

}  // namespace coroscope::detail
