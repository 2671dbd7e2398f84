// log: a line of the program's output, with the task and the virtual time at which it was written.
//
//     log("counter is {}, should be {}", seen, workers);
#pragma once

#include <fmt/format.h>

#include <source_location>
#include <string>
#include <type_traits>

namespace coroscope {

/// A format string that knows the line it stands on.
template <class... Args>
class LocatedFormat {
public:
    template <class S>
    consteval LocatedFormat(
        const S& text,
        std::source_location at = std::source_location::current())  // NOLINT: implicit on purpose
        : format(text), where(at) {}
    fmt::format_string<Args...> format;
    std::source_location where;
};

void log_text(std::string_view text, std::source_location where);

/// Text is kept up to 1000 bytes.
template <class... Args>
void log(LocatedFormat<std::type_identity_t<Args>...> text, Args&&... args) {
    log_text(fmt::format(text.format, std::forward<Args>(args)...), text.where);
}

}  // namespace coroscope
