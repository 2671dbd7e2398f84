#include "runtime/core/function_name.h"

#include <cctype>

namespace coroscope {

namespace {

bool is_name_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Where the bracket is opened that the text's last character closes; npos if it is not.
std::size_t opening(std::string_view text, char open, char close) {
    int depth = 0;
    for (std::size_t i = text.size(); i-- > 0;) {
        depth += text[i] == close ? 1 : text[i] == open ? -1 : 0;
        if (depth == 0) {
            return i;
        }
    }
    return std::string_view::npos;
}

}  // namespace

std::string_view bare_function_name(std::string_view pretty) {
    static constexpr std::string_view kNone = "coroutine";
    // Behind the signature both compilers list template arguments: " [with T = int]", " [T = int]".
    if (const std::size_t arguments = pretty.find(" ["); arguments != std::string_view::npos) {
        pretty = pretty.substr(0, arguments);
    }
    // g++ calls a lambda "outer()::<lambda(int)>", clang "outer()::(lambda at
    // a.cpp:3:14)::operator()(int) const".
    const std::size_t scope = pretty.rfind("::<lambda(");
    if (scope != std::string_view::npos &&
        opening(pretty.substr(0, pretty.rfind('>') + 1), '<', '>') == scope + 2) {
        return "lambda";
    }
    // The last bracket is the parameters': the name stands before it.
    const std::string_view call = pretty.substr(0, pretty.rfind(')') + 1);
    const std::size_t parameters = opening(call, '(', ')');
    if (parameters == std::string_view::npos) {
        return kNone;
    }
    std::string_view name = call.substr(0, parameters);
    if (name.ends_with(")::operator()")) {
        return "lambda";
    }
    if (name.ends_with('>')) {  // clang may write a function's template arguments: f<int>(int)
        const std::size_t arguments = opening(name, '<', '>');
        name = name.substr(0, arguments == std::string_view::npos ? 0 : arguments);
    }
    std::size_t begin = name.size();
    while (begin > 0 && is_name_character(name[begin - 1])) {
        --begin;
    }
    return begin == name.size() ? kNone : name.substr(begin);
}

}  // namespace coroscope
