#include "gui/model/would.h"

#include <doctest/doctest.h>

#include "scenarios/simulate.h"
#include "tests/support/random_trace.h"

using namespace coroscope;
using namespace coroscope::gui;

namespace {

/// What the n-th step of a run is said to do, from 1.
std::string would(const char* run, std::size_t step) {
    const Timeline timeline(simulate(std::get<RunSpec>(parse_runspec(run))));
    REQUIRE(step <= timeline.steps().size());
    return to_string(would_do(timeline, timeline.steps()[step - 1].first).words, Language::English);
}

}  // namespace

TEST_CASE("dealings with others tell more of a step than its variables and its log") {
    CHECK(would("patterns/producer-consumer", 22) == "would take a4");
    CHECK(would("races/lost-update", 2).starts_with("would read"));
}

TEST_CASE("what a task would do can be said of any step, also of nonsense") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Timeline timeline(
            random_trace({.seed = seed, .events = 600, .nonsense = seed % 2 == 0}));
        for (const Step& step : timeline.steps()) {
            const Would would = would_do(timeline, step.first);
            for (const Language language : {Language::English, Language::Chinese}) {
                (void)to_string(would.words, language);
                (void)to_string(would.why_waiting, language);
            }
        }
    }
}
