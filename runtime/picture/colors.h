// Colors: which colours of look/tokens.h a look of the timeline takes. The window, the picture
// formats and the terminal ask here, so that a state has one colour everywhere.
#pragma once

#include "look/tokens.h"
#include "runtime/picture/picture.h"

namespace coroscope {

/// Those of the state that a look shows; `finished` for looks that show none (a held lock, a step).
[[nodiscard]] const look::State& state_colors(const look::Theme& theme, SpanLook look);

/// `amount` 0 is `a`, 1 is `b`. The opacity is that of `a`.
[[nodiscard]] look::Color mix(look::Color a, look::Color b, float amount);

}  // namespace coroscope
