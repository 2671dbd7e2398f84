#include "runtime/formats/lenient_json.h"

#include <charconv>

#include "runtime/formats/utf8_text.h"

namespace coroscope {

namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

/// The code unit of the "\uXXXX" that `text` begins with, -1 if it does not.
int code_unit(std::string_view text) {
    if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') {
        return -1;
    }
    int value = 0;
    const auto result = std::from_chars(text.data() + 2, text.data() + 6, value, 16);
    return result.ptr == text.data() + 6 && value >= 0 ? value : -1;
}

}  // namespace

LenientJson::LenientJson(std::string_view bytes) : bytes_(bytes) {
    if (bytes_.starts_with("\xEF\xBB\xBF")) {
        at_ = 3;
    }
}

int LenientJson::next() {
    if (!pending_.empty()) {
        const int byte = static_cast<unsigned char>(pending_.front());
        pending_.remove_prefix(1);
        return byte;
    }
    if (at_ >= bytes_.size()) {
        return kEnd;
    }
    return in_string_ ? next_in_string() : next_outside();
}

int LenientJson::next_outside() {
    while (at_ < bytes_.size() && bytes_[at_] == ',' && is_idle_comma()) {
        ++at_;
    }
    if (at_ >= bytes_.size()) {
        return kEnd;
    }
    const std::string_view rest = bytes_.substr(at_);
    for (const std::string_view word : {"NaN", "-NaN", "Infinity", "-Infinity"}) {
        if (rest.starts_with(word)) {
            at_ += word.size();
            return give("null");
        }
    }
    in_string_ = rest.front() == '"';
    ++at_;
    return static_cast<unsigned char>(rest.front());
}

int LenientJson::next_in_string() {
    const std::string_view rest = bytes_.substr(at_);
    const auto byte = static_cast<unsigned char>(rest.front());
    if (byte == '\\') {
        return escaped();
    }
    if (byte < 0x20) {
        ++at_;
        return repaired(" ");
    }
    if (byte < 0x80) {
        in_string_ = byte != '"';
        ++at_;
        return byte;
    }
    const std::size_t length = utf8_length(rest);
    if (length == 0) {
        ++at_;
        return repaired(kReplacement);
    }
    at_ += length;
    return give(rest.substr(0, length));
}

int LenientJson::escaped() {
    const std::string_view rest = bytes_.substr(at_);
    const int unit = code_unit(rest);
    const bool high = unit >= 0xD800 && unit < 0xDC00;
    const bool low = unit >= 0xDC00 && unit < 0xE000;
    const int second = high ? code_unit(rest.substr(6)) : -1;
    const bool pair = high && second >= 0xDC00 && second < 0xE000;
    if ((high || low) && !pair) {
        at_ += 6;
        return repaired(kReplacement);
    }
    const std::size_t length = pair ? 12 : rest.size() < 2 ? 1 : 2;
    at_ += length;
    return give(rest.substr(0, length));
}

bool LenientJson::is_idle_comma() const {
    const std::size_t next = bytes_.find_first_not_of(kSpace, at_ + 1);
    return next == std::string_view::npos || bytes_[next] == ']' || bytes_[next] == '}' ||
           bytes_[next] == ',';
}

int LenientJson::give(std::string_view text) {
    pending_ = text.substr(1);
    return static_cast<unsigned char>(text.front());
}

int LenientJson::repaired(std::string_view text) {
    ++repairs_;
    return give(text);
}

}  // namespace coroscope
