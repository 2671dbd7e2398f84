#include "runtime/picture/badge.h"

#include <algorithm>
#include <set>

#include "runtime/picture/utf8.h"

namespace coroscope {

namespace {

constexpr int kMainColour = kTaskColours - 1;

/// A character that can stand in a badge: a letter or digit of ASCII in upper case, or any
/// character beyond it that is no arrow or punctuation.
std::string symbol(std::string_view character) {
    if (character.size() == 1) {
        const char c = character[0];
        if (c >= 'a' && c <= 'z') {
            return std::string(1, static_cast<char>(c - 'a' + 'A'));
        }
        const bool usable = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return usable ? std::string(1, c) : "";
    }
    const char32_t code = detail::code_point(character);
    const bool punctuation = (code >= 0x2000 && code <= 0x2BFF) ||
                             (code >= 0x3000 && code <= 0x303F) ||
                             (code >= 0xFF00 && code <= 0xFF0F) || code < 0xC0;
    return punctuation ? "" : std::string(character);
}

bool is_digit(const std::string& symbol_text) {
    return symbol_text.size() == 1 && symbol_text[0] >= '0' && symbol_text[0] <= '9';
}

using Word = std::vector<std::string>;  // symbols

/// "transfer A→B" is {T R A N S F E R}, {A}, {B}; "producer-1" is {P ...}, {1}; "w12" is {W}, {1
/// 2}.
std::vector<Word> words_of(std::string_view name) {
    std::vector<Word> words;
    bool joins = false;
    for (const std::string_view character : detail::characters(name)) {
        const std::string each = symbol(character);
        if (each.empty()) {
            joins = false;
            continue;
        }
        if (!joins || (is_digit(each) != is_digit(words.back().back()))) {
            words.emplace_back();
        }
        words.back().push_back(each);
        joins = true;
    }
    return words;
}

/// The monograms a name may have, best first.
std::vector<std::string> candidates(std::string_view name) {
    const std::vector<Word> words = words_of(name);
    if (words.empty()) {
        return {};
    }
    std::vector<std::string> result;
    const std::string& initial = words.front().front();
    const Word& last = words.back();
    if (words.size() > 1 && is_digit(last.front())) {
        // The number tells best; a long one leaves no room for the letter.
        result.push_back(last.size() == 1 ? initial + last[0]
                                          : last[last.size() - 2] + last.back());
    } else if (words.size() > 2) {
        result.push_back(words[words.size() - 2].front() + last.front());
    } else if (words.size() == 2) {
        result.push_back(initial + last.front());
    } else {
        result.push_back(initial);
    }
    for (const Word& word : words) {
        for (const std::string& letter : word) {
            result.push_back(initial + letter);
        }
    }
    return result;
}

class Monograms {
public:
    std::string take(std::string_view name) {
        for (const std::string& candidate : candidates(name)) {
            if (used_.insert(candidate).second) {
                return candidate;
            }
        }
        const std::vector<Word> words = words_of(name);
        const std::string initial = words.empty() ? "?" : words.front().front();
        for (const char c : std::string_view("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
            if (used_.insert(initial + c).second) {
                return initial + c;
            }
        }
        return initial;  // more tasks than two characters can tell apart
    }

private:
    std::set<std::string> used_;
};

}  // namespace

std::vector<Badge> badges_for(const std::vector<std::string_view>& names) {
    std::vector<Badge> badges;
    Monograms monograms;
    for (const std::string_view name : names) {
        const int number = static_cast<int>(badges.size());
        const int colour = number == 0 ? kMainColour : (number - 1) % kMainColour;
        badges.push_back({colour, monograms.take(name)});
    }
    return badges;
}

std::vector<Badge> task_badges(const Timeline& timeline) {
    std::vector<std::string_view> names;
    for (const TaskInfo& task : timeline.tasks()) {
        names.push_back(timeline.task_name(task.id));
    }
    return badges_for(names);
}

Badge task_badge(const Timeline& timeline, TaskId task) {
    if (timeline.task(task) == nullptr) {
        return {kMainColour, "?"};
    }
    return task_badges(timeline)[task - 1];
}

std::string_view short_name(std::string_view task_name) {
    const std::size_t space = task_name.rfind(' ');
    return space == std::string_view::npos || space + 1 == task_name.size()
               ? task_name
               : task_name.substr(space + 1);
}

}  // namespace coroscope
