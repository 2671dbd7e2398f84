#include "runtime/formats/perfetto.h"

#include <doctest/doctest.h>

#include "runtime/formats/plotted_counters.h"
#include "runtime/formats/step_lanes.h"
#include "runtime/formats/wake_arrows.h"
#include "tests/support/perfetto_reader.h"
#include "tests/support/random_trace.h"
#include "tests/support/story.h"

using namespace coroscope;

namespace {

using Words = std::vector<std::string>;
constexpr Nanoseconds kMs = test::kStoryMs;

std::string encode(const Timeline& timeline) {
    return encode_perfetto(timeline, moments(timeline));
}

Words names(const std::vector<PerfettoReader::Event>& events) {
    Words result;
    for (const auto& event : events) {
        result.push_back(event.name);
    }
    return result;
}

Nanoseconds virtual_length(const PerfettoReader::Event& slice) {
    return slice.numbers.at("virtual_end_ns") - slice.numbers.at("virtual_begin_ns");
}

/// What a viewer reads of this run is what the timeline says.
void compare(const Timeline& timeline, const PerfettoReader& read) {
    REQUIRE(read.fault() == "");
    const std::vector<StepLane> loops = step_lanes(timeline);
    for (std::size_t lane = 0; lane < loops.size(); ++lane) {
        const auto& track = read.tracks.at((std::uint64_t{5} << 32) + lane);
        REQUIRE(track.name == loops[lane].title);
        REQUIRE(track.slices.size() == loops[lane].steps.size());
        for (std::size_t i = 0; i < track.slices.size(); ++i) {
            REQUIRE(virtual_length(track.slices[i]) == loops[lane].steps[i].duration());
            REQUIRE(track.slices[i].correlation == loops[lane].steps[i].task);
        }
    }
    for (const TaskInfo& task : timeline.tasks()) {
        const auto& track = read.tracks.at((std::uint64_t{1} << 32) + task.id);
        const auto& states = read.tracks.at((std::uint64_t{2} << 32) + task.id).values;
        std::size_t at = 0;
        for (const Interval& interval : task.intervals) {
            if (is_over(interval.state)) {
                REQUIRE(states.at(at).name.empty());
                continue;
            }
            REQUIRE(track.slices.at(at).name.starts_with(name_of(interval.state)));
            REQUIRE(track.slices[at].numbers.at("virtual_begin_ns") == interval.begin);
            REQUIRE(track.slices[at].numbers.at("virtual_end_ns") == interval.end);
            REQUIRE(states.at(at).name == name_of(interval.state));
            REQUIRE(states[at].time == track.slices[at].time);
            ++at;
        }
        REQUIRE(track.slices.size() == at);
    }
    REQUIRE(read.flows().size() == wake_arrows(timeline).size());
    const std::vector<PlottedCounter> expected = plotted_counters(timeline);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto& counter = read.tracks.at((std::uint64_t{4} << 32) + i);
        REQUIRE(counter.name == expected[i].title);
        REQUIRE(counter.values.size() == expected[i].values.size());
        for (std::size_t k = 0; k < counter.values.size(); ++k) {
            REQUIRE(counter.values[k].value == expected[i].values[k].value);
        }
    }
}

}  // namespace

TEST_CASE("perfetto: a run has a track for the loop and one for each task, with its states") {
    const Timeline timeline(test::story());
    const PerfettoReader read(encode(timeline));
    compare(timeline, read);
    CHECK(names(read.track("event loop").slices) == Words{"alice", "bob", "alice", "bob"});
    const auto& alice = read.track("alice", "tasks").slices;
    CHECK(names(alice) == Words{"created", "running", "sleeping", "ready", "running"});
    CHECK(names(read.track("bob", "tasks").slices) ==
          Words{"created", "running", "waiting: ink", "ready", "running", "waiting"});
    CHECK(names(read.track("state", "alice").values) ==
          Words{"created", "running", "sleeping", "ready", "running", ""});
    CHECK(alice[2].numbers.at("deadline_ns") == 100 * kMs);
    CHECK(alice[2].numbers.at("line") == 5);
    CHECK(alice[2].stack == Words{"do_alice test.cpp:5"});
    CHECK(alice[3].texts.at("woken_by") == "the loop");
    CHECK(alice[3].texts.at("wake_reason") == "timer-fired");
    const auto& lock = read.track("bob", "tasks").slices[2];
    CHECK(lock.texts.at("reason") == "lock");
    CHECK(lock.texts.at("waits_for") == "ink");
}

TEST_CASE("perfetto: wake-ups are arrows between steps") {
    const PerfettoReader read(encode(Timeline(test::story())));
    const auto flows = read.flows();
    REQUIRE(flows.size() == 2);
    for (const auto& [id, flow] : flows) {
        CHECK(flow.from->correlation == 1);
        CHECK(flow.from->name == "running");
        CHECK(flow.to->correlation == 2);
        CHECK(flow.to->name == "running");
    }
}

TEST_CASE("perfetto: the workers of an executor have a thread with their jobs") {
    const PerfettoReader read(encode(Timeline(test::story())));
    const auto& worker = read.track("workers worker 0");
    CHECK(worker.kind == "thread");
    REQUIRE(worker.slices.size() == 1);
    CHECK(worker.slices[0].name == "count");
    CHECK(virtual_length(worker.slices[0]) == 60 * kMs);
    CHECK(worker.slices[0].texts.at("submitted_by") == "alice");
}

TEST_CASE("perfetto: a run says what it is, and what happened in it") {
    const PerfettoReader read(encode(Timeline(test::story())));
    const auto& run = read.track("run").instants;
    CHECK(names(run) == Words{"Two \"tasks\"", "run ended: hang"});
    CHECK(run[0].texts.at("runspec") == "locks/two?seed=3#0.1");
    CHECK(run[0].texts.at("producer") == "coroscope test");
    CHECK(run[0].texts.at("outcome") == "hang");
    CHECK(run[0].texts.at("axis").find("virtual time") == 0);
    CHECK(names(read.track("alice", "tasks").instants) ==
          Words{"tab\t quote\" back\\slash \x01 \xE4\xB8\xAD \xEF\xBF\xBD end",
                "failed: ValueError: no"});
    CHECK(read.track("event loop").instants.at(0).name == "chose bob");
    CHECK(read.track("event loop").instants.at(0).texts.at("detail") == "bob, alice");
}

TEST_CASE("perfetto: an empty run is a trace with a process") {
    const PerfettoReader read(encode(Timeline()));
    CHECK(read.fault() == "");
    CHECK(read.track("Coroscope").kind == "process");
}

TEST_CASE("perfetto: what is read of random runs is what their timeline says") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        CAPTURE(seed);
        const Timeline timeline(random_trace({.seed = seed, .events = 1500}));
        compare(timeline, PerfettoReader(encode(timeline)));
    }
}

TEST_CASE("perfetto: nonsense is exported as a trace that a viewer bears") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        const Timeline timeline(random_trace({.seed = seed, .events = 800, .nonsense = true}));
        CHECK(PerfettoReader(encode(timeline)).fault() == "");
    }
}
