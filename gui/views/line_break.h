// Where lines of text may break: at spaces, and between Chinese characters except before closing
// punctuation.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace coroscope::gui {

using Measure = std::function<float(std::string_view)>;

/// The code point at the front of `text`, and its length in bytes (1 for a broken byte, which
/// counts as U+FFFD).
struct CodePoint {
    char32_t value = 0;
    std::size_t size = 0;
};
[[nodiscard]] CodePoint first_code_point(std::string_view text);
[[nodiscard]] bool is_wide(char32_t c);  ///< CJK characters and punctuation
[[nodiscard]] bool closes(char32_t c);   ///< punctuation that never begins a line

/// The pieces between which a line may break; a space belongs to the piece before it.
[[nodiscard]] std::vector<std::string_view> break_words(std::string_view text);
/// Lines of at most `width`; a word that is wider than a line is broken inside. "\n" ends a line.
[[nodiscard]] std::vector<std::string_view> break_lines(std::string_view text, float width,
                                                        const Measure& measure);
/// The longest beginning that fits together with "…"; "" if not even that fits.
[[nodiscard]] std::string shorten(std::string_view text,
                                  const std::function<bool(std::string_view)>& fits);

}  // namespace coroscope::gui
