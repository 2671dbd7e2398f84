#include "runtime/core/value_text.h"

namespace coroscope {

std::string shorten(std::string text) {
    static constexpr std::size_t kLimit = 80;
    if (text.empty()) {
        return R"("")";  // an empty string is a value, too
    }
    if (text.size() <= kLimit) {
        return text;
    }
    std::size_t end = kLimit - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) {
        --end;  // not inside a UTF-8 character
    }
    text.resize(end);
    text += "…";
    return text;
}

}  // namespace coroscope
