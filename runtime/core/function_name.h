// The bare name of a function from what std::source_location::function_name() says, which differs
// between compilers: "coroscope::Coroutine<> coroscope::{anonymous}::increment(Shared<int>&)" is
// "increment" everywhere.
#pragma once

#include <string_view>

namespace coroscope {

/// "lambda" for a lambda, "coroutine" if no name can be found.
[[nodiscard]] std::string_view bare_function_name(std::string_view pretty);

}  // namespace coroscope
