#include <doctest/doctest.h>

#include "tests/support/command_line.h"

using namespace coroscope;
using namespace coroscope::test;

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
