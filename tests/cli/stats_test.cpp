#include <doctest/doctest.h>

#include <sstream>

#include "runtime/picture/terminal.h"
#include "scenarios/catalogue.h"
#include "tests/support/command_line.h"

using namespace coroscope;
using namespace coroscope::test;
using cli::kDone;
using cli::kUsage;

namespace {

std::string printed(const Args& args, int width, bool color = false) {
    std::ostringstream out;
    std::ostringstream err;
    cli::Console console{
        .out = out, .err = err, .color = color, .width = width, .program = {}, .exec = {}};
    CHECK(cli::run_command(args, console) == kDone);
    CHECK(err.str().empty());
    return out.str();
}

int widest(const std::string& text) {
    std::istringstream lines(text);
    int most = 0;
    for (std::string line; std::getline(lines, line);) {
        most = std::max(most, terminal_columns(line));
    }
    return most;
}

}  // namespace

TEST_CASE("stats says where the time went") {
    const std::string text = call({"stats", "patterns/producer-consumer"}).out;
    for (const char* section :
         {"\nLoop\n", "\nDistributions\n", "\nTasks\n", "\nWhat tasks wait for\n", "\nResources\n",
          "\nQueues\n", "\nLittle's law\n", "\nWho waited for whom\n", "\nCritical path\n",
          "\nMemory\n"}) {
        CHECK(has(text, section));
    }
    CHECK(has(text, "producer-1  finished"));
    CHECK(has(text, "L = λ · W."));
    CHECK(has(text, "main waited for consumer-"));
    CHECK(!has(text, "\x1b["));
    CHECK(has(printed({"stats", "patterns/producer-consumer"}, 80, true), "\x1b["));
}

TEST_CASE("no line of stats is wider than the terminal, for any scenario") {
    for (const Scenario* scenario : catalogue()) {
        const std::string id(info(*scenario).id);
        for (const int width : {80, 120, 200}) {
            CHECK(widest(printed({"stats", id}, width)) <= width);
            CHECK(widest(printed({"stats", id, "--lang", "zh"}, width)) <= width);
        }
    }
    CHECK(has(printed({"stats", "sync/semaphore"}, 200), "longest ready"));
    CHECK(!has(printed({"stats", "sync/semaphore"}, 80), "longest ready"));
}

TEST_CASE("long lists are cut on a terminal, never in JSON") {
    const Args args{"stats", "sync/semaphore?downloads=40"};
    CHECK(has(call(args).out, "and 25 more"));
    CHECK(json_of({args[0], args[1], "--json"})["tasks"].size() == 41);
}

TEST_CASE("the sentences of stats come in Chinese, too") {
    CHECK(has(call({"stats", "patterns/producer-consumer", "--lang", "zh"}).out, "每秒放入"));
    CHECK(has(call({"stats", "sync/semaphore", "--ascii"}).out, "####"));
    CHECK(!has(call({"stats", "sync/semaphore", "--ascii"}).out, "█"));
}

TEST_CASE("the keys of stats' JSON are stable") {
    const Json json = json_of({"stats", "patterns/producer-consumer", "--json"});
    CHECK(keys(json) == Args{"runspec", "outcome", "step", "virtual_time_ns", "loop",
                             "distributions", "tasks", "resources", "executors", "waits",
                             "critical_path", "memory"});
    CHECK(keys(json["loop"]) == Args{"steps", "iterations", "events", "busy_ns", "idle_ns",
                                     "longest_step_ns", "longest_step_task", "ready_mean",
                                     "ready_max"});
    CHECK(keys(json["distributions"]) ==
          Args{"steps", "ready_delays", "lock_waits", "queue_stays"});
    CHECK(keys(json["distributions"]["steps"]) == Args{"count", "total_ns", "mean_ns", "p50_ns",
                                                       "p90_ns", "p99_ns", "max_ns", "histogram"});
    CHECK(keys(json["tasks"][0]) == Args{"name", "state", "running_ns", "ready_ns", "sleeping_ns",
                                         "waiting_ns", "waits", "steps", "wakeups",
                                         "longest_step_ns", "longest_ready_ns"});
    CHECK(keys(json["tasks"][0]["waits"][0]) == Args{"reason", "count", "total_ns", "max_ns"});
    CHECK(keys(json["resources"][0]) == Args{"name", "type", "waits", "holds", "queue"});
    CHECK(keys(json["resources"][0]["queue"]) ==
          Args{"put", "got", "dropped", "left", "max_depth", "full_ns", "stays", "littles_law"});
    CHECK(keys(json["resources"][0]["queue"]["littles_law"]) ==
          Args{"window_ns", "arrivals", "mean_depth", "arrivals_per_second", "mean_stay_ns",
               "holds"});
    CHECK(keys(json["waits"][0]) == Args{"task", "reason", "resource", "count", "total_ns",
                                         "unheld_ns", "holders", "complete", "statement"});
    CHECK(keys(json["critical_path"]) == Args{"length_ns", "statements", "segments"});
    CHECK(keys(json["critical_path"]["segments"][0]) == Args{"kind", "task", "begin_ns", "end_ns",
                                                             "first_event", "last_event", "line",
                                                             "resource", "other"});
    CHECK(keys(json["memory"]) == Args{"events", "event_bytes", "tasks", "frames"});
    CHECK(json["resources"][0]["queue"]["littles_law"]["holds"] == true);
    CHECK(json["outcome"] == "finished");
}

TEST_CASE("the figures of stats are those of the run") {
    const Json json = json_of({"stats", "deadlocks/ab-ba", "--json"});
    CHECK(json["outcome"] == "deadlock");
    CHECK(json["virtual_time_ns"] == 100'000'000);
    CHECK(json["loop"]["steps"] == 5);
    CHECK(json["tasks"][1]["waits"][0]["reason"] == "sleep");
    CHECK(json["resources"][0]["holds"]["utilisation"] == 1.0);
    CHECK(json["critical_path"]["segments"].back()["end_ns"] == 100'000'000);
    CHECK(json["resources"].size() == 3);
    CHECK(!json_of({"stats", "basics/hello-gather", "--json"})["memory"].empty());
}

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
