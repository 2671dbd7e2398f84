// Presses: what a lesson's "press → n times" shows.
//
//     const Presses presses("races/check-then-act");
//     CHECK(presses.after(3) == "0 ms customer-2");                  // who has run last, and when
//     CHECK(presses.value(5, "balance") == "-60");                   // a variable
//     CHECK(presses.state(6, "reader") == TaskState::Waiting);
#pragma once

#include <string>
#include <string_view>

#include "runtime/trace/timeline.h"

namespace coroscope::test {

class Presses {
public:
    explicit Presses(std::string_view runspec);
    /// The step that the n-th press shows: its time and its task.
    [[nodiscard]] std::string after(std::size_t presses) const;
    /// The variable's value then. "" if there is none of this name yet.
    [[nodiscard]] std::string value(std::size_t presses, std::string_view variable) const;
    [[nodiscard]] TaskState state(std::size_t presses, std::string_view task) const;
    /// True if the step logs exactly this.
    [[nodiscard]] bool logs(std::size_t presses, std::string_view text) const;

private:
    Timeline timeline_;
};

}  // namespace coroscope::test
