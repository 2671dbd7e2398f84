// How many steps and intervals a format has to write that writes them all: what its Work expects.
#pragma once

#include <cstdint>

#include "runtime/trace/timeline.h"

namespace coroscope {

/// Cost: a look at each task.
[[nodiscard]] std::uint64_t rows_to_write(const Timeline& timeline);

}  // namespace coroscope
