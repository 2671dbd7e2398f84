#include "cli/console.h"

#include <algorithm>
#include <numeric>
#include <ostream>

#include "runtime/picture/terminal.h"

namespace coroscope::cli {

namespace {

std::string joined(std::string_view what, std::string_view where, std::string_view advice) {
    std::string text(what);
    for (const std::string_view part : {where, advice}) {
        if (!part.empty()) {
            text += ": ";
            text += part;
        }
    }
    return text;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] =
                std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

}  // namespace

Failure usage(std::string_view what, std::string_view where, std::string_view advice) {
    return {kUsage, joined(what, where, advice)};
}

Failure unreadable(std::string_view what, std::string_view path, std::string_view problem,
                   std::string_view advice) {
    for (const std::string_view prefix :
         {std::string_view("cannot read "), std::string_view("cannot write "), path,
          std::string_view(": ")}) {
        if (!prefix.empty() && problem.starts_with(prefix)) {
            problem.remove_prefix(prefix.size());
        }
    }
    return {kFile, joined(joined(what, path, ""), problem, advice)};
}

void report(Console& console, std::string_view text) {
    std::string line = "coroscope: ";
    line += text;
    while (!line.empty() && (line.back() == '\n' || line.back() == ' ')) {
        line.pop_back();
    }
    std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    console.err << line << '\n';
}

std::string painted(const Console& console, Paint paint, std::string_view text) {
    if (!console.color || text.empty()) {
        return std::string(text);
    }
    const char* code = "";
    switch (paint) {
    case Paint::Strong: code = "\x1b[1m"; break;
    case Paint::Faint: code = "\x1b[2m"; break;
    case Paint::Good: code = "\x1b[32m"; break;
    case Paint::Warning: code = "\x1b[33m"; break;
    case Paint::Bad: code = "\x1b[1;31m"; break;
    }
    return code + std::string(text) + "\x1b[0m";
}

std::vector<std::string> nearest(std::string_view word,
                                 const std::vector<std::string>& candidates) {
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const std::string& candidate : candidates) {
        std::size_t distance = edit_distance(word, candidate);
        if (word.size() >= 2 && candidate.starts_with(word)) {
            distance = 0;
        }
        if (distance <= std::max<std::size_t>(2, candidate.size() / 3)) {
            near.emplace_back(distance, candidate);
        }
    }
    std::ranges::stable_sort(near, {}, [](const auto& pair) { return pair.first; });
    std::vector<std::string> names;
    for (const auto& [distance, name] : near) {
        if (names.size() < 3) {
            names.push_back(name);
        }
    }
    return names;
}

std::string did_you_mean(const std::vector<std::string>& candidates) {
    if (candidates.empty()) {
        return "";
    }
    std::string text = "did you mean ";
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (i > 0) {
            text += i + 1 == candidates.size() ? " or " : ", ";
        }
        text += candidates[i];
    }
    return text + "?";
}

int columns(std::string_view text) { return terminal_columns(text); }

std::string padded(std::string_view text, int width) {
    std::string result(text);
    const int used = columns(text);
    if (used < width) {
        result.append(static_cast<std::size_t>(width - used), ' ');
    }
    return result;
}

}  // namespace coroscope::cli
