#include "cli/figures.h"

#include <doctest/doctest.h>

#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"

#include <nlohmann/json.hpp>
#include <sstream>

using namespace coroscope;
using namespace coroscope::cli;

TEST_CASE("figures tell how a run ended only at its end, and a deadlock from a hang") {
    const Timeline run = test::deadlock_run();
    CHECK(figures_of(run, kNoEvent).outcome == "deadlock");
    const Figures early = figures_of(run, run.steps()[2].last);
    CHECK(early.outcome.empty());
    CHECK(early.step == 3);
    CHECK(figures_of(test::queue_run(3), kNoEvent).outcome == "stopped");
    CHECK(figures_of(Timeline(), kNoEvent).outcome == "incomplete");
}

TEST_CASE("figures of nonsense are printed and written as JSON") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 300, .nonsense = true}));
        const Figures figures = figures_of(timeline, seed % 2 == 0 ? kNoEvent : EventIndex{100});
        std::ostringstream out;
        Console console{.out = out, .err = out, .width = 60, .program = {}, .exec = {}};
        print(timeline, figures, {}, console);
        CHECK(!out.str().empty());
        CHECK(to_json(timeline, figures, Language::Chinese)["tasks"].is_array());
    }
}
