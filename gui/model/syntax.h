// Syntax: the tint of a line of C++ (or Python, which is near enough): which characters are
// keywords, types, numbers, strings, comments, and the places where a coroutine may be suspended.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace coroscope::gui {

enum class Tint : std::uint8_t { Text, Suspension, Keyword, Type, Number, String, Comment };

struct TintedText {
    Tint tint = Tint::Text;
    std::string_view text;
};

/// `in_comment` says whether a /* comment is open before the line; it is set to what holds after
/// it.
[[nodiscard]] std::vector<TintedText> tint_line(std::string_view line, bool& in_comment);

/// The lines of a text, without their ends.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text);

}  // namespace coroscope::gui
