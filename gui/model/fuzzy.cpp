#include "gui/model/fuzzy.h"

#include <algorithm>
#include <string>
#include <vector>

namespace coroscope::gui {
namespace {

static constexpr int kFound = 1;
constexpr int kBeginsWord = 8;
constexpr int kBeginsText = 6;
constexpr int kFollows = 10;
constexpr int kNone = -1'000'000;
constexpr std::size_t kLongest = 256;

// Characters, ASCII letters small. Wrong UTF-8 gives some characters, whatever they are.
std::u32string characters(std::string_view text) {
    std::u32string result;
    for (const char byte : text.substr(0, kLongest)) {
        const auto value = static_cast<unsigned char>(byte);
        if (value >= 0x80 && value < 0xC0 && !result.empty()) {
            result.back() = (result.back() << 6) | (value & 0x3FU);
        } else {
            const bool capital = value >= 'A' && value <= 'Z';
            result.push_back(capital ? value + ('a' - 'A') : value);
        }
    }
    return result;
}

bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool begins_word(const std::u32string& text, std::size_t i) {
    return i == 0 || !is_letter(text[i]) || !is_letter(text[i - 1]);
}

}  // namespace

std::optional<int> fuzzy_score(std::string_view pattern_text, std::string_view whole_text) {
    std::u32string pattern = characters(pattern_text);
    std::erase(pattern, U' ');
    const std::u32string text = characters(whole_text);
    if (pattern.empty()) {
        return 0;
    }
    // best[i]: the best score with the pattern's characters so far, the last of them at text[i].
    std::vector<int> best(text.size(), kNone);
    for (std::size_t p = 0; p < pattern.size(); ++p) {
        std::vector<int> next(text.size(), kNone);
        int before = p == 0 ? 0 : kNone;  // the best that ends anywhere left of i
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == pattern[p]) {
                const int place =
                    kFound + (begins_word(text, i) ? kBeginsWord : 0) + (i == 0 ? kBeginsText : 0);
                const int follows = p > 0 && i > 0 ? best[i - 1] + kFollows : kNone;
                next[i] = std::max(before, follows) + place;
            }
            before = p == 0 ? 0 : std::max(before, best[i]);
        }
        best = std::move(next);
    }
    const auto found = std::ranges::max_element(best);
    if (found == best.end() || *found <= 0) {
        return std::nullopt;
    }
    // Of two texts that match alike the shorter one is meant.
    return *found * 4 - static_cast<int>(std::min<std::size_t>(text.size(), 60) / 8);
}

}  // namespace coroscope::gui
