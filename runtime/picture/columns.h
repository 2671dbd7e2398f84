// Columns of merged spans.
#pragma once

#include <vector>

#include "runtime/picture/picture.h"

namespace coroscope::detail {

/// The shares of each column as the mean over it and its two neighbours at either side, so that
/// the eye sees shares and no noise.
[[nodiscard]] std::vector<Column> smoothed(const std::vector<Column>& raw);

}  // namespace coroscope::detail
