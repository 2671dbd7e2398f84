#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/options.h"
#include "runtime/trace/ctrace.h"
#include "scenarios/catalogue.h"
#include "tests/support/command_line.h"

namespace coroscope::cli {
namespace {

using namespace test;

void write_bytes(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}
std::string read_bytes(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    return bytes.str();
}

struct Wrong {
    Args args;
    int status;
    std::string_view part;  ///< must occur in the message
};

TEST_CASE("what is wrong is said in one line that says what, where and what to do") {
    const std::vector<Wrong> table{
        {{"run", "races/lost-updat"}, kUsage, "races/lost-update"},
        {{"run", "deadlock/ab-ba"}, kUsage, "deadlocks/ab-ba"},
        {{"describe", "lost-update"}, kUsage, "races/lost-update"},
        {{"run", "races/lost-update?workers=1000"}, kUsage, "from 1 to 64"},
        {{"run", "races/lost-update", "--set", "workers=0"}, kUsage, "from 1 to 64"},
        {{"run", "races/lost-update", "--set", "workers"}, kUsage, "NAME=VALUE"},
        {{"run", "races/lost-update", "--set", "wokers=2"}, kUsage, "workers"},
        {{"run", "races/lost-update", "--policy", "roulette"}, kUsage, "fifo"},
        {{"run", "races/lost-update", "--seed", "x"}, kUsage, "not a whole number: --seed x"},
        {{"run", "races/lost-update", "--seed", "-1"}, kUsage, "--seed"},
        {{"run", "races/lost-update", "--until", "soon"}, kUsage, "250ms"},
        {{"run", "races/lost-update", "--until"}, kUsage, "--until"},
        {{"run", "races/lost-update", "--max-steps", "1.5"}, kUsage, "--max-steps 1.5"},
        {{"run", "races/lost-update", "--log", "--quiet"}, kUsage, "--log and --quiet"},
        {{"run", "races/lost-update", "--lang", "de"}, kUsage, "en or zh"},
        {{"run", "races/lost-update", "--seed", "1", "--seed", "2"},
         kUsage,
         "more than once: --seed"},
        {{"run", "races/lost-update", "--jsn"}, kUsage, "did you mean --json?"},
        {{"run", "races/lost-update", "more"}, kUsage, "unexpected argument: more"},
        {{"run"}, kUsage, "missing argument: RUN"},
        {{"rnu"}, kUsage, "did you mean run?"},
        {{"frobnicate"}, kUsage, "unknown command: frobnicate"},
        {{"--frobnicate"}, kUsage, "unknown option: --frobnicate"},
        {{"show", "races/lost-update", "--width", "10"}, kUsage, "40 to 10000"},
        {{"show", "races/lost-update", "--at", "99"}, kUsage, "steps 1 to 6"},
        {{"show", "races/lost-update", "--axis", "space"}, kUsage, "elastic, time or steps"},
        {{"events", "races/lost-update", "--task", "worker-9"}, kUsage, "worker-1"},
        {{"events", "races/lost-update", "--kind", "task-resume"}, kUsage, "task-resumed"},
        {{"events", "races/lost-update", "--from", "4", "--to", "2"}, kUsage, "--from 4 --to 2"},
        {{"findings", "races/lost-update", "--kind", "lost-updates"}, kUsage, "lost-update"},
        {{"findings", "races/lost-update", "--fail-on", "never"}, kUsage, "info, warning or error"},
        {{"findings", "races/lost-update", "--threshold", "slow-step"}, kUsage, "NAME=VALUE"},
        {{"findings", "races/lost-update", "--threshold", "slow-stp=1ms"}, kUsage, "slow-step"},
        {{"findings", "races/lost-update", "--threshold", "x=1ms"}, kUsage, "the thresholds are"},
        {{"findings", "races/lost-update", "--threshold", "slow-step=5"}, kUsage, "not a time"},
        {{"run", "races/lost-update", "--threshold", "slow-step=0ms"}, kUsage, "give 1ns to"},
        {{"list", "--topic", "cooking"}, kUsage, "races"},
        {{"export", "races/lost-update"}, kUsage, "--format chrome"},
        {{"export", "races/lost-update", "--format", "word"},
         kUsage,
         "unknown format: --format word: the formats are chrome"},
        {{"export", "races/lost-update", "-o", "x.gif"}, kUsage, "cannot tell the format: x.gif"},
        {{"export", "races/lost-update", "--format", "chrom"}, kUsage, "did you mean chrome?"},
        {{"gui"}, kUsage, "no display"},
        {{"gui", "--screenshot", "x.png"}, kFile, "coroscope-gui"},
        {{"gui", "--colour"}, kUsage, "unknown option: --colour"},
        {{"run", "/nowhere/at/all.ctrace"}, kFile, "/nowhere/at/all.ctrace"},
        {{"run", "races/lost-update", "-o", "/nowhere/at/all.ctrace"},
         kFile,
         "/nowhere/at/all.ctrace"},
        {{"export", "races/lost-update", "-o", "/nowhere/all.json"}, kFile, "/nowhere/all.json"},
    };
    for (const Wrong& wrong : table) {
        const Result result = call(wrong.args);
        INFO(result.err);
        CHECK(result.status == wrong.status);
        CHECK(result.err.starts_with("coroscope: "));
        CHECK(has(result.err, wrong.part));
        CHECK(std::ranges::count(result.err, '\n') == 1);
        CHECK(result.out.empty());
    }
}

TEST_CASE("a run prints its log with times, then a summary with the way to get it again") {
    const Result result = call({"run", "races/lost-update", "--set", "workers=3", "--seed", "7"});
    CHECK(result.status == kDone);
    CHECK(result.err.empty());
    CHECK(result.out.starts_with("1 ms  main"));
    CHECK(has(result.out, "end         finished"));
    CHECK(has(result.out, "tasks       4 finished"));
    CHECK(has(result.out, "error lost-update"));
    CHECK(has(result.out, "scenarios/races/lost_update.cpp:"));
    CHECK(has(result.out, "'races/lost-update?workers=3&seed=7'"));
    CHECK(!has(call({"run", "races/lost-update", "--quiet"}).out, "counter is"));
    CHECK(!has(call({"run", "races/lost-update", "--log"}).out, "finished"));
}

TEST_CASE("a deadlock is a success of the simulator") {
    const Json json = json_of({"run", "deadlocks/ab-ba", "--json"});
    CHECK(json["outcome"] == "deadlock");
    CHECK(json["virtual_time_ns"] == 100'000'000);
    CHECK(json["steps"] == 5);
    CHECK(json_of({"run", "deadlocks/ab-ba?variant=fixed", "--json"})["outcome"] == "finished");
}

TEST_CASE("the keys of run's JSON are stable") {
    const Json json = json_of({"run", "races/lost-update", "--json"});
    CHECK(keys(json) == std::vector<std::string>{"runspec", "outcome", "virtual_time_ns", "steps",
                                                 "iterations", "events", "tasks", "findings", "log",
                                                 "result", "checks", "reports"});
    CHECK(keys(json["tasks"][0]) == std::vector<std::string>{"name", "state", "running_ns",
                                                             "ready_ns", "waiting_ns",
                                                             "sleeping_ns"});
    CHECK(keys(json["log"][0]) == std::vector<std::string>{"time_ns", "task", "text"});
    CHECK(keys(json["findings"][0]) == std::vector<std::string>{"kind", "severity", "statement",
                                                                "explanation", "advice", "tasks",
                                                                "resources", "steps", "lines"});
    CHECK(json["runspec"] == "races/lost-update");
    CHECK(json["findings"][0]["kind"] == "lost-update");
    CHECK(json["checks"][0]["holds"] == false);
}

TEST_CASE("run --frames tells the memory of coroutine frames by function") {
    const Json frames = json_of({"run", "basics/hello-gather", "--frames", "--json"})["frames"];
    REQUIRE(frames.size() >= 2);
    CHECK(keys(frames[0]) ==
          std::vector<std::string>{"function", "calls", "live_bytes", "peak_bytes"});
    for (const Json& function : frames) {
        CHECK(function["calls"].get<int>() > 0);
        CHECK(function["peak_bytes"].get<int>() > 0);
    }
}

TEST_CASE("a run can be cut short by steps and by time") {
    CHECK(json_of({"run", "patterns/producer-consumer", "--max-steps", "5", "--json"})["outcome"] ==
          "budget");
    const Json json = json_of({"run", "patterns/producer-consumer", "--until", "500ms", "--json"});
    CHECK(json["outcome"] == "budget");
    CHECK(json["virtual_time_ns"] <= 500'000'000);
}

TEST_CASE("--set, --seed and --policy change the RunSpec, which names what was run") {
    const Json json =
        json_of({"run", "races/lost-update?workers=4", "--set", "variant=fixed", "--set",
                 "workers=2", "--policy", "random", "--seed", "5", "--json"});
    CHECK(json["runspec"] == "races/lost-update?variant=fixed&seed=5&policy=random");
    CHECK(json["findings"].empty());
}

TEST_CASE(
    "a saved trace is read again, by every command, and is run again where that is asked for") {
    const TemporaryFolder folder;
    const std::string file = folder.file("run.ctrace");
    CHECK(call({"run", "races/lost-update", "-o", file, "--quiet"}).status == kDone);
    CHECK(json_of({"run", file, "--json"}) == json_of({"run", "races/lost-update", "--json"}));
    for (const std::string command : {"show", "events", "findings", "stats"}) {
        CHECK(call({command, file}).out == call({command, "races/lost-update"}).out);
    }
    CHECK(json_of({"run", file, "--set", "workers=3", "--json"})["runspec"] ==
          "races/lost-update?workers=3");
}

TEST_CASE("a cut file gives its readable part and a warning, one without any is an error") {
    const TemporaryFolder folder;
    const std::string whole = folder.file("whole.ctrace");
    REQUIRE(call({"run", "patterns/producer-consumer?items=100", "-o", whole}).status == kDone);
    const std::string bytes = read_bytes(whole);
    write_bytes(folder.file("cut.ctrace"), bytes.substr(0, bytes.size() - 9));
    write_bytes(folder.file("junk.ctrace"), "this is no trace");
    write_bytes(folder.file("empty.ctrace"), "");
    const Result cut = call({"run", folder.file("cut.ctrace"), "--quiet"});
    CHECK(has(cut.err, "coroscope: the trace is damaged: "));
    CHECK(std::ranges::count(cut.err, '\n') == 1);
    CHECK(cut.status == kDone);
    CHECK(has(cut.out, "steps"));
    for (const std::string name : {"junk.ctrace", "empty.ctrace"}) {
        const Result result = call({"run", folder.file(name)});
        CHECK(result.status == kFile);
        CHECK(std::ranges::count(result.err, '\n') == 1);
        CHECK(result.out.empty());
    }
    CHECK(call({"show", folder.file("")}).status != kDone);
}

TEST_CASE("a threshold decides what is found, in findings and in run") {
    const std::string spec = "blocking/blocking-sleep?call=60ms";
    const auto kinds = [&](const std::string& command, const std::string& threshold) {
        std::vector<std::string> arguments{command, spec, "--json"};
        if (!threshold.empty()) {
            arguments.insert(arguments.end(), {"--threshold", threshold});
        }
        return Json::parse(call(arguments).out)["findings"].size();
    };
    CHECK(kinds("findings", "") == 0);  // nobody is late
    CHECK(kinds("findings", "slow-step=60ms") == 1);
    CHECK(kinds("run", "slow-step=60ms") == 1);
    CHECK(call({"findings", "--help"}).out.find("slow-step (100ms): ") != std::string::npos);
}

TEST_CASE("findings can fail a build") {
    CHECK(call({"findings", "races/lost-update"}).status == kDone);
    CHECK(call({"findings", "races/lost-update", "--fail-on", "warning"}).status == kFound);
    CHECK(
        call({"findings", "races/lost-update", "--kind", "deadlock", "--fail-on", "info"}).status ==
        kDone);
    CHECK(call({"findings", "races/lost-update?variant=fixed"}).out == "no findings\n");
    CHECK(keys(json_of({"findings", "races/lost-update", "--json"})) ==
          std::vector<std::string>{"runspec", "findings"});
}

TEST_CASE("events can be chosen by task, kind and step") {
    const Json all = json_of({"events", "races/lost-update", "--json"})["events"];
    CHECK(keys(all[0]) == std::vector<std::string>{"index", "time_ns", "step", "iteration", "task",
                                                   "task_id", "kind", "subject", "subject_id",
                                                   "detail", "a", "b", "line", "text"});
    const Json own =
        json_of({"events", "races/lost-update", "--task", "worker-1", "--json"})["events"];
    for (const Json& event : own) {
        CHECK(event["task"] == "worker-1");
    }
    const Json resumed =
        json_of({"events", "races/lost-update", "--kind", "task-resumed", "--json"})["events"];
    CHECK(resumed.size() == 6);
    std::size_t parts = 0;
    for (const std::string step : {"1", "2", "3", "4", "5", "6"}) {
        parts += json_of({"events", "races/lost-update", "--from", step, "--to", step,
                          "--json"})["events"]
                     .size();
    }
    CHECK(parts == all.size());
    CHECK(std::ranges::count(call({"events", "races/lost-update"}).out, '\n') ==
          static_cast<std::ptrdiff_t>(all.size()));
}

TEST_CASE("the catalogue lists every scenario with its parameters and its twin") {
    const Json list = json_of({"list", "--json"});
    CHECK(list.size() == catalogue().size());
    for (const Json& scenario : list) {
        CHECK(keys(scenario) ==
              std::vector<std::string>{"id", "title", "topic", "difficulty", "twin", "params"});
        CHECK(call({"describe", scenario["id"].get<std::string>()}).status == kDone);
    }
    CHECK(json_of({"list", "--topic", "races", "--json"})[0]["twin"] ==
          "races/lost-update?variant=fixed");
    CHECK(has(call({"list", "--lang", "zh"}).out, "丢失的更新") ==
          has(call({"describe", "races/lost-update", "--lang", "zh"}).out, "丢失的更新"));
}

TEST_CASE("every scenario runs, is shown and exported, in every variant") {
    for (const Scenario* scenario : catalogue()) {
        std::vector<std::string> specs{std::string(info(*scenario).id)};
        for (const std::string_view variant : info(*scenario).variants) {
            specs.push_back(specs[0] + "?variant=" + std::string(variant));
        }
        for (const std::string& spec : specs) {
            CHECK(call({"run", spec}).status == kDone);
            CHECK(call({"show", spec, "--at", "1", "--ascii"}).status == kDone);
            CHECK(!Json::parse(call({"export", spec, "--format", "chrome"}).out).is_null());
        }
    }
}

TEST_CASE("help is complete: each command has an example") {
    for (const std::string command : {"list", "describe", "run", "show", "events", "findings",
                                      "stats", "diff", "export", "gui", "version"}) {
        const Result help = call({command, "--help"});
        CHECK(help.status == kDone);
        CHECK(has(help.out, "Example:\n  coroscope " + command));
        CHECK(has(call({"--help"}).out, command));
    }
    const Result alone = call({});
    CHECK(alone.status == kDone);
    CHECK(has(alone.out, "no display"));
    CHECK(has(alone.out, "SUBCOMMAND"));
}

TEST_CASE("the version names the commit, the compiler and what is built in") {
    CHECK(keys(json_of({"version", "--json"})) ==
          std::vector<std::string>{"version", "commit", "compiler", "features"});
    CHECK(call({"--version"}).out == call({"version"}).out);
}

TEST_CASE("gui starts the window that is in PATH where none is beside the program") {
    const TemporaryFolder here;
    const TemporaryFolder there;
    std::ostringstream out;
    std::ostringstream err;
    std::vector<std::string> started;
    Console console{.out = out,
                    .err = err,
                    .display = true,
                    .program = here.file("coroscope"),
                    .search_path = ":/nowhere:" + there.file("") + ":/usr/bin",
                    .exec = [&](const std::vector<std::string>& command) {
                        started = command;
                        return std::string();
                    }};
    write_bytes(there.file("coroscope-gui"), "");
    CHECK(run_command(Args{"gui"}, console) == kDone);
    CHECK(started == Args{there.file("coroscope-gui")});
    CHECK(run_command(Args{"version"}, console) == kDone);
    CHECK(has(out.str(), " gui"));

    write_bytes(here.file("coroscope-gui"), "");
    CHECK(run_command(Args{"gui"}, console) == kDone);
    CHECK(started == Args{here.file("coroscope-gui")});
}

TEST_CASE("gui starts the window beside the program with the arguments as they are") {
    const TemporaryFolder folder;
    write_bytes(folder.file("coroscope-gui"), "");
    std::ostringstream out;
    std::ostringstream err;
    std::vector<std::string> started;
    Console console{.out = out,
                    .err = err,
                    .display = true,
                    .program = folder.file("coroscope"),
                    .exec = [&](const std::vector<std::string>& command) {
                        started = command;
                        return std::string();
                    }};
    CHECK(run_command(Args{"gui", "deadlocks/ab-ba", "--at", "3", "--theme", "light"}, console) ==
          kDone);
    CHECK(started ==
          Args{folder.file("coroscope-gui"), "deadlocks/ab-ba", "--at", "3", "--theme", "light"});
    CHECK(run_command(Args{}, console) == kDone);
    CHECK(started == Args{folder.file("coroscope-gui")});
    console.display = false;
    CHECK(run_command(Args{"gui", "--screenshot", "x.png"}, console) == kDone);
    console.exec = [](const std::vector<std::string>&) { return std::string("Exec format error"); };
    CHECK(run_command(Args{"gui", "--screenshot", "x.png"}, console) == kFile);
    CHECK(has(err.str(), "Exec format error"));
}

TEST_CASE("colour is used where the console has it, and nowhere else") {
    std::ostringstream out;
    std::ostringstream err;
    Console console{.out = out, .err = err, .color = true, .program = {}, .exec = {}};
    CHECK(run_command(Args{"run", "races/lost-update"}, console) == kDone);
    CHECK(has(out.str(), "\x1b["));
    CHECK(!has(call({"run", "races/lost-update"}).out, "\x1b["));
}

}  // namespace
}  // namespace coroscope::cli
