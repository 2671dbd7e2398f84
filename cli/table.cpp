#include "cli/table.h"

#include <algorithm>
#include <ostream>

#include "runtime/picture/utf8.h"

namespace coroscope::cli {

namespace {

constexpr int kIndent = 2;
constexpr int kGap = 2;
constexpr int kLeastFirst = 12;

std::string aligned(const std::string& text, int width, Align align) {
    if (align == Align::Left) {
        return padded(text, width);
    }
    return std::string(static_cast<std::size_t>(std::max(0, width - columns(text))), ' ') + text;
}

}  // namespace

std::string shortened(const std::string& text, int width) {
    if (columns(text) <= width) {
        return text;
    }
    std::string result;
    int used = 1;  // the "…"
    for (const std::string_view character : detail::characters(text)) {
        const int more = columns(character);
        if (used + more > width) {
            break;
        }
        result += character;
        used += more;
    }
    result.erase(result.find_last_not_of(' ') + 1);
    return result + "…";
}

std::vector<int> Table::widths() const {
    std::vector<int> result;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        int width = columns(columns_[i].title);
        for (std::size_t row = 0; row < std::min(rows_.size(), most_); ++row) {
            width = std::max(width, columns(rows_[row][i]));
        }
        result.push_back(width);
    }
    return result;
}

std::vector<bool> Table::chosen(std::vector<int>& widths, int room) const {
    std::vector<bool> stays(columns_.size(), true);
    int others = kIndent;
    for (std::size_t i = 1; i < columns_.size(); ++i) {
        others += kGap + widths[i];
    }
    while (others + std::min(widths[0], kLeastFirst) > room) {
        std::size_t least = 0;
        for (std::size_t i = 1; i < columns_.size(); ++i) {
            if (stays[i] && columns_[i].rank > 0 &&
                (least == 0 || columns_[i].rank >= columns_[least].rank)) {
                least = i;
            }
        }
        if (least == 0) {
            break;
        }
        stays[least] = false;
        others -= kGap + widths[least];
    }
    widths[0] = std::min(widths[0], std::max(kLeastFirst, room - others));
    return stays;
}

void Table::print(Console& console) const {
    std::vector<int> width = widths();
    const std::vector<bool> stays = chosen(width, console.width);
    const auto line = [&](const auto& text_of) {
        std::string result(kIndent, ' ');
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (stays[i]) {
                const std::string text = shortened(text_of(i), width[i]);
                result += std::string(i == 0 ? 0 : kGap, ' ');
                result += aligned(text, width[i], columns_[i].align);
            }
        }
        result.erase(result.find_last_not_of(' ') + 1);
        return result;
    };
    console.out << painted(console, Paint::Faint, line([&](std::size_t i) -> const std::string& {
                               return columns_[i].title;
                           }))
                << '\n';
    for (std::size_t row = 0; row < std::min(rows_.size(), most_); ++row) {
        console.out << line([&](std::size_t i) -> const std::string& { return rows_[row][i]; })
                    << '\n';
    }
    if (rows_.size() > most_) {
        console.out << std::string(kIndent, ' ')
                    << painted(console, Paint::Faint,
                               "and " + std::to_string(rows_.size() - most_) + " more")
                    << '\n';
    }
}

}  // namespace coroscope::cli
