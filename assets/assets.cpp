#include "assets/assets.h"

#include <algorithm>

#include "assets/table.h"

namespace coroscope {

std::optional<std::string_view> asset(std::string_view path) {
    const auto table = detail::asset_table();
    const auto found = std::ranges::lower_bound(table, path, {}, &detail::Asset::path);
    if (found == table.end() || found->path != path) {
        return std::nullopt;
    }
    return found->content;
}

std::vector<std::string_view> asset_names(std::string_view prefix) {
    const auto table = detail::asset_table();
    std::vector<std::string_view> names;
    auto next = std::ranges::lower_bound(table, prefix, {}, &detail::Asset::path);
    for (; next != table.end() && next->path.starts_with(prefix); ++next) {
        names.push_back(next->path);
    }
    return names;
}

}  // namespace coroscope
