#include "cli/load.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/options.h"
#include "tests/support/paths.h"

namespace coroscope::cli {
namespace {

struct Result {
    int status = 0;
    std::string out;
    std::string err;
};

Result call(const std::vector<std::string>& args) {
    std::ostringstream out;
    std::ostringstream err;
    const int status = run_command(args, out, err);
    return {status, out.str(), err.str()};
}

std::string foreign(const std::string& name) {
    return (test::source_dir() / "tests/formats/foreign" / name).string();
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("every command that takes a run takes the trace of another program") {
    const std::string file = foreign("go.json");
    for (const std::string command : {"show", "run", "events", "findings"}) {
        CAPTURE(command);
        const Result result = call({command, file});
        CHECK(result.status == kDone);
        CHECK_FALSE(result.out.empty());
        CHECK(result.err == "coroscope: " + file +
                                ": Times count from the earliest event, 500 ns after the zero of "
                                "the recording's own clock\n");
    }
    const Result shown = call({"show", file, "--width", "80"});
    CHECK(has(shown.out, "go.json"));
    CHECK(has(shown.out, "0 µs"));  // the time axis
    CHECK(has(call({"export", file, "--format", "chrome"}).out, "\"Proc 2\""));
    CHECK(has(call({"run", file, "--json"}).out, "\"outcome\": \"stopped\""));
}

TEST_CASE("an exported run can be opened again, and then it is that run") {
    const std::string path =
        (std::filesystem::temp_directory_path() / "coroscope-load-test.json").string();
    REQUIRE(call({"export", "deadlocks/ab-ba", "--format", "chrome", "-o", path}).status == kDone);
    const Result findings = call({"findings", path});
    CHECK(findings.status == call({"findings", "deadlocks/ab-ba"}).status);
    CHECK(findings.err.empty());
    CHECK(has(call({"run", path, "--set", "variant=fixed"}).out, "finished"));
    std::filesystem::remove(path);
}

TEST_CASE("the trace of another program cannot be run again, and a packed one must be unpacked") {
    const Result again = call({"run", foreign("go.json"), "--seed", "3"});
    CHECK(again.status == kUsage);
    CHECK(has(again.err, "cannot run this trace again"));
    const auto path = std::filesystem::temp_directory_path() / "coroscope-load-test.json.gz";
    std::ofstream(path) << "\x1F\x8B packed";
    const Result packed = call({"show", path.string()});
    CHECK(packed.status == kFile);
    CHECK(has(packed.err, "unpack it first (gunzip FILE)"));
    std::filesystem::remove(path);
    CHECK(call({"show", "no-such.json"}).status == kFile);
}

}  // namespace coroscope::cli
