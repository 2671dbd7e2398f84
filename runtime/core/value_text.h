// Values as the trace shows them: text of at most 80 bytes, cut at a character and marked "…".
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <string_view>
#include <type_traits>

#include "runtime/trace/short_text.h"

namespace coroscope {

[[nodiscard]] std::string shorten(std::string text);

/// True for integers that are formatted as numbers.
template <class T>
inline constexpr bool kIsNumber =
    std::is_integral_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, char> &&
    !std::is_same_v<T, wchar_t> && !std::is_same_v<T, char8_t> && !std::is_same_v<T, char16_t> &&
    !std::is_same_v<T, char32_t>;

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

/// The value as a short text, without formatting it; 0 if it is not an integer, or too large.
template <class T>
TextId to_short_text(const T& value) {
    if constexpr (kIsNumber<T>) {
        return number_text(value);
    } else {
        return 0;
    }
}

}  // namespace coroscope
