// The program's version: in `coroscope version`, and in every trace that it writes.
#pragma once

#include <string_view>

namespace coroscope {

inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace coroscope
