#include "gui/views/line_break.h"

#include <algorithm>

namespace coroscope::gui {
namespace {

std::string_view trimmed_right(std::string_view text) {
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    return text;
}

// The longest beginning of `word` that is not wider than `width`; at least one character.
std::size_t fitting_prefix(std::string_view word, float width, const Measure& measure) {
    std::size_t size = first_code_point(word).size;
    while (size < word.size()) {
        const std::size_t next = size + first_code_point(word.substr(size)).size;
        if (measure(word.substr(0, next)) > width) {
            break;
        }
        size = next;
    }
    return size;
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
    if (text.empty()) {
        return {0, 0};
    }
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t size = lead < 0x80    ? 1
                             : lead >= 0xF0 ? 4
                             : lead >= 0xE0 ? 3
                             : lead >= 0xC0 ? 2
                                            : 0;
    if (size == 1) {
        return {lead, 1};
    }
    if (size == 0 || size > text.size()) {
        return {0xFFFD, 1};
    }
    char32_t value = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) != 0x80U) {
            return {0xFFFD, 1};
        }
        value = value << 6U | (byte & 0x3FU);
    }
    return {value, size};
}

bool is_wide(char32_t c) {
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFF00 && c <= 0xFFEF);
}

bool closes(char32_t c) {
    static constexpr std::u32string_view kClosing = U",.;:!?)]}，。；：！？、）】》”’…％";
    return kClosing.find(c) != std::u32string_view::npos;
}

std::vector<std::string_view> break_words(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t begin = 0;
    std::size_t at = 0;
    const auto cut = [&](std::size_t end) {
        if (end > begin) {
            words.push_back(text.substr(begin, end - begin));
        }
        begin = end;
    };
    char32_t previous = 0;
    while (at < text.size()) {
        const CodePoint c = first_code_point(text.substr(at));
        const bool after_space = previous == U' ' && c.value != U' ';
        const bool between_wide = previous != 0 && (is_wide(previous) || is_wide(c.value));
        const bool opens =
            previous == U'（' || previous == U'《' || previous == U'“' || previous == U'【';
        if (after_space || (between_wide && !closes(c.value) && !opens && c.value != U' ')) {
            cut(at);
        }
        previous = c.value;
        at += c.size;
    }
    cut(text.size());
    return words;
}

std::vector<std::string_view> break_lines(std::string_view text, float width,
                                          const Measure& measure) {
    std::vector<std::string_view> lines;
    while (true) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view hard = text.substr(0, end);
        std::size_t begin = 0;
        std::size_t at = 0;
        for (std::string_view word : break_words(hard)) {
            const std::string_view candidate = hard.substr(begin, at + word.size() - begin);
            if (at > begin && measure(trimmed_right(candidate)) > width) {
                lines.push_back(trimmed_right(hard.substr(begin, at - begin)));
                begin = at;
            }
            at += word.size();
            while (measure(trimmed_right(hard.substr(begin, at - begin))) > width) {
                const std::size_t size =
                    fitting_prefix(hard.substr(begin, at - begin), width, measure);
                if (begin + size >= at) {
                    break;
                }
                lines.push_back(hard.substr(begin, size));
                begin += size;
            }
        }
        lines.push_back(trimmed_right(hard.substr(begin)));
        if (end == text.size()) {
            return lines;
        }
        text.remove_prefix(end + 1);
    }
}

std::string shorten(std::string_view text, const std::function<bool(std::string_view)>& fits) {
    std::vector<std::size_t> ends;
    for (std::size_t at = 0; at < text.size(); at += first_code_point(text.substr(at)).size) {
        ends.push_back(at);
    }
    // Widths grow with length, so the last end that fits can be found by halving.
    const auto last = std::partition_point(ends.begin(), ends.end(), [&](std::size_t end) {
        return fits(std::string(trimmed_right(text.substr(0, end))) + "…");
    });
    if (last == ends.begin()) {
        return "";
    }
    return std::string(trimmed_right(text.substr(0, *(last - 1)))) + "…";
}

}  // namespace coroscope::gui
