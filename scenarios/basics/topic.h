// The topic "basics": what a coroutine, a task and the event loop are.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kHelloGather;
extern const Scenario kSequentialVsConcurrent;
extern const Scenario kCooperative;

/// In the order in which they are shown.
inline constexpr std::array kBasics = {&kHelloGather, &kSequentialVsConcurrent, &kCooperative};

}  // namespace coroscope
