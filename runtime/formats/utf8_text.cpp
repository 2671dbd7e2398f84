#include "runtime/formats/utf8_text.h"

#include <algorithm>
#include <cstdint>

namespace coroscope {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_control(unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F; }

}  // namespace

std::size_t utf8_length(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || length > text.size()) {
        return 0;
    }
    std::uint32_t code = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0U) != 0x80) {
            return 0;
        }
        code = code << 6U | (next & 0x3FU);
    }
    const bool is_too_long = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    const bool is_no_character = code > 0x10FFFF || (code >= 0xD800 && code < 0xE000);
    return is_too_long || is_no_character ? 0 : length;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto* const other = std::ranges::find_if(
            text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
        text.remove_prefix(static_cast<std::size_t>(other - text.begin()));
        if (text.empty()) {
            return true;
        }
        const std::size_t length = utf8_length(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

std::string valid_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        out += length == 0 ? kReplacement : text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

std::string printable(std::string_view text) {
    std::string out;
    const std::string valid = valid_utf8(text);
    for (std::size_t i = 0; i < valid.size(); ++i) {
        const char c = valid[i];
        if (c == '\r') {
            out += i + 1 < valid.size() && valid[i + 1] == '\n' ? "" : "\n";
        } else if (is_control(static_cast<unsigned char>(c))) {
            out += kReplacement;
        } else {
            out += c;
        }
    }
    return out;
}

std::string shortened(std::string_view text, std::size_t most_characters) {
    std::size_t size = 0;
    for (std::size_t count = 0; size < text.size(); ++count) {
        if (count == most_characters) {
            return std::string(text.substr(0, size)) + "…";
        }
        size += std::max(utf8_length(text.substr(size)), std::size_t{1});
    }
    return std::string(text);
}

}  // namespace coroscope
