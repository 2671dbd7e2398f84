// The colours of both themes and the icons, for the script of the HTML page (html.h).
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace coroscope {

/// "light" and "dark", each with "base", "look" (by the name of a SpanLook) and "task".
[[nodiscard]] nlohmann::json html_colors();
/// By name in the tokens: what is filled, what is drawn, and the width of that line.
[[nodiscard]] nlohmann::json html_icons();

}  // namespace coroscope
