// The side log of choices, over the whole catalogue.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "runtime/core/event_loop.h"
#include "runtime/trace/timeline.h"
#include "scenarios/catalogue.h"
#include "scenarios/simulate.h"

using namespace coroscope;

namespace {

struct Logged {
    Trace trace;
    ChoiceLog log;
};

Logged simulate_logged(const RunSpec& spec) {
    Recorder recorder(trace_info(spec));
    Logged run;
    simulate(spec, recorder, {}, {}, &run.log);
    recorder.publish();
    run.trace = recorder.snapshot();
    return run;
}

/// Every scenario in every variant, under every policy.
std::vector<RunSpec> runs() {
    std::vector<RunSpec> result;
    for (const Scenario* scenario : catalogue()) {
        const ScenarioInfo& what = info(*scenario);
        std::vector<std::string> variants(what.variants.begin(), what.variants.end());
        if (variants.empty()) {
            variants.emplace_back();
        }
        for (const std::string& variant : variants) {
            for (const std::string_view policy : policy_names()) {
                RunSpec spec;
                spec.scenario = std::string(what.id);
                spec.variant = variant;
                spec.policy = std::string(policy);
                result.push_back(spec);
            }
        }
    }
    return result;
}

/// The events that say what the program did.
std::vector<TraceEvent> without_choices(const Trace& trace) {
    std::vector<TraceEvent> events;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        if (trace[i].kind != EventKind::ChoiceMade) {
            events.push_back(trace[i]);
        }
    }
    return events;
}

}  // namespace

TEST_CASE("asking for the choices of a run leaves its trace as it is") {
    for (const RunSpec& spec : runs()) {
        CAPTURE(to_text(spec));
        CHECK(simulate_logged(spec).trace == simulate(spec));
    }
}

TEST_CASE("the choices of a run, as a script, give the run again") {
    for (const RunSpec& spec : runs()) {
        CAPTURE(to_text(spec));
        const Logged run = simulate_logged(spec);
        RunSpec scripted = spec;
        scripted.choices = run.log.script(run.log.size());
        const Logged again = simulate_logged(scripted);
        const std::vector<TraceEvent> events = without_choices(run.trace);
        const std::vector<TraceEvent> events_again = without_choices(again.trace);
        REQUIRE(events.size() == events_again.size());
        const bool same_but_for_texts =
            std::ranges::equal(events, events_again, [](const TraceEvent& a, const TraceEvent& b) {
                return a.kind == b.kind && a.task == b.task && a.time == b.time &&
                       a.detail == b.detail && a.subject == b.subject;
            });
        CHECK(same_but_for_texts);
        CHECK(again.log.script(again.log.size()) == scripted.choices);
        if (spec.policy != "fifo" && !scripted.choices.empty()) {
            // Asked or told, the loop records its choices alike: not one event differs.
            REQUIRE(run.trace.size() == again.trace.size());
            bool equal = true;
            for (EventIndex i = 0; i < run.trace.size(); ++i) {
                equal = equal && run.trace[i] == again.trace[i];
            }
            CHECK(equal);
        }
    }
}

TEST_CASE("the tasks of a choice are the ready ones before it, in the timeline's order") {
    for (const RunSpec& spec : runs()) {
        CAPTURE(to_text(spec));
        const Logged run = simulate_logged(spec);
        const Timeline timeline(run.trace);
        for (std::size_t n = 0; n < run.log.size() && timeline.threads().empty(); ++n) {
            const Choice& choice = run.log[n];
            if (choice.kind != ChoiceKind::Task) {
                continue;
            }
            CAPTURE(n);
            const std::vector<TaskId> ready = timeline.ready_at(choice.event - 1);
            REQUIRE(ready.size() == choice.count);
            const auto kept = run.log.candidates(n);
            CHECK(std::equal(kept.begin(), kept.end(), ready.begin()));
        }
    }
}

TEST_CASE("a recorded choice stands at the event that the log names") {
    for (const RunSpec& spec : runs()) {
        const Logged run = simulate_logged(spec);
        for (std::size_t n = 0; n < run.log.size() && spec.policy != "fifo"; ++n) {
            const TraceEvent& event = run.trace[run.log[n].event];
            CAPTURE(to_text(spec));
            CHECK(event.kind == EventKind::ChoiceMade);
            CHECK(event.a == run.log[n].taken);
            CHECK(event.b == run.log[n].count);
        }
    }
}
