// RunSpec: all that a run depends on. The same RunSpec gives the same trace, byte for byte. It has
// a one-line text form that people paste into a chat:
//
//     races/lost-update?variant=fixed&workers=3&seed=7&policy=random#0.1.2*0.1
//
// Behind "?": parameters that differ from their defaults, in the scenario's order, and the reserved
// names `variant` (broken, fixed), `seed`, `policy` (fifo, lifo, random, priority). Behind "#": the
// schedule choices, "n*0" for a run of n defaults; missing ones are what the policy would choose.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace coroscope {

struct RunSpec {
    std::string scenario;  ///< id, "races/lost-update"
    std::string variant;   ///< "" = the scenario's first variant
    std::vector<std::pair<std::string, std::string>> parameters;  ///< values as text, "2", "1ms"
    std::uint64_t seed = 1;
    std::string policy = "fifo";
    std::vector<std::uint32_t> choices;
    friend bool operator==(const RunSpec&, const RunSpec&) = default;
};

/// What is wrong with an input, in the form of the command line's errors: what, where, what to do.
struct SpecError {
    std::string text;
};

[[nodiscard]] std::string to_text(const RunSpec& spec);
/// Syntax only; see check() for names and ranges.
[[nodiscard]] std::variant<RunSpec, SpecError> parse_runspec(std::string_view text);
/// Knows the catalogue: unknown scenario (nearest names are suggested), unknown parameter, value
/// out of its range (the range is named), unknown variant or policy. Returns the spec in canonical
/// form: defaults left out, values normalised, parameters in order.
[[nodiscard]] std::variant<RunSpec, SpecError> check(const RunSpec& spec);

}  // namespace coroscope
