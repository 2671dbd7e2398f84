#include "runtime/picture/terminal_grid.h"

#include <algorithm>

#include "runtime/picture/utf8.h"

namespace coroscope::detail {

namespace {

std::string color_code(int layer, look::Color color) {
    return ";" + std::to_string(layer) + ";2;" + std::to_string(color.r) + ";" +
           std::to_string(color.g) + ";" + std::to_string(color.b);
}

}  // namespace

std::string ansi(const CellLook& look) {
    std::string code;
    if (look.strong) {
        code += ";1";
    }
    if (look.faint) {
        code += ";2";
    }
    if (look.ink) {
        code += color_code(38, *look.ink);
    }
    if (look.ground) {
        code += color_code(48, *look.ground);
    }
    return code.empty() ? "" : "\x1b[" + code.substr(1) + "m";
}

TerminalGrid::TerminalGrid(int columns, int rows)
    : columns_(columns), rows_(rows), cells_(static_cast<std::size_t>(columns * rows)) {}

void TerminalGrid::fill(int row, int first, int last, std::string_view glyph,
                        const CellLook& look) {
    for (int column = std::max(first, 0); column < std::min(last, columns_); ++column) {
        cell(row, column) = {std::string(glyph), look};
    }
}

int TerminalGrid::write(int row, int column, std::string_view text, const CellLook& look,
                        int limit) {
    limit = std::min(limit, columns_);
    for (const std::string_view character : characters(text)) {
        const int width = detail::columns(code_point(character));
        if (width == 0) {
            continue;
        }
        if (column + width > limit) {
            break;
        }
        CellLook used = look;
        used.ground = look.ground ? look.ground : cell(row, column).look.ground;
        cell(row, column) = {std::string(character), used};
        if (width == 2) {
            cell(row, column + 1) = {"", used};
        }
        column += width;
    }
    return column;
}

std::string TerminalGrid::print(bool color) const {
    std::string out;
    for (int row = 0; row < rows_; ++row) {
        print_row(&cells_[static_cast<std::size_t>(row * columns_)], color, out);
    }
    return out;
}

void TerminalGrid::print_row(const Cell* row, bool color, std::string& out) const {
    int last = columns_;
    while (last > 0 && row[last - 1].glyph == " " && !(color && row[last - 1].look.ground)) {
        --last;
    }
    CellLook current;
    for (int column = 0; column < last; ++column) {
        const Cell& each = row[column];
        if (color && each.look != current) {
            out += current == CellLook{} ? "" : "\x1b[0m";
            out += ansi(each.look);
            current = each.look;
        }
        out += each.glyph;
    }
    if (color && current != CellLook{}) {
        out += "\x1b[0m";
    }
    out += '\n';
}

}  // namespace coroscope::detail
