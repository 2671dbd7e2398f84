#include "runtime/formats/chrome_texts.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace coroscope {

namespace {

bool is_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::uint32_t ChromeTexts::id(std::string_view text) {
    const auto found = ids_.find(text);
    if (found != ids_.end()) {
        return found->second;
    }
    texts_.emplace_back(text);
    const auto id = static_cast<std::uint32_t>(texts_.size() - 1);
    ids_.emplace(texts_.back(), id);
    return id;
}

bool parse_microseconds(std::string_view text, Nanoseconds& result) {
    std::string_view digits = text;
    const bool negative = digits.starts_with('-');
    digits.remove_prefix(negative ? 1 : 0);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    const std::string_view whole = digits.substr(0, point);
    const std::string_view rest = digits.substr(std::min(point + 1, digits.size()));
    constexpr std::size_t kSafeDigits = 16;
    if (!whole.empty() && whole.size() <= kSafeDigits && is_digits(whole) && is_digits(rest)) {
        std::int64_t microseconds = 0;
        std::from_chars(whole.data(), whole.data() + whole.size(), microseconds);
        std::int64_t nanoseconds = microseconds > kLatestChromeTime / 1000 - 1
                                       ? kLatestChromeTime - 1000
                                       : microseconds * 1000;
        for (std::size_t i = 0, worth = 100; i < 3 && i < rest.size(); ++i, worth /= 10) {
            nanoseconds += static_cast<std::int64_t>(worth) * (rest[i] - '0');
        }
        nanoseconds += rest.size() > 3 && rest[3] >= '5' ? 1 : 0;
        result = negative ? -nanoseconds : nanoseconds;
        return true;
    }
    double value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec == std::errc::result_out_of_range) {
        result = negative ? -kLatestChromeTime : kLatestChromeTime;
        return true;
    }
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
        return false;
    }
    result = held_nanoseconds(value * 1000);
    return true;
}

Nanoseconds held_nanoseconds(double nanoseconds) {
    const auto latest = static_cast<double>(kLatestChromeTime);
    if (std::isnan(nanoseconds)) {
        return 0;
    }
    return nanoseconds >= latest    ? kLatestChromeTime
           : nanoseconds <= -latest ? -kLatestChromeTime
                                    : static_cast<Nanoseconds>(std::llround(nanoseconds));
}

std::string canonical_id(std::string_view text) {
    std::uint64_t value = 0;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        const auto result = std::from_chars(text.data() + 2, text.data() + text.size(), value, 16);
        if (result.ec == std::errc() && result.ptr == text.data() + text.size()) {
            return std::to_string(value);
        }
    }
    return std::string(text);
}

std::string_view cut_text(std::string_view text, std::size_t most) {
    if (text.size() <= most) {
        return text;
    }
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80) {
        --most;
    }
    return text.substr(0, most);
}

FileLine file_line(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) {
        return {};
    }
    FileLine place{text.substr(0, colon), 0};
    const char* const end = text.data() + text.size();
    const auto result = std::from_chars(text.data() + colon + 1, end, place.line);
    return result.ec == std::errc() && result.ptr == end ? place : FileLine{};
}

FunctionName function_name(std::string_view text) {
    const std::size_t open = text.rfind(" (");
    if (open == std::string_view::npos || !text.ends_with(')')) {
        return {text, {}};
    }
    const FileLine place = file_line(text.substr(open + 2, text.size() - open - 3));
    return place.file.empty() ? FunctionName{text, {}} : FunctionName{text.substr(0, open), place};
}

}  // namespace coroscope
