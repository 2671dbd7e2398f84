// Any text as a RunSpec: a message, or a RunSpec whose text form means the same, and which,
// checked, can be run within a small budget.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

#include "scenarios/runspec.h"
#include "scenarios/simulate.h"
#include "tests/fuzz/ask_everything.h"

using namespace coroscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed = parse_runspec({reinterpret_cast<const char*>(data), size});
    if (const auto* error = std::get_if<SpecError>(&parsed)) {
        if (error->text.empty()) {
            std::abort();
        }
        return 0;
    }
    const RunSpec& spec = std::get<RunSpec>(parsed);
    const auto again = parse_runspec(to_text(spec));
    if (!std::holds_alternative<RunSpec>(again) || !(std::get<RunSpec>(again) == spec)) {
        std::abort();
    }
    const auto checked = check(spec);
    if (const auto* good = std::get_if<RunSpec>(&checked)) {
        Budget budget;
        budget.steps = 200;
        test::ask_everything(Timeline(simulate(*good, budget)));
    }
    return 0;
}
