// Claims: what a run must do, as a lesson or a descriptor says it.
//
//     const std::array kClaims = {
//         Claim("races/lost-update?pause=0ms",
//               Expected().finding("lost-update").check_fails("every increment
//               counts").result("1")),
//     };
//     TEST_CASE("what the lessons about races say is true") { check_claims(kClaims); }
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/scenario.h"
#include "scenarios/simulate.h"

namespace coroscope::test {

struct Claim {
    Claim(std::string_view run, Expected what) : runspec(run), expected(std::move(what)) {}
    std::string_view runspec;  ///< in canonical form
    Expected expected;
};

/// The run of this RunSpec. Fails the test if the text is wrong or not in canonical form.
[[nodiscard]] Trace run_of(std::string_view runspec);
/// The outcome, the checks that fail and the kinds of findings must be as expected, and the end and
/// the result where they are stated.
void check_run(const Trace& trace, const Expected& expected);
void check_claims(std::span<const Claim> claims);

/// What main returned, "" if nothing.
[[nodiscard]] std::string_view result_of_main(const Trace& trace);
/// "1.250 s worker-1: text" for each log line, with the task's name ("loop" if there is none).
[[nodiscard]] std::vector<std::string> log_of(const Trace& trace);

}  // namespace coroscope::test
