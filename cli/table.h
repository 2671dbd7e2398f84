// Table: aligned columns for a terminal.
//
//     Table table({{"task"}, {"running", Align::Right}, {"state", Align::Left, 2}});
//     table.add({"main", "1.2 s", "finished"});
//     table.print(console);
//
// The first column gives way where the console is narrow, down to 12 columns, with "…"; after that
// the columns of lowest rank are left out, the last first. Rank 0 always stays.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/console.h"

namespace coroscope::cli {

enum class Align { Left, Right };

class Table {
public:
    struct Column {
        std::string title;
        Align align = Align::Left;
        int rank = 0;  ///< the higher, the sooner it is left out
    };

    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// One text for each column.
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    /// As add(), once the table has this many rows: it is only counted, and "and n more" printed.
    void limit(std::size_t most) { most_ = most; }
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    /// Each line is indented by two spaces.
    void print(Console& console) const;

private:
    [[nodiscard]] std::vector<int> widths() const;
    [[nodiscard]] std::vector<bool> chosen(std::vector<int>& widths, int room) const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
    std::size_t most_ = static_cast<std::size_t>(-1);
};

/// The text, cut to `width` columns with "…" at its end if it is longer.
[[nodiscard]] std::string shortened(const std::string& text, int width);

}  // namespace coroscope::cli
