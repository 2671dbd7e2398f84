// Files that are part of the program: lessons, strings, the icon and the scenarios' own source
// text, embedded at build time by tools/embed.
//
//     if (auto lesson = asset("assets/lessons/races/lost-update.en.md")) show(*lesson);
//
// Names are paths as in the repository, with '/'. The text lives as long as the program.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace coroscope {

// The content of an embedded file, or nothing if there is no such file.
std::optional<std::string_view> asset(std::string_view path);

// The names that begin with `prefix` ("assets/lessons/", or "" for all), in order of their bytes.
std::vector<std::string_view> asset_names(std::string_view prefix);

}  // namespace coroscope
