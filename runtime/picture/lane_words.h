// Lane words: the icon and the labels of a task's span: what a step does, how long a sleep is, what
// is waited for and who holds it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/picture/sketch.h"

namespace coroscope::detail {

struct LaneWords {
    std::string_view icon;            ///< name in the tokens, "" for none
    std::vector<std::string> labels;  ///< from long to short
};
/// In the sketch's language. None for looks that say all by themselves.
[[nodiscard]] LaneWords words_for(const Sketch& sketch, SpanLook look, const Interval& interval);

}  // namespace coroscope::detail
