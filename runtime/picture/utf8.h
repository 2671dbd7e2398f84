// UTF-8, as far as badges, text widths and the terminal need it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace coroscope::detail {

/// The first character of a text that is not empty; a byte that is no UTF-8 is a character of its
/// own.
[[nodiscard]] std::string_view first_character(std::string_view text);
[[nodiscard]] std::vector<std::string_view> characters(std::string_view text);
/// U+FFFD for a byte that is no UTF-8.
[[nodiscard]] char32_t code_point(std::string_view character);
/// Columns on a terminal: 2 for CJK and other wide characters, 0 for combining marks and controls.
[[nodiscard]] int columns(char32_t code_point);

/// Lines of at most `width` columns, broken at spaces where there are any and between wide
/// characters; those after the first begin with `indent` spaces. Each ends with "\n".
[[nodiscard]] std::string wrapped(std::string_view text, int width, int indent);

}  // namespace coroscope::detail
