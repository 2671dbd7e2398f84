#include <doctest/doctest.h>

#include "tests/support/command_line.h"

using namespace coroscope;
using namespace coroscope::test;
using cli::kDone;
using cli::kUsage;

TEST_CASE("stats --at counts up to the end of a step") {
    const Json json = json_of({"stats", "basics/hello-gather", "--at", "5", "--json"});
    CHECK(json["step"] == 5);
    CHECK(json["outcome"].is_null());
    CHECK(json["virtual_time_ns"] == 1'000'000'000);
    CHECK(json["loop"]["steps"] == 5);
    CHECK(has(call({"stats", "basics/hello-gather", "--at", "5"}).out, "step 5"));
    CHECK(call({"stats", "basics/hello-gather", "--at", "0"}).status == kDone);
    CHECK(call({"stats", "basics/hello-gather", "--at", "99"}).status == kUsage);
    CHECK(call({"stats", "basics/hello-gather", "--lang", "de"}).status == kUsage);
}

TEST_CASE("stats --frames tells the memory of coroutine frames by function") {
    const Json frames =
        json_of({"stats", "basics/hello-gather", "--frames", "--json"})["memory"]["frames"];
    REQUIRE(frames.size() >= 2);
    CHECK(keys(frames[0]) == Args{"function", "calls", "live_bytes", "peak_bytes"});
    CHECK(has(call({"stats", "basics/hello-gather", "--frames"}).out, "most bytes"));
    CHECK(!has(call({"stats", "basics/hello-gather"}).out, "most bytes"));
}
