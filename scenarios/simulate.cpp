#include "scenarios/simulate.h"

#include <charconv>

#include "runtime/core/event_loop.h"
#include "runtime/core/policy.h"
#include "runtime/trace/version.h"
#include "scenarios/duration_text.h"
#include "scenarios/scenario.h"

namespace coroscope {

namespace {

Stage make_stage(const Scenario& scenario, const RunSpec& spec) {
    std::map<std::string, std::int64_t, std::less<>> values;
    for (const ParameterInfo& parameter : scenario.info().parameters) {
        values.emplace(parameter.name, parameter.standard);
    }
    for (const auto& [name, text] : spec.parameters) {
        std::int64_t value = 0;
        if (const ParameterInfo* const parameter = scenario.parameter(name)) {
            if (parameter->type == ParameterType::Time) {
                value = parse_duration(text).value_or(parameter->standard);
            } else {
                std::from_chars(text.data(), text.data() + text.size(), value);
            }
            values[name] = value;
        }
    }
    return Stage(std::move(values));
}

}  // namespace

TraceInfo trace_info(const RunSpec& spec) {
    const Scenario* const scenario = find_scenario(spec.scenario);
    TraceInfo information;
    information.runspec = to_text(spec);
    information.title = scenario == nullptr ? "" : std::string(scenario->info().title_en);
    information.producer = "coroscope " + std::string(kVersion);
    return information;
}

void simulate(const RunSpec& spec, Recorder& recorder, const Budget& budget, std::stop_token stop,
              ChoiceLog* choices) {
    const Scenario* const scenario = find_scenario(spec.scenario);
    const Variants::Variant* const variant =
        scenario == nullptr ? nullptr : scenario->variant(spec.variant);
    if (variant == nullptr) {
        return;
    }
    const std::unique_ptr<Policy> policy =
        make_scripted(spec.choices, make_policy(spec.policy, spec.seed));
    Stage stage = make_stage(*scenario, spec);
    LoopOptions options;
    options.recorder = &recorder;
    options.policy = policy.get();
    options.choices = choices;
    options.record_frames = budget.record_frames;
    options.seed = spec.seed;
    options.max_steps = budget.steps;
    options.max_events = budget.events;
    options.until = budget.until;
    options.stop = std::move(stop);
    EventLoop loop(std::move(options));
    std::visit([&](const auto& main) { (void)loop.run(main(stage)); }, variant->main);
}

Trace simulate(const RunSpec& spec, const Budget& budget) {
    Recorder recorder(trace_info(spec));
    simulate(spec, recorder, budget, {});
    return recorder.snapshot();
}

}  // namespace coroscope
