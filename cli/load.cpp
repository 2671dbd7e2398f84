#include "cli/load.h"

#include <algorithm>
#include <filesystem>

#include "cli/values.h"
#include "runtime/formats/open_trace.h"
#include "scenarios/catalogue.h"

namespace coroscope::cli {

namespace {

bool changes_anything(const RunRequest& request) {
    return !request.set.empty() || request.seed || request.policy || request.until ||
           request.max_steps || request.frames;
}

bool is_file(const std::string& run) {
    if (run.ends_with(".ctrace") || run.ends_with(".json")) {
        return true;
    }
    std::error_code error;
    return find_scenario(run) == nullptr && std::filesystem::is_regular_file(run, error);
}

Failure failure(const SpecError& error) { return {kUsage, error.text}; }

RunSpec parsed(const std::string& text) {
    auto result = parse_runspec(text);
    if (const auto* error = std::get_if<SpecError>(&result)) {
        throw failure(*error);
    }
    return std::get<RunSpec>(std::move(result));
}

void set_value(RunSpec& spec, const std::string& assignment) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0) {
        throw usage("not a setting", "--set " + assignment, "give NAME=VALUE, as workers=3");
    }
    const std::string name = assignment.substr(0, equals);
    const std::string value = assignment.substr(equals + 1);
    if (name == "variant") {
        spec.variant = value;
    } else if (name == "seed") {
        spec.seed = number_option("--set seed", value);
    } else if (name == "policy") {
        spec.policy = value;
    } else {
        std::erase_if(spec.parameters,
                      [&](const auto& parameter) { return parameter.first == name; });
        spec.parameters.emplace_back(name, value);
    }
}

RunSpec changed(RunSpec spec, const RunRequest& request) {
    for (const std::string& assignment : request.set) {
        set_value(spec, assignment);
    }
    if (request.seed) {
        spec.seed = number_option("--seed", *request.seed);
    }
    if (request.policy) {
        spec.policy = *request.policy;
    }
    auto result = check(spec);
    if (const auto* error = std::get_if<SpecError>(&result)) {
        throw failure(*error);
    }
    return std::get<RunSpec>(std::move(result));
}

Budget budget_of(const RunRequest& request) {
    Budget budget;
    if (request.until) {
        budget.until = duration_option("--until", *request.until);
    }
    if (request.max_steps) {
        budget.steps = number_option("--max-steps", *request.max_steps);
    }
    budget.record_frames = request.frames;
    return budget;
}

Trace read(const std::string& path, Console& console) {
    OpenedTrace result = open_trace(path);
    const std::string problem = result.problem.empty() ? "it holds no events" : result.problem;
    if (!result.trace || (result.trace->empty() && !result.problem.empty())) {
        throw unreadable("cannot read the trace", path, problem,
                         "give a file that `coroscope run -o` wrote, or a Chrome trace (JSON)");
    }
    if (!result.problem.empty()) {
        report(console, unreadable("the trace is damaged", path, problem, "").text);
    }
    for (const Message& note : result.notes) {
        report(console, path + ": " + to_string(note, Language::English));
    }
    return std::move(*result.trace);
}

}  // namespace

Timeline load(const RunRequest& request, Console& console) {
    std::string spec_text = request.run;
    if (is_file(request.run)) {
        Trace trace = read(request.run, console);
        if (!changes_anything(request)) {
            return Timeline(std::move(trace));
        }
        spec_text = trace.info().runspec;
        if (spec_text.empty()) {
            throw usage("cannot run this trace again", request.run,
                        "it was recorded elsewhere and carries no RunSpec; leave the options away");
        }
    }
    const RunSpec spec = changed(parsed(spec_text), request);
    return Timeline(simulate(spec, budget_of(request)));
}

EventIndex cursor_at_step(const Timeline& timeline, std::string_view option,
                          std::string_view step) {
    const std::uint64_t number = number_option(option, step);
    const auto steps = timeline.steps();
    if (number > steps.size()) {
        throw usage("no such step", std::string(option) + " " + std::string(step),
                    "the run has steps 1 to " + std::to_string(steps.size()) + ", 0 is its start");
    }
    if (number == 0) {
        return 0;
    }
    return steps[number - 1].last;
}

std::uint64_t step_number(const Timeline& timeline, EventIndex event) {
    const auto step = timeline.step_at(event);
    return step ? *step + 1 : 0;
}

}  // namespace coroscope::cli
