#include "scenarios/runspec.h"

#include <doctest/doctest.h>

#include "scenarios/duration_text.h"

namespace coroscope {
namespace {

std::string canonical(std::string_view text) {
    const auto parsed = parse_runspec(text);
    if (const auto* const error = std::get_if<SpecError>(&parsed)) {
        return "error: " + error->text;
    }
    const auto checked = check(std::get<RunSpec>(parsed));
    if (const auto* const error = std::get_if<SpecError>(&checked)) {
        return "error: " + error->text;
    }
    return to_text(std::get<RunSpec>(checked));
}

TEST_CASE("a RunSpec is read and written in its shortest form") {
    CHECK(canonical("races/lost-update") == "races/lost-update");
    CHECK(canonical("races/lost-update?workers=2&seed=1&policy=fifo&variant=broken") ==
          "races/lost-update");
    CHECK(canonical("races/lost-update?pause=2500us&workers=3&variant=fixed&seed=7#0.1.1") ==
          "races/lost-update?variant=fixed&workers=3&pause=2.5ms&seed=7#0.1.1");
    CHECK(canonical("races/lost-update#0.0.0.0.2.0.0") == "races/lost-update#4*0.2");
    CHECK(canonical("races/lost-update#4*0.2") == "races/lost-update#4*0.2");
    CHECK(canonical("races/lost-update#0.0.0") == "races/lost-update");
    CHECK(canonical("races/lost-update?policy=lifo#1.0.0") ==
          "races/lost-update?policy=lifo#1.0.0");
}

TEST_CASE("what is wrong with a RunSpec is said in one line, with what to do") {
    CHECK(canonical("races/lost-updat") ==
          "error: unknown scenario: 'races/lost-updat': did you mean races/lost-update?");
    CHECK(canonical("") == "error: unknown scenario: '': 'coroscope list' shows them all");
    CHECK(canonical("races/lost-update?workers=65") ==
          "error: parameter out of range: workers=65: give a value from 1 to 64");
    CHECK(canonical("races/lost-update?pause=2s") ==
          "error: parameter out of range: pause=2s: give a value from 0ms to 1s");
    CHECK(canonical("races/lost-update?pause=5") ==
          "error: bad value: pause=5: give a time such as 250ms or 1.5s");
    CHECK(canonical("races/lost-update?workers=two") ==
          "error: bad value: workers=two: give a whole number");
    CHECK(canonical("races/lost-update?worker=2") ==
          "error: unknown parameter: 'worker' of races/lost-update: it has workers, pause");
    CHECK(canonical("races/lost-update?variant=mended") ==
          "error: unknown variant: 'mended' of races/lost-update: it has broken, fixed");
    CHECK(canonical("basics/cooperative?variant=fixed") ==
          "error: unknown variant: 'fixed' of basics/cooperative: it has only one");
    CHECK(canonical("races/lost-update?policy=best") ==
          "error: unknown policy: 'best': there are fifo, lifo, random, priority");
    CHECK(canonical("races/lost-update?workers") ==
          "error: bad parameter: 'workers': write name=value");
    CHECK(canonical("races/lost-update?seed=-1").starts_with("error: bad seed: '-1'"));
    CHECK(canonical("races/lost-update#0.x").starts_with("error: bad schedule choice: 'x'"));
    CHECK(canonical("races/lost-update#99999999999*0")
              .starts_with("error: too many schedule choices"));
    CHECK(canonical("races/lost-update#5000000000").starts_with("error: bad schedule choice"));
}

TEST_CASE("durations are read exactly") {
    CHECK(parse_duration("250ms") == 250'000'000);
    CHECK(parse_duration("1.5s") == 1'500'000'000);
    CHECK(parse_duration("2m") == 120'000'000'000);
    CHECK(parse_duration("0.1us") == 100);
    CHECK(parse_duration("0s") == 0);
    CHECK_FALSE(parse_duration("0.1ns").has_value());
    CHECK_FALSE(parse_duration("1").has_value());
    CHECK_FALSE(parse_duration("ms").has_value());
    CHECK_FALSE(parse_duration("-1ms").has_value());
    CHECK_FALSE(parse_duration("1.2.3s").has_value());
    CHECK_FALSE(parse_duration("99999999999999h").has_value());
    CHECK_FALSE(parse_duration("").has_value());
}

TEST_CASE("a duration's text is read back as the same duration") {
    for (const Nanoseconds value :
         {Nanoseconds{0}, Nanoseconds{1}, Nanoseconds{999}, Nanoseconds{1500},
          Nanoseconds{123456789}, Nanoseconds{1'500'000'000}, Nanoseconds{90'000'000'000},
          Nanoseconds{3'600'000'000'000}}) {
        CAPTURE(value);
        CHECK(parse_duration(duration_text(value)) == value);
    }
    CHECK(duration_text(1'500'000'000) == "1.5s");
    CHECK(duration_text(2'500'000) == "2.5ms");
    CHECK(duration_text(120'000'000'000) == "2m");
}

}  // namespace
}  // namespace coroscope
