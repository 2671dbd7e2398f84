#include "runtime/analysis/verdict.h"

#include <doctest/doctest.h>

#include "scenarios/catalogue.h"
#include "scenarios/simulate.h"
#include "tests/support/random_trace.h"

namespace coroscope {
namespace {

Verdict verdict_of(std::string_view text) {
    const Timeline timeline(simulate(std::get<RunSpec>(parse_runspec(text))));
    return verdict(timeline, find_all(timeline));
}

TEST_CASE("a broken variant fails, and its fixed twin passes") {
    for (const Scenario* scenario : catalogue()) {
        if (!info(*scenario).variants.empty()) {
            const std::string id(info(*scenario).id);
            CAPTURE(id);
            CHECK_FALSE(verdict_of(id).passes);
            CHECK(verdict_of(id + "?variant=fixed").passes);
        }
    }
}

TEST_CASE("the words are the end of the run before its checks, and those before its findings") {
    const auto words = [](std::string_view run) {
        return to_string(verdict_of(run).words, Language::English);
    };
    CHECK(words("deadlocks/ab-ba") == "deadlock");
    CHECK(words("races/lost-update") == "check fails: every increment counts");
    CHECK(words("races/lost-update?variant=fixed") == "every check holds");
    CHECK(words("blocking/blocking-sleep") == "check fails: nobody is late");
    const Timeline fixed(
        simulate(std::get<RunSpec>(parse_runspec("races/lost-update?variant=fixed"))));
    const auto with = [&](Severity severity) {
        return verdict(fixed, {Finding{.kind = "slow-step", .severity = severity}});
    };
    CHECK(to_string(with(Severity::Warning).words, Language::English) == "finding: slow-step");
    CHECK(with(Severity::Info).passes);
}

TEST_CASE("a verdict over nonsense has words") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Timeline wild(random_trace({.seed = seed, .events = 200, .nonsense = true}));
        CHECK_FALSE(to_string(verdict(wild, find_all(wild)).words, Language::English).empty());
    }
}

}  // namespace
}  // namespace coroscope
