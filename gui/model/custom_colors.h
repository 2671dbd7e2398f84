// Custom colours: the theme with the colours that a user has changed, by name.
//
//     "dark.task.1" .. "light.task.12"     a task's badge and what goes with it
//     "dark.running" .. "light.failed"     a state: its signal; edges and fills follow it
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "look/tokens.h"

namespace coroscope::gui {

using CustomColors = std::map<std::string, std::uint32_t, std::less<>>;  ///< 0xRRGGBB

/// Tasks first, then states, of both themes.
[[nodiscard]] const std::vector<std::string>& custom_color_names();
[[nodiscard]] bool is_custom_color(std::string_view name);
/// The standard colour of this name. Requires: there is such a name.
[[nodiscard]] look::Color standard_color(std::string_view name);
[[nodiscard]] look::Theme theme_with(bool dark, const CustomColors& colors);
/// Of WCAG 2.1, 1 to 21.
[[nodiscard]] double contrast(look::Color a, look::Color b);

}  // namespace coroscope::gui
