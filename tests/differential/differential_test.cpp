// The sample of random programs: our logs are those of CPython, which sample.txt holds, too.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>

#include "runtime/core/policy.h"
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

/// FNV-1a over everything in the traces but source lines.
class Digest {
public:
    void add(const Trace& trace) {
        for (EventIndex i = 0; i < trace.size(); ++i) {
            const TraceEvent& event = trace[i];
            add(static_cast<std::uint64_t>(event.time));
            add(static_cast<std::uint64_t>(event.a));
            add(event.task);
            add(event.subject);
            add(event.b);
            add(static_cast<std::uint64_t>(event.kind));
            add(event.detail);
        }
        for (TextId text = 1; text <= trace.text_count(); ++text) {
            for (const char letter : trace.text(text)) {
                add(static_cast<unsigned char>(letter));
            }
        }
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

private:
    void add(std::uint64_t number) {
        for (int i = 0; i < 8; ++i) {
            value_ = (value_ ^ ((number >> (8 * i)) & 0xFF)) * 0x100000001B3u;
        }
    }
    std::uint64_t value_ = 0xCBF29CE484222325u;
};

TEST_CASE("random programs have the traces that were recorded, under every policy and compiler") {
    const auto folder = test::source_dir() / "tests" / "differential";
    std::ifstream file(folder / "sample.txt");
    const std::vector<Sample> samples = read_samples(file);
    std::string ours;
    for (const std::string_view policy : policy_names()) {
        Digest digest;
        for (const Sample& sample : samples) {
            digest.add(run_under(policy, sample.program));
        }
        ours += fmt::format("{} {:016x}\n", policy, digest.value());
    }
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream(folder / "traces.txt") << ours;
    }
    std::ifstream golden(folder / "traces.txt");
    const std::string recorded((std::istreambuf_iterator<char>(golden)), {});
    CHECK(ours == recorded);  // after a change of the trace on purpose: UPDATE_GOLDEN=1
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
