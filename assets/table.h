// The table that tools/embed generates; include "assets/assets.h" instead.
#pragma once

#include <span>
#include <string_view>

namespace coroscope::detail {

struct Asset {
    std::string_view path;
    std::string_view content;
};

// Sorted by path.
std::span<const Asset> asset_table();

}  // namespace coroscope::detail
