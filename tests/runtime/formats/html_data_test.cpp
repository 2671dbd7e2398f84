#include "runtime/formats/html_data.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "runtime/formats/html.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"

using nlohmann::json;

namespace coroscope {
namespace {

json data_of(const Timeline& timeline, const ExportSettings& settings = {}) {
    return json::parse(html_data(timeline, settings));
}

}  // namespace

TEST_CASE("the data has every step with its sentence, in the order of the run") {
    const Timeline timeline = test::deadlock_run();
    const json data = data_of(timeline);
    REQUIRE(data["steps"].size() == timeline.steps().size());
    double before = -1;
    for (const json& step : data["steps"]) {
        CHECK(!step["say"].empty());
        CHECK(step["a"].get<double>() > before);
        CHECK(step["z"].get<double>() >= step["a"].get<double>());
        before = step["a"].get<double>();
    }
    CHECK(data["findings"].size() >= 1);
    CHECK(data["notes"].empty());
}

TEST_CASE("bars stand on the axis in order and know their row, line and state") {
    const Timeline timeline = test::blocking_run();
    const json data = data_of(timeline);
    int described = 0;
    for (const json& span : data["spans"]) {
        CHECK(span["x"][0].get<double>() <= span["x"][1].get<double>());
        CHECK(span["x"][1].get<double>() <= data["length"].get<double>() + 0.01);
        CHECK(data["colors"]["light"]["look"].contains(span["l"].get<std::string>()));
        described += span.contains("d") ? 1 : 0;
    }
    CHECK(described >= 3);
    CHECK(data["wakes"].size() > 0);
    CHECK(data["log"].size() == timeline.log().size());
}

TEST_CASE("a woken task's bar says who woke it") {
    const json data = data_of(test::queue_run(6));
    bool says = false;
    for (const json& span : data["spans"]) {
        says = says || (span.contains("b") && span["b"] == "consumer-1");
    }
    CHECK(says);
}

TEST_CASE("a long run gives its first steps and says so") {
    TraceBuilder t;
    const TaskId task = t.create("long");
    for (std::size_t i = 0; i < kMostHtmlSteps + 500; ++i) {
        t.resume(task);
        t.suspend(task, WaitReason::Yield);
        t.ready(task);
    }
    for (std::size_t i = 0; i < kMostHtmlLogLines + 10; ++i) {
        t.log(task, "again");
    }
    const json data = data_of(Timeline(t.trace()));
    CHECK(data["steps"].size() == kMostHtmlSteps);
    CHECK(data["log"].size() == kMostHtmlLogLines);
    REQUIRE(data["notes"].size() == 2);
    CHECK(data["notes"][0].get<std::string>().find(std::to_string(kMostHtmlSteps)) !=
          std::string::npos);
    CHECK(html_data(Timeline(t.trace()), {}).size() < 4'000'000);
}

TEST_CASE("the data of nonsense is JSON") {
    for (std::uint64_t seed = 20; seed <= 40; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 500, .nonsense = true}));
        CHECK(data_of(timeline, {.language = Language::Chinese}).is_object());
    }
}

TEST_CASE("a RunSpec stands in quotes that a shell understands") {
    CHECK(shell_command("races/lost-update?seed=7#0.1") ==
          "coroscope run 'races/lost-update?seed=7#0.1'");
    CHECK(shell_command("it's; rm -rf\n/") == "coroscope run 'it'\\''s; rm -rf /'");
    CHECK(shell_command("").empty());
}

}  // namespace coroscope
