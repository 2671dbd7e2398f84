// The sample of random programs: our logs are those of CPython, which sample.txt holds, too.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>

#include "tests/differential/world.h"
#include "tests/support/paths.h"

namespace coroscope::differential {
namespace {

/// The program, and where the logs part.
std::string difference(const Sample& sample, const Lines& ours) {
    std::string text = "program " + sample.name + "\n";
    for (std::size_t i = 0; i < sample.program.size(); ++i) {
        text += fmt::format("{:4}  {}\n", i + 1, sample.program[i]);
    }
    std::size_t same = 0;
    while (same < ours.size() && same < sample.log.size() && ours[same] == sample.log[same]) {
        text += "  " + ours[same++] + "\n";
    }
    text += "CPython: " + (same < sample.log.size() ? sample.log[same] : "ends") + "\n";
    return text + "here:    " + (same < ours.size() ? ours[same] : "ends");
}

TEST_CASE("random programs have the logs that CPython has") {
    std::ifstream file(test::source_dir() / "tests" / "differential" / "sample.txt");
    const std::vector<Sample> samples = read_samples(file);
    REQUIRE(samples.size() == 200);
    for (const Sample& sample : samples) {
        SUBCASE(sample.name.c_str()) {
            const Lines ours = run(sample.program);
            CHECK_MESSAGE(ours == sample.log, difference(sample, ours));
        }
    }
}

}  // namespace
}  // namespace coroscope::differential
