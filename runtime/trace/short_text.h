// Short texts: a TextId that is the text itself, and no number of an interned one: a number ("42")
// or the name of an unnamed task ("Task-42"). The writer formats nothing and looks nothing up; a
// reader asks Trace::text() as for any other text.
//
// Bits: 31 = it is a short text; 30 = it is a task's name; 29 ... 0 the number, of a plain number
// in two's complement.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "runtime/trace/event.h"

namespace coroscope {

/// Interned texts have ids below this.
inline constexpr TextId kFirstShortText = TextId{1} << 31;

[[nodiscard]] constexpr bool is_short_text(TextId id) { return id >= kFirstShortText; }

/// The number as a text, 0 if it is too large for that.
template <class Integer>
[[nodiscard]] constexpr TextId number_text(Integer number) {
    constexpr std::int32_t kLimit = std::int32_t{1} << 29;
    if (std::cmp_less(number, -kLimit) || std::cmp_greater_equal(number, kLimit)) {
        return 0;
    }
    return kFirstShortText | (static_cast<TextId>(number) & ((TextId{1} << 30) - 1));
}
/// "Task-<number>", 0 if the number is too large for that.
[[nodiscard]] constexpr TextId unnamed_task_text(std::uint32_t number) {
    constexpr TextId kTaskName = TextId{1} << 30;
    return number >= kTaskName ? 0 : kFirstShortText | kTaskName | number;
}

/// The words of the short texts that somebody has read. Any thread.
class ShortTexts {
public:
    /// Valid as long as this lives. Requires: is_short_text(id).
    [[nodiscard]] std::string_view text(TextId id);

private:
    std::mutex mutex_;
    std::unordered_map<TextId, std::string> texts_;  ///< looked up only, never walked
};

}  // namespace coroscope
