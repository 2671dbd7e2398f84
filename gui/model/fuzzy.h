// Fuzzy matching: finds "next axis" for "nax". The letters of the pattern stand in the text in
// their order; the better they hang together and the more they begin words, the higher the score.
#pragma once

#include <optional>
#include <string_view>

namespace coroscope::gui {

/// nullopt if `pattern` is not in `text`. Case of ASCII letters and spaces do not count; an empty
/// pattern is in everything, with 0.
[[nodiscard]] std::optional<int> fuzzy_score(std::string_view pattern, std::string_view text);

}  // namespace coroscope::gui
