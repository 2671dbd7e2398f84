#include "cli/thresholds.h"

#include <doctest/doctest.h>

#include "cli/console.h"

using namespace coroscope;
using namespace coroscope::cli;

namespace {

std::string failure_of(const std::string& given) {
    try {
        (void)finding_options({given});
    } catch (const Failure& failure) {
        return failure.text;
    }
    return "";
}

}  // namespace

TEST_CASE("a threshold that is given replaces its default, and the last one counts") {
    CHECK(finding_options({}).slow_step == FindingOptions().slow_step);
    const FindingOptions options =
        finding_options({"slow-step=1s", "blocking-call=2ms", "slow-step=50ms"});
    CHECK(options.slow_step == 50'000'000);
    CHECK(options.blocking_call == 2'000'000);
}

TEST_CASE("a threshold that is wrong says what to give") {
    CHECK(failure_of("slow-step") ==
          "not a threshold: --threshold slow-step: give NAME=VALUE, as slow-step=50ms");
    CHECK(failure_of("slow-stp=1ms").find("did you mean slow-step?") != std::string::npos);
    CHECK(failure_of("=").find("the thresholds are ") != std::string::npos);
    CHECK(failure_of("slow-step=").find("not a time") == 0);
    CHECK(failure_of("slow-step=0ms") ==
          "out of range: --threshold slow-step=0ms: give 1ns to 24h");
    CHECK(failure_of("slow-step=25h").find("out of range") == 0);
}

TEST_CASE("the help has a line for each threshold with its default") {
    const std::string help = thresholds_help();
    CHECK(help.find("\nslow-step (100ms): ") != std::string::npos);
    CHECK(help.find("\nblocking-call (10ms): ") != std::string::npos);
}
