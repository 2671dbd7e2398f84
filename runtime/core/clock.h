// Virtual time: std::chrono::nanoseconds since the start of the run, exact. It passes only while
// the loop is idle, or inside a step by busy() and blocking().
#pragma once

#include <chrono>

namespace coroscope {

using Duration = std::chrono::nanoseconds;
using namespace std::chrono_literals;  // NOLINT: 100ms, 2s read as they do in asyncio programs

}  // namespace coroscope
