#include "runtime/formats/open_trace.h"

#include <doctest/doctest.h>

#include <fstream>

#include "runtime/trace/ctrace.h"
#include "tests/support/paths.h"
#include "tests/support/sample_runs.h"

using namespace coroscope;

TEST_CASE("a trace is recognised by what is in it") {
    const Timeline run = test::deadlock_run();
    const OpenedTrace native = decode_trace(encode_ctrace(run.trace()));
    REQUIRE(native.trace);
    CHECK(*native.trace == run.trace());
    const OpenedTrace json = decode_trace(" \n[{\"ph\":\"i\",\"ts\":1}]", "x");
    REQUIRE(json.trace);
    CHECK(json.trace->info().title == "x");
    CHECK(json.notes.size() == 1);
    CHECK(decode_trace("\xEF\xBB\xBF[{\"ph\":\"i\",\"ts\":1}]").trace);
}

TEST_CASE("packed files and files of other kinds are refused with what to do") {
    CHECK(decode_trace("\x1F\x8B\x08").problem ==
          "this file is compressed with gzip: unpack it first (gunzip FILE)");
    CHECK(decode_trace("\x28\xB5\x2F\xFD").problem ==
          "this file is compressed with zstd: unpack it first (unzstd FILE)");
    CHECK(decode_trace("hello").problem.find("this is not a .ctrace file") == 0);
    CHECK(decode_trace("").problem == "the file is empty");
    CHECK(decode_trace(std::string(5000, ' ') + "[]").problem.find("not a .ctrace") !=
          std::string::npos);
}

TEST_CASE("a problem names the file, and an endless device is not read to its end") {
    CHECK(open_trace("/dev/zero").problem.find("/dev/zero: this is not a .ctrace file") == 0);
    CHECK(open_trace("no/such.json").problem ==
          "cannot read no/such.json: No such file or directory");
    CHECK(open_trace("tests").problem == "cannot read tests: Is a directory");
}
