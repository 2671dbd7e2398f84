// Values as the trace shows them: text of at most 80 bytes, cut at a character and marked "…".
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <string_view>

namespace coroscope {

[[nodiscard]] std::string shorten(std::string text);

/// "" for a type that cannot be formatted.
template <class T>
std::string to_value_text(const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
        return value ? "true" : "false";
    } else if constexpr (fmt::is_formattable<T>::value) {
        return shorten(fmt::format("{}", value));
    } else {
        return "";
    }
}

}  // namespace coroscope
