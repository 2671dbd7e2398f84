#include "runtime/analysis/statistics_words.h"

#include <doctest/doctest.h>

#include <limits>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

namespace {

std::string en(const Message& message) { return to_string(message, Language::English); }
std::string zh(const Message& message) { return to_string(message, Language::Chinese); }

}  // namespace

TEST_CASE("short durations have up to four digits and the unit that fits") {
    CHECK(short_duration(0) == "0 ms");
    CHECK(short_duration(999) == "999 ns");
    CHECK(short_duration(1'234'567) == "1.235 ms");
    CHECK(short_duration(2'000'000'000) == "2.0 s");
    CHECK(short_duration(12'345'678'901) == "12.35 s");
    CHECK(short_duration(999'999'999) == "1.0 s");
    CHECK(short_duration(250'000'000) == "250 ms");
    CHECK(short_duration(-1'500'000'000) == "-1.5 s");
    CHECK(short_duration(86'400'000'000'000) == "86400 s");
    CHECK(short_duration(std::numeric_limits<Nanoseconds>::min()).starts_with("-9223372037"));
}

TEST_CASE("short numbers have up to four digits") {
    CHECK(short_number(0) == "0");
    CHECK(short_number(2.7272727) == "2.727");
    CHECK(short_number(100) == "100");
    CHECK(short_number(123456.7) == "123457");
    CHECK(short_number(0.5) == "0.5");
    CHECK(short_number(0.00001234) == "1.2e-05");
}

TEST_CASE("a held wait is told in both languages, with at most three shares") {
    TraceBuilder t;
    for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
        t.create(name);
    }
    t.lock("lock");
    const Timeline timeline(t.trace());
    HeldWait wait{.task = 2,
                  .reason = WaitReason::Lock,
                  .resource = 1,
                  .count = 1,
                  .total = 90,
                  .unheld = 15,
                  .holders = {{.task = 1, .time = 45}, {.task = 3, .time = 30}}};
    CHECK(en(describe(timeline, wait)) ==
          "b waited 90 ns for lock: 45 ns while a held it, 30 ns while c held it and 15 ns while "
          "nobody held it.");
    CHECK(zh(describe(timeline, wait)) ==
          "b 为 lock 等待了 90 ns：其中 45 ns 由 a 持有，其中 30 ns 由 c 持有，其中 15 ns "
          "无人持有。");
    wait.unheld = 0;
    wait.holders = {{1, 9}, {3, 8}, {4, 7}, {5, 6}, {6, 5}};
    CHECK(en(describe(timeline, wait)) ==
          "b waited 90 ns for lock: 9 ns while a held it, 8 ns while c held it, 7 ns while d held "
          "it and 2 more.");
    wait.holders = {};
    CHECK(en(describe(timeline, wait)) == "b waited 90 ns for lock.");
    wait.resource = 0;
    wait.reason = WaitReason::Task;
    CHECK(en(describe(timeline, wait)) == "b waited 90 ns.");
    wait.holders = {{.task = 6, .time = 90}};
    CHECK(en(describe(timeline, wait)) == "b waited 90 ns for f.");
}

TEST_CASE("Little's law is told with its three figures") {
    TraceBuilder t;
    t.resource(ResourceType::Queue, "jobs");
    const Timeline timeline(t.trace());
    LittlesLaw law{.window = 2'000'000'000,
                   .arrivals = 5,
                   .depth_area = 1'500'000'000,
                   .stays = 1'500'000'000};
    CHECK(
        en(describe(timeline, 1, law)) ==
        "jobs: L = 0.75 items on the average, λ = 2.5 put per second, W = 300 ms inside each: L = "
        "λ · W.");
    law.stays = 0;
    CHECK(en(describe(timeline, 1, law)).find("does not hold") != std::string::npos);
}
