#include "runtime/formats/chrome_import.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "runtime/analysis/finding.h"
#include "runtime/analysis/statistics.h"
#include "runtime/formats/chrome.h"
#include "runtime/trace/timeline.h"
#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COROSCOPE_SANITIZED  // sanitizers take memory of their own
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define COROSCOPE_SANITIZED
#endif
#endif
#ifndef _WIN32
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace coroscope;

namespace {

bool has_note(const ImportResult& result, std::string_view id) {
    return std::ranges::any_of(result.notes, [&](const Message& note) { return note.id == id; });
}

}  // namespace

TEST_CASE("an import says what it could not show, and where its time begins") {
    const ImportResult result = import_chrome(R"([{"ph":"X","ts":5,"dur":3,"tid":1},
        {"ph":"X","ts":6,"dur":3,"tid":1},{"ph":"E","ts":6,"tid":2},{"ph":"B","ts":7,"tid":1},
        {"ph":"X","ts":8,"dur":-1,"tid":1},{"ph":"i","name":"x"},{"ph":"V","ts":6},
        {"ph":"i","ts":6,"name":"\ud800"}])",
                                              "a.json");
    REQUIRE(result.trace);
    CHECK(result.problem.empty());
    for (const std::string_view id :
         {"import.offset", "import.overlapping", "import.unbegun", "import.unended",
          "import.negative", "import.timeless", "import.phase", "import.repaired"}) {
        CAPTURE(id);
        CHECK(has_note(result, id));
    }
    for (const Message& note : result.notes) {
        CHECK(to_string(note, Language::English).find('{') == std::string::npos);
        CHECK(to_string(note, Language::Chinese).find('{') == std::string::npos);
    }
    CHECK(result.trace->info().title == "a.json");
    CHECK(result.trace->info().runspec.empty());
    CHECK(result.trace->info().producer == "Chrome trace");
}

TEST_CASE("what is no Chrome trace is refused in one sentence") {
    const auto problem = [](std::string_view json) {
        const ImportResult result = import_chrome(json);
        CHECK_FALSE(result.trace);
        return result.problem;
    };
    CHECK(problem("{\"a\":[1]}") ==
          "this JSON is no Chrome trace: it has no list of events, \"traceEvents\"");
    CHECK(problem("nonsense") == "this is no JSON: it is damaged at byte 2");
    CHECK(problem("[]") == "this Chrome trace has no events");
    CHECK(problem("[1,2,{}]") == "this Chrome trace has no events");
    CHECK(problem("[{\"name\":\"x\"}]") ==
          "no event of this JSON has a time, \"ts\"; it is no Chrome trace");
}

TEST_CASE("a cut document keeps what came before and says so") {
    const ImportResult result =
        import_chrome(R"({"traceEvents":[{"ph":"i","ts":1,"name":"a"},{"ph":"i","ts":2,"na)");
    REQUIRE(result.trace);
    CHECK(result.problem ==
          "the file ends in the middle of something; the event before that was kept");
    CHECK(Timeline(*result.trace).log().size() == 1);
}

TEST_CASE("our own export read back has the same tasks, steps, totals and findings") {
    for (const Timeline& run : {test::deadlock_run(), test::queue_run(5), test::blocking_run()}) {
        const ImportResult result = import_chrome(export_chrome(run, {}).bytes);
        REQUIRE(result.trace);
        CHECK(result.notes.empty());
        const Timeline again(*result.trace);
        CHECK(again.trace().info() == run.trace().info());
        CHECK(again.outcome() == run.outcome());
        REQUIRE(again.tasks().size() == run.tasks().size());
        const RunStatistics before = statistics(run);
        const RunStatistics after = statistics(again);
        for (std::size_t i = 0; i < run.tasks().size(); ++i) {
            CHECK(again.task_name(run.tasks()[i].id) == run.task_name(run.tasks()[i].id));
            CHECK(again.tasks()[i].parent == run.tasks()[i].parent);
            CHECK(after.tasks[i].running == before.tasks[i].running);
            CHECK(after.tasks[i].ready == before.tasks[i].ready);
            CHECK(after.tasks[i].waiting == before.tasks[i].waiting);
            CHECK(after.tasks[i].sleeping == before.tasks[i].sleeping);
        }
        REQUIRE(again.steps().size() == run.steps().size());
        for (std::size_t i = 0; i < run.steps().size(); ++i) {
            CHECK(again.steps()[i].task == run.steps()[i].task);
            CHECK(again.steps()[i].begin == run.steps()[i].begin);
            CHECK(again.steps()[i].end == run.steps()[i].end);
        }
        CHECK(again.log().size() == run.log().size());
        CHECK(again.iterations().empty() == run.iterations().empty());
    }
}

TEST_CASE("exports of nonsense traces can be read back") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Trace trace = random_trace({.seed = seed, .events = 300, .nonsense = seed % 2 == 0});
        const ImportResult result = import_chrome(export_chrome(Timeline(trace), {}).bytes);
        if (result.trace) {
            (void)find_all(Timeline(*result.trace));
        }
        CHECK((result.trace.has_value() || !result.problem.empty()));
    }
}

TEST_CASE("a trace of parallel threads has no findings") {
    std::string json = "[";
    for (int i = 0; i < 20; ++i) {
        json += R"({"ph":"X","name":"work","ts":)" + std::to_string(i * 1'000) +
                R"(,"dur":900000,"tid":)" + std::to_string(i) + "},";
    }
    const ImportResult result = import_chrome(json);
    REQUIRE(result.trace);
    CHECK(find_all(Timeline(*result.trace)).empty());
}

TEST_CASE("deep nesting, long texts and many tiny events are no danger") {
    CHECK_FALSE(import_chrome(std::string(1'000'000, '[')).trace);
    std::string nested = R"([{"ph":"i","ts":1,"name":"x","args":{"a":)";
    nested += std::string(100'000, '{') + R"("b":1)" + std::string(100'000, '}') + "}}]";
    CHECK(import_chrome(nested).problem.find("damaged") != std::string::npos);
    std::string list = R"([{"ph":"i","ts":1,"name":"x","args":{"a":)";
    list += std::string(1'000'000, '[') + std::string(1'000'000, ']') + "}}]";
    CHECK(import_chrome(list).problem.empty());
    const std::string text(5'000'000, 'x');
    const ImportResult result =
        import_chrome(R"([{"ph":"i","ts":1,"name":")" + text + R"(","args":{"k":")" + text +
                      R"("}},{"ph":"M","name":"process_name","args":{"name":")" + text + "\"}}]");
    REQUIRE(result.trace);
    CHECK(result.trace->info().title.size() < 300);
}

#if !defined(_WIN32) && !defined(COROSCOPE_SANITIZED)
/// True if these bytes can be imported in a process that may take so much more memory.
static bool fits(const std::string& json, std::size_t memory) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        std::size_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        const auto limit = pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) + memory;
        const rlimit all{limit, limit};
        ::setrlimit(RLIMIT_AS, &all);
        try {
            ::_exit(import_chrome(json).trace ? 0 : 1);
        } catch (const std::bad_alloc&) {
            ::_exit(2);
        }
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return status == 0;
}

TEST_CASE("reading takes no more memory than is stated, whatever a document is full of") {
    const std::vector<std::string> events = {
        R"({"ph":"X","ts":#,"dur":1},)",
        R"({"ph":"X","ts":0,"dur":#},)",
        R"({"ph":"X","ts":1,"tid":#},)",
        R"({"ph":"b","ts":1,"id":#},)",
        R"({"ph":"B","ts":1},)",
        R"({"ph":"i","ts":1,"name":#},)",
        R"({"ph":"i","ts":1,"args":{"":#}},)",
        R"({"ph":"s","ts":1,"id":#},)",
        R"({"ph":"M","pid":#},)",
        R"({"ph":"C","ts":1,"name":#,"args":{"":1}},)",
    };
    for (const std::string& event : events) {
        CAPTURE(event);
        std::string json = "[";
        for (int i = 0; json.size() < 1'000'000; ++i) {
            std::string one = event;
            if (const std::size_t at = one.find('#'); at != std::string::npos) {
                one.replace(at, 1, std::to_string(i));
            }
            json += one;
        }
        json += R"({"ph":"i","ts":1}])";
        CHECK(fits(json, json.size() * kMostImportMemory + (16U << 20U)));
    }
    std::string series = R"([{"ph":"C","ts":1,"args":{)";
    for (int i = 0; series.size() < 1'000'000; ++i) {
        series += "\"" + std::to_string(i) + "\":1,";
    }
    series += "}}]";
    CHECK(fits(series, series.size() * kMostImportMemory + (16U << 20U)));
    const std::string text =
        R"([{"ph":"i","ts":1,"name":")" + std::string(20'000'000, 'x') + "\"}]";
    CHECK(fits(text, text.size() * kMostImportMemory + (16U << 20U)));
}
#endif
