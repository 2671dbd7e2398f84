#include "runtime/core/function_name.h"

#include <cctype>

namespace coroscope {

namespace {

bool is_name_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

}  // namespace

std::string_view bare_function_name(std::string_view pretty) {
    if (pretty.find("lambda") != std::string_view::npos) {
        return "lambda";
    }
    static constexpr std::string_view kClangAnonymous = "(anonymous namespace)";
    int angle = 0;
    for (std::size_t i = 0; i < pretty.size(); ++i) {
        const char c = pretty[i];
        if (c == '<') {
            ++angle;
        } else if (c == '>') {
            --angle;
        } else if (c == '(' && pretty.substr(i).starts_with(kClangAnonymous)) {
            i += kClangAnonymous.size() - 1;
        } else if (c == '(' && angle == 0) {
            std::size_t end = i;
            if (end > 0 && pretty[end - 1] == '>') {  // clang writes the template arguments: f<int>(...)
                int depth = 0;
                while (end > 0) {
                    --end;
                    depth += pretty[end] == '>' ? 1 : pretty[end] == '<' ? -1 : 0;
                    if (depth == 0) {
                        break;
                    }
                }
            }
            std::size_t begin = end;
            while (begin > 0 && is_name_character(pretty[begin - 1])) {
                --begin;
            }
            return begin == end ? "coroutine" : pretty.substr(begin, end - begin);
        }
    }
    return "coroutine";
}

}  // namespace coroscope
