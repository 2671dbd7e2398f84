#include "runtime/picture/utf8.h"

namespace coroscope::detail {

namespace {

std::size_t length_from(unsigned char lead) {
    if (lead >= 0xF0 && lead < 0xF5) {
        return 4;
    }
    if (lead >= 0xE0) {
        return lead < 0xF0 ? 3 : 1;
    }
    return lead >= 0xC2 ? 2 : 1;
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::string_view first_character(std::string_view text) {
    const std::size_t length = length_from(static_cast<unsigned char>(text[0]));
    if (length > text.size()) {
        return text.substr(0, 1);
    }
    for (std::size_t i = 1; i < length; ++i) {
        if (!continues(text[i])) {
            return text.substr(0, 1);
        }
    }
    return text.substr(0, length);
}

std::vector<std::string_view> characters(std::string_view text) {
    std::vector<std::string_view> result;
    while (!text.empty()) {
        result.push_back(first_character(text));
        text.remove_prefix(result.back().size());
    }
    return result;
}

char32_t code_point(std::string_view character) {
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(character[i]));
    };
    switch (character.size()) {
    case 1: return byte(0) < 0x80 ? byte(0) : 0xFFFD;
    case 2: return ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
    case 3: return ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    default:
        return ((byte(0) & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) |
               (byte(3) & 0x3FU);
    }
}

int columns(char32_t code) {
    if (code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x300 && code < 0x370) ||
        (code >= 0x200B && code <= 0x200F) || (code >= 0xFE00 && code <= 0xFE0F)) {
        return 0;
    }
    const bool wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
                      (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
                      (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
                      (code >= 0xFFE0 && code <= 0xFFE6) || (code >= 0x1F300 && code <= 0x1FAFF) ||
                      (code >= 0x20000 && code <= 0x3FFFD);
    return wide ? 2 : 1;
}

std::string wrapped(std::string_view text, int width, int indent) {
    const std::string margin(static_cast<std::size_t>(indent), ' ');
    std::string out;
    std::string line;
    std::size_t cut = 0;  // where the line may be broken; 0 = nowhere
    int used = 0;
    for (const std::string_view character : characters(text)) {
        const int needed = columns(code_point(character));
        if (used + needed > width) {
            if (needed == 2) {
                cut = line.size();
            }
            // A space at the break is dropped.
            const bool at_space = character == " ";
            std::string rest = cut == 0 || at_space ? "" : line.substr(cut);
            if (cut != 0 && !at_space) {
                line.resize(cut);
            }
            while (!line.empty() && line.back() == ' ') {
                line.pop_back();
            }
            out += line + '\n';
            line = margin + rest;
            cut = 0;
            used = 0;
            for (const std::string_view each : characters(line)) {
                used += columns(code_point(each));
            }
            if (at_space) {
                continue;
            }
        }
        if (needed == 2 && line.size() > margin.size()) {
            cut = line.size();
        }
        line += character;
        used += needed;
        if (character == " " && line.size() > margin.size() + 1) {
            cut = line.size();
        }
    }
    return out + line + '\n';
}

}  // namespace coroscope::detail
