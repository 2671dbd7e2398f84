// TerminalGrid: rows of character cells with colours, printed with or without ANSI codes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "look/tokens.h"

namespace coroscope::detail {

struct CellLook {
    std::optional<look::Color> ink{};
    std::optional<look::Color> ground{};
    bool strong = false;
    bool faint = false;
    friend bool operator==(const CellLook&, const CellLook&) = default;
};

class TerminalGrid {
public:
    TerminalGrid(int columns, int rows);

    [[nodiscard]] int columns() const { return columns_; }
    /// Fills [first, last) with one character. What lies outside is cut.
    void fill(int row, int first, int last, std::string_view glyph, const CellLook& look);
    /// Writes a text from `column` on, at most up to `limit`; a wide character that would cross it
    /// is left out. Returns the column behind it. A ground that the look does not set stays as it
    /// is.
    int write(int row, int column, std::string_view text, const CellLook& look, int limit);
    /// The rows as lines, without spaces at their ends.
    [[nodiscard]] std::string print(bool color) const;

private:
    struct Cell {
        std::string glyph = " ";  ///< "" behind a wide character
        CellLook look;
    };
    [[nodiscard]] Cell& cell(int row, int column) {
        return cells_[static_cast<std::size_t>(row * columns_ + column)];
    }
    void print_row(const Cell* row, bool color, std::string& out) const;

    int columns_;
    int rows_;
    std::vector<Cell> cells_;
};

/// The escape sequence for a look, "" for the plain one.
[[nodiscard]] std::string ansi(const CellLook& look);

}  // namespace coroscope::detail
