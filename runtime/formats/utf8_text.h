// Texts of a trace, which may hold any bytes, made fit for a file that must be UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace coroscope {

/// The length of the valid UTF-8 character that `text` begins with, 0 if there is none.
[[nodiscard]] std::size_t utf8_length(std::string_view text);
[[nodiscard]] bool is_utf8(std::string_view text);
/// The text with U+FFFD in place of each byte that is no UTF-8.
[[nodiscard]] std::string valid_utf8(std::string_view text);
/// valid_utf8() with U+FFFD in place of control characters, too, but for line breaks and tabs: for
/// formats that cannot hold them (XML, a cell of a table). "\r\n" and "\r" become "\n".
[[nodiscard]] std::string printable(std::string_view text);
/// The first characters of a valid text, and "…" if it has more.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most_characters);

}  // namespace coroscope
