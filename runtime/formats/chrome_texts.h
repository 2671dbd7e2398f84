// Texts and numbers as they stand in Chrome traces.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/trace/event.h"

namespace coroscope {

/// No time of an imported trace is further from 0, so that the difference of two never overflows.
inline constexpr Nanoseconds kLatestChromeTime = (Nanoseconds{1} << 62) - 1;

/// Interned texts.
class ChromeTexts {
public:
    std::uint32_t id(std::string_view text);
    [[nodiscard]] const std::string& operator[](std::uint32_t id) const { return texts_[id]; }
    [[nodiscard]] std::size_t size() const { return texts_.size(); }

private:
    std::deque<std::string> texts_{""};
    std::unordered_map<std::string_view, std::uint32_t> ids_{{"", 0}};
};

/// Microseconds as text ("12.3456", "-1e3") to nanoseconds; false if it is no number.
[[nodiscard]] bool parse_microseconds(std::string_view text, Nanoseconds& result);
/// Rounded, and no further from 0 than kLatestChromeTime.
[[nodiscard]] Nanoseconds held_nanoseconds(double nanoseconds);

/// "0x1f" and 31 are one id: decimal, or as it is.
[[nodiscard]] std::string canonical_id(std::string_view text);

/// At most so many bytes, cut between two characters.
[[nodiscard]] std::string_view cut_text(std::string_view text, std::size_t most);

/// "a.py:12"; no file if it is something else.
struct FileLine {
    std::string_view file;
    std::uint32_t line = 0;
};
[[nodiscard]] FileLine file_line(std::string_view text);

/// "work (a.py:12)", as Python's profilers name functions; all of it is the name of others.
struct FunctionName {
    std::string_view name;
    FileLine place;
};
[[nodiscard]] FunctionName function_name(std::string_view text);

}  // namespace coroscope
