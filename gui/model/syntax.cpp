#include "gui/model/syntax.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace coroscope::gui {
namespace {

static constexpr std::array<std::string_view, 6> kSuspensions{"co_await", "co_yield", "co_return",
                                                              "await",    "yield",    "async"};
constexpr std::array<std::string_view, 46> kKeywords{
    "auto",      "bool",     "break",  "case",   "catch",   "char",      "class", "const",
    "constexpr", "continue", "def",    "delete", "do",      "double",    "else",  "enum",
    "except",    "explicit", "false",  "final",  "finally", "float",     "for",   "from",
    "if",        "import",   "in",     "int",    "long",    "namespace", "new",   "noexcept",
    "nullptr",   "override", "return", "struct", "switch",  "template",  "this",  "throw",
    "true",      "try",      "using",  "void",   "while",   "with"};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

Tint tint_of_word(std::string_view word) {
    if (std::ranges::find(kSuspensions, word) != kSuspensions.end()) {
        return Tint::Suspension;
    }
    if (std::ranges::find(kKeywords, word) != kKeywords.end()) {
        return Tint::Keyword;
    }
    return std::isupper(static_cast<unsigned char>(word.front())) != 0 ? Tint::Type : Tint::Text;
}

std::size_t end_of_string(std::string_view line, std::size_t at) {
    const char quote = line[at];
    for (std::size_t i = at + 1; i < line.size(); ++i) {
        if (line[i] == '\\') {
            ++i;
        } else if (line[i] == quote) {
            return i + 1;
        }
    }
    return line.size();
}

// The piece that begins at `at`.
TintedText piece_at(std::string_view line, std::size_t at, bool& in_comment) {
    const std::string_view rest = line.substr(at);
    if (in_comment || rest.starts_with("/*")) {
        const auto end = rest.find("*/", in_comment ? 0 : 2);
        in_comment = end == std::string_view::npos;
        return {Tint::Comment, in_comment ? rest : rest.substr(0, end + 2)};
    }
    if (rest.starts_with("//") || (rest[0] == '#' && rest.starts_with("# "))) {
        return {Tint::Comment, rest};
    }
    if (rest[0] == '#') {
        const auto end = rest.find(' ');
        return {Tint::Keyword, rest.substr(0, end)};
    }
    if (rest[0] == '"' || rest[0] == '\'') {
        return {Tint::String, line.substr(at, end_of_string(line, at) - at)};
    }
    std::size_t end = 1;
    if (is_digit(rest[0])) {
        while (end < rest.size() && (is_word(rest[end]) || rest[end] == '.' || rest[end] == '\'')) {
            ++end;
        }
        return {Tint::Number, rest.substr(0, end)};
    }
    if (is_word(rest[0])) {
        while (end < rest.size() && is_word(rest[end])) {
            ++end;
        }
        return {tint_of_word(rest.substr(0, end)), rest.substr(0, end)};
    }
    while (end < rest.size() && !is_word(rest[end]) && rest[end] != '"' && rest[end] != '\'' &&
           rest[end] != '/' && rest[end] != '#') {
        ++end;
    }
    return {Tint::Text, rest.substr(0, end)};
}

}  // namespace

std::vector<TintedText> tint_line(std::string_view line, bool& in_comment) {
    std::vector<TintedText> pieces;
    for (std::size_t at = 0; at < line.size();) {
        const TintedText piece = piece_at(line, at, in_comment);
        at += piece.text.size();
        pieces.push_back(piece);
    }
    return pieces;
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r') {
            line.remove_suffix(1);
        }
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

}  // namespace coroscope::gui
