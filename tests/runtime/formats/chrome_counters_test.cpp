#include "runtime/formats/chrome_counters.h"

#include <doctest/doctest.h>

#include "tests/runtime/formats/chrome_parts.h"

using namespace coroscope;

TEST_CASE("each series is a counter; one called value or like its counter needs no name") {
    const test::Parts parts(R"([{"ph":"C","name":"pets","ts":2,"args":{"cats":1,"dogs":2}},
        {"ph":"C","name":"load","ts":1,"args":{"value":3}},
        {"ph":"C","name":"load","id":9,"ts":3,"args":{"load":4}},
        {"ph":"C","name":"pets","ts":5,"args":{"cats":-7}}])");
    const ChromeCounters counters(parts.file, parts.laid_out, true);
    REQUIRE(counters.list().size() == 4);
    CHECK(counters.list()[0].name == "load");
    CHECK(counters.list()[1].name == "pets cats");
    CHECK(counters.list()[2].name == "pets dogs");
    CHECK(counters.list()[3].name == "load 9");
    REQUIRE(counters.points().size() == 5);
    CHECK(counters.points()[0].time == 1000);
    CHECK(counters.points()[4].value == -7);
    CHECK(counters.points()[4].counter == 1);
}

TEST_CASE("fractions are scaled, and the name says by how much") {
    const test::Parts parts(R"([{"ph":"C","name":"cpu","ts":1,"args":{"value":1}},
        {"ph":"C","name":"cpu","ts":2,"args":{"value":0.25}},
        {"ph":"C","name":"odd","ts":2,"args":{"value":0.3333333333333}},
        {"ph":"C","name":"huge","ts":2,"args":{"value":1e300}}])");
    const ChromeCounters counters(parts.file, parts.laid_out, true);
    REQUIRE(counters.list().size() == 3);
    CHECK(counters.list()[0].name == "cpu ×100");
    CHECK(counters.points()[0].value == 100);
    CHECK(counters.points()[1].value == 25);
    CHECK(counters.list()[1].name == "odd ×1000000");
    CHECK(counters.points()[2].value == 333'333);
    CHECK(counters.points()[3].value == 9'000'000'000'000'000'000);
}

TEST_CASE("counters of several processes are told apart") {
    const test::Parts parts(R"([{"ph":"C","name":"a","ts":1,"pid":1,"args":{"value":1}},
        {"ph":"C","name":"a","ts":1,"pid":2,"args":{"value":1}}])");
    const ChromeCounters counters(parts.file, parts.laid_out, false);
    CHECK(counters.list()[0].name == "process 1/a");
    CHECK(counters.list()[1].name == "process 2/a");
}
