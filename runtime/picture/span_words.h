// What a span says when somebody points at it: two lines, in the window, SVG and HTML alike.
#pragma once

#include <string>
#include <string_view>

#include "runtime/picture/picture.h"

namespace coroscope {

/// Message id of the state that a look shows ("state.running"), "" for a look that shows none.
[[nodiscard]] std::string_view state_name_id(SpanLook look);

struct SpanWords {
    std::string what;  ///< "transfer A→B: waits for account_b, held by B→A"
    std::string when;  ///< "0 ms – 100 ms  (100 ms)"
};
[[nodiscard]] SpanWords span_words(const Timeline& timeline, const Span& span, Language language);

}  // namespace coroscope
