#include <doctest/doctest.h>

#include "tests/support/command_line.h"

using namespace coroscope;
using namespace coroscope::test;
using cli::kDone;
using cli::kFile;
using cli::kFound;
using cli::kUsage;

TEST_CASE("diff exits with 0 for two runs that are the same, from a file or not") {
    const TemporaryFolder folder;
    const std::string file = folder.file("run.ctrace");
    REQUIRE(call({"run", "races/lost-update", "-o", file, "--quiet"}).status == kDone);
    const Result same = call({"diff", "races/lost-update", file});
    CHECK(same.status == kDone);
    CHECK(has(same.out, "The runs are the same: 46 events."));
    CHECK(call({"diff", file, file}).status == kDone);
    const Json json = json_of({"diff", file, "races/lost-update", "--json"});
    CHECK(json["same"] == true);
    CHECK(json["first_event"].is_null());
    CHECK(json["findings"]["only_a"].empty());
}

TEST_CASE("diff tells the first difference in words and what it changed") {
    const Args args{"diff", "races/lost-update", "races/lost-update?variant=fixed"};
    const Result result = call(args);
    CHECK(result.status == kFound);
    CHECK(result.err.empty());
    CHECK(has(result.out, "First difference\n  A  step 1"));
    CHECK(has(result.out, "result        1 → 2"));
    CHECK(has(result.out, "variable      counter = 1 → 2"));
    CHECK(has(result.out, "only in A:\nerror lost-update") == false);
    CHECK(has(result.out, "error lost-update"));
    CHECK(has(call({args[0], args[1], args[2], "--lang", "zh"}).out, "创建"));
}

TEST_CASE("the keys of diff's JSON are stable") {
    const Json json =
        json_of({"diff", "deadlocks/ab-ba", "deadlocks/ab-ba?variant=fixed", "--json"}, kFound);
    CHECK(keys(json) == Args{"same", "same_scenario", "a", "b", "first_event", "first_choice",
                             "first_log_line", "tasks", "variables", "findings"});
    CHECK(keys(json["a"]) ==
          Args{"runspec", "outcome", "virtual_time_ns", "steps", "iterations", "events", "result"});
    CHECK(keys(json["first_event"]) == Args{"in_common", "a", "b"});
    CHECK(keys(json["first_event"]["a"]) ==
          Args{"index", "time_ns", "step", "iteration", "task", "kind", "line", "text"});
    CHECK(keys(json["tasks"][0]) == Args{"task", "a", "b"});
    CHECK(keys(json["variables"][0]) == Args{"variable", "a", "b"});
    CHECK(json["same"] == false);
    CHECK(json["same_scenario"] == true);
    CHECK(json["a"]["outcome"] == "deadlock");
    CHECK(json["b"]["outcome"] == "finished");
    CHECK(json["tasks"].size() == 3);
    CHECK(json["findings"]["only_a"][0]["kind"] == "deadlock");
}

TEST_CASE("diff names the first choice that differs, where both runs chose") {
    const std::string one = "races/lost-update?policy=random&seed=1";
    const std::string other = "races/lost-update?policy=random&seed=2";
    CHECK(has(call({"diff", one, other}).out, "First choice that differs, number 1"));
    const Json json = json_of({"diff", one, other, "--json"}, kFound);
    CHECK(json["first_choice"]["a"]["kind"] == "choice-made");
    CHECK(json["first_choice"]["in_common"] == 0);
    CHECK(json_of({"diff", one, "races/lost-update", "--json"}, kFound)["first_choice"].is_null());
}

TEST_CASE("runs of different scenarios are compared, and diff says so") {
    const Result result = call({"diff", "basics/hello-gather", "deadlocks/ab-ba"});
    CHECK(result.status == kFound);
    CHECK(has(result.out, "different scenarios"));
}

TEST_CASE("wrong usage of diff is told") {
    CHECK(call({"diff", "races/lost-update"}).status == kUsage);
    CHECK(call({"diff", "races/lost-update", "races/lost-updat"}).status == kUsage);
    CHECK(call({"diff", "races/lost-update", "/nonexistent.ctrace"}).status == kFile);
}

TEST_CASE("show --tree draws who awaits whom") {
    const Result tree = call({"show", "deadlocks/ab-ba", "--tree"});
    CHECK(tree.status == kDone);
    CHECK(has(tree.out, "├─ transfer A→B  waits for account_b, held by transfer B→A, for ever"));
    CHECK(has(call({"show", "deadlocks/ab-ba", "--tree", "--at", "2", "--ascii"}).out,
              "|- transfer A"));
    CHECK(call({"show", "basics/hello-gather", "--tree"}).out == "no task is left\n");
}
