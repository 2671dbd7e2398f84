#include "runtime/formats/chrome.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "runtime/formats/json_text.h"
#include "runtime/formats/step_lanes.h"
#include "tests/support/chrome_reader.h"
#include "tests/support/random_trace.h"
#include "tests/support/story.h"

using namespace coroscope;
using nlohmann::json;
using test::story;

namespace {

constexpr Nanoseconds kMs = test::kStoryMs;

std::string encode(const Timeline& timeline) { return encode_chrome(timeline, moments(timeline)); }

std::vector<std::string> names(const std::vector<ChromeReader::Slice>& slices) {
    std::vector<std::string> result;
    for (const auto& slice : slices) {
        result.push_back(slice.event.at("name"));
    }
    return result;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a JSON text holds any bytes and stays valid") {
    const auto read_back = [](std::string_view text) {
        std::string out;
        append_json_text(out, text);
        return json::parse(out).get<std::string>();
    };
    std::string all;
    for (int c = 0; c < 128; ++c) {
        all += static_cast<char>(c);
    }
    CHECK(read_back(all) == all);
    CHECK(read_back("") == "");
    const std::string good = "\xC3\xA4 \xE4\xB8\xAD\xE6\x96\x87 \xF0\x9F\x98\x80 \xF4\x8F\xBF\xBF";
    CHECK(read_back(good) == good);
    const std::string mark = "\xEF\xBF\xBD";
    CHECK(read_back("a\xFF"
                    "b") == "a" + mark + "b");
    CHECK(read_back("\xC3") == mark);
    CHECK(read_back("\xC0\x80") == mark + mark);
    CHECK(read_back("\xE0\x80\x80") == mark + mark + mark);
    CHECK(read_back("\xED\xA0\x80") == mark + mark + mark);
    CHECK(read_back("\xF4\x90\x80\x80") == mark + mark + mark + mark);
    CHECK(read_back("\xE4\xB8") == mark + mark);
}

TEST_CASE("an exported run has a thread for the loop and one for each task, with its states") {
    const Trace trace = story();
    const ChromeReader read(encode(Timeline(trace)));
    CHECK(read.fault() == "");
    CHECK(read.threads ==
          std::map<int, std::string>{
              {1, "event loop"}, {100, "workers worker 0"}, {1001, "alice"}, {1002, "bob"}});
    CHECK(names(read.slices.at(1)) == Words{"alice", "bob", "alice", "bob"});
    CHECK(names(read.slices.at(1001)) ==
          Words{"created", "running", "sleeping", "ready", "running"});
    CHECK(names(read.slices.at(1002)) ==
          Words{"created", "running", "waiting", "ready", "running", "waiting"});
    const json sleep = read.slices.at(1001)[2].event.at("args");
    CHECK(sleep.at("virtual_end_ns") == 100 * kMs);
    CHECK(sleep.at("deadline_ns") == 100 * kMs);
    CHECK(sleep.at("file") == "test.cpp");
    CHECK(sleep.at("line") == 5);
    const json wait = read.slices.at(1002)[2].event.at("args");
    CHECK(wait.at("reason") == "lock");
    CHECK(wait.at("waits_for") == "ink");
    CHECK(read.slices.at(1)[2].event.at("args").at("line") == 5);  // alice goes on where she slept
    const double busy = read.slices.at(1)[2].event.at("dur");
    CHECK(std::abs(busy - 30'000) < 0.2);
}

TEST_CASE("an exported run says of what run it is, and on what axis") {
    const ChromeReader read(encode(Timeline(story())));
    CHECK(read.document.at("displayTimeUnit") == "ns");
    const json& metadata = read.document.at("metadata");
    CHECK(metadata.at("runspec") == "locks/two?seed=3#0.1");
    CHECK(metadata.at("title") == "Two \"tasks\"");
    CHECK(metadata.at("producer") == "coroscope test");
    CHECK(metadata.at("outcome") == "hang");
    CHECK(metadata.at("axis").get<std::string>().find("virtual time") == 0);
}

TEST_CASE("an exported run has its wake-ups as arrows from step to step") {
    const ChromeReader read(encode(Timeline(story())));
    REQUIRE(read.flows.size() == 2);
    for (const auto& [id, pair] : read.flows) {
        CHECK(pair.first.at("tid") == 1001);  // alice creates bob, and later hands him the lock
        CHECK(pair.second.at("tid") == 1002);
        CHECK(id > 0);
    }
}

TEST_CASE("an exported run has its counters, two of one name told apart") {
    const ChromeReader read(encode(Timeline(story())));
    std::set<std::string> found;
    for (const auto& [name, values] : read.counters) {
        found.insert(name);
    }
    CHECK(found == std::set<std::string>{"memory", "permits pool", "queue jobs",
                                         "queue jobs (object 4)", "ready tasks", "timers"});
    const auto& jobs = read.counters.at("queue jobs");
    REQUIRE(jobs.size() == 2);
    CHECK(jobs[0].at("args").at("items") == 0);
    CHECK(jobs[1].at("args").at("items") == 1);
    CHECK(read.counters.at("permits pool").front().at("args").at("free") == 2);
    CHECK(read.counters.at("memory").back().at("args").at("value") == 17);
}

TEST_CASE("an exported run has log lines, choices, failures, its end and findings as instants") {
    const Timeline timeline(story());
    std::vector<Moment> all = moments(timeline);
    all.push_back({.at = 9,
                   .category = "finding",
                   .words = "deadlock",
                   .is_global = true,
                   .detail = "nobody goes on"});
    const ChromeReader read(encode_chrome(timeline, all));
    REQUIRE(read.instants.size() == 5);
    CHECK(read.instants[0].at("cat") == "log");
    CHECK(read.instants[0].at("name") ==
          "tab\t quote\" back\\slash \x01 \xE4\xB8\xAD \xEF\xBF\xBD end");
    CHECK(read.instants[0].at("tid") == 1001);
    CHECK(read.instants[1].at("name") == "chose bob");
    CHECK(read.instants[1].at("args").at("of") == "bob, alice");
    CHECK(read.instants[1].at("tid") == 1);
    CHECK(read.instants[2].at("name") == "failed: ValueError: no");
    CHECK(read.instants[3].at("name") == "run ended: hang");
    CHECK(read.instants[3].at("s") == "p");
    CHECK(read.instants[4].at("name") == "deadlock");
    CHECK(read.instants[4].at("args").at("statement") == "nobody goes on");
}

TEST_CASE("an exported run has a thread for each worker of an executor, with its jobs") {
    const ChromeReader read(encode(Timeline(story())));
    REQUIRE(read.slices.at(100).size() == 1);
    const json& job = read.slices.at(100)[0].event;
    CHECK(job.at("name") == "count");
    CHECK(job.at("args").at("virtual_begin_ns") == 0);
    CHECK(job.at("args").at("virtual_end_ns") == 60 * kMs);
    CHECK(job.at("args").at("submitted_by") == "alice");
    CHECK(job.at("args").at("line") == 4);
    CHECK(!job.at("args").contains("error"));
}

TEST_CASE("steps of an instant after a virtual year still have a length in an exported run") {
    TraceBuilder t;
    const TaskId task = t.create("alice");
    t.at(365LL * 24 * 3600 * 1'000'000'000);
    for (int i = 0; i < 50; ++i) {
        t.resume(task);
        t.suspend(task, WaitReason::Yield);
    }
    const ChromeReader read(encode(Timeline(t.trace())));
    CHECK(read.fault() == "");
    CHECK(read.slices.at(1).size() == 50);
    for (const auto& slice : read.slices.at(1)) {  // as a double holds it
        const double begin = slice.event.at("ts");
        CHECK(begin + slice.event.at("dur").get<double>() > begin);
    }
}

TEST_CASE("an empty run is a valid document") {
    const ChromeReader read(encode(Timeline()));
    CHECK(read.slices.empty());
    CHECK(read.threads.size() == 1);
}

TEST_CASE("what an exported run tells of durations is what the timeline says, of random runs too") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        CAPTURE(seed);
        const Trace trace = random_trace({.seed = seed, .events = 1500});
        const Timeline timeline(trace);
        const ChromeReader read(encode(timeline));
        REQUIRE(read.fault() == "");
        const std::vector<StepLane> loops = step_lanes(timeline);
        for (std::size_t lane = 0; lane < loops.size(); ++lane) {
            if (loops[lane].steps.empty()) {
                continue;
            }
            const auto& slices = read.slices.at(1 + static_cast<int>(lane));
            REQUIRE(slices.size() == loops[lane].steps.size());
            for (std::size_t i = 0; i < slices.size(); ++i) {
                const json& args = slices[i].event.at("args");
                REQUIRE(args.at("virtual_end_ns").get<Nanoseconds>() -
                            args.at("virtual_begin_ns").get<Nanoseconds>() ==
                        loops[lane].steps[i].duration());
            }
        }
        for (const TaskInfo& task : timeline.tasks()) {
            std::size_t at = 0;
            for (const Interval& interval : task.intervals) {
                if (is_over(interval.state)) {
                    continue;
                }
                const auto& slice = read.slices.at(1000 + static_cast<int>(task.id)).at(at++);
                REQUIRE(slice.event.at("name") == name_of(interval.state));
                REQUIRE(slice.event.at("args").at("virtual_begin_ns") == interval.begin);
                REQUIRE(slice.event.at("args").at("virtual_end_ns") == interval.end);
                // The drawn length differs by no more than the events at one instant.
                const std::int64_t drawn = slice.end_ns - slice.begin_ns;
                REQUIRE(std::abs(drawn - (interval.end - interval.begin)) <=
                        10 * static_cast<std::int64_t>(trace.size() + 1));
            }
        }
    }
}

TEST_CASE("nonsense is exported as a valid document that a viewer bears") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        const ChromeReader read(
            encode(Timeline(random_trace({.seed = seed, .events = 800, .nonsense = true}))));
        CHECK(read.document.contains("metadata"));
    }
}
