#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/commands.h"
#include "cli/report.h"
#include "cli/thresholds.h"
#include "cli/values.h"
#include "runtime/analysis/end_of_run.h"
#include "runtime/analysis/frame_memory.h"
#include "runtime/analysis/statistics.h"
#include "runtime/trace/ctrace.h"

namespace coroscope::cli {

namespace {

using Json = nlohmann::ordered_json;

/// A line of the log: what a task wrote, what the loop's exception handler said, or a check that
/// failed.
struct Line {
    Nanoseconds time = 0;
    TaskId task = 0;
    std::string_view text;
    EventKind kind = EventKind::LogLine;
};

struct Check {
    std::string_view text;
    bool holds = false;
};

struct Told {
    std::vector<Line> lines;
    std::vector<Check> checks;
};

Told told_by(const Timeline& timeline) {
    Told told;
    const Trace& trace = timeline.trace();
    for (EventIndex i = 0; i < trace.size(); ++i) {
        const TraceEvent& event = trace[i];
        if (event.kind == EventKind::LogLine || event.kind == EventKind::LoopReport) {
            told.lines.push_back({event.time, event.task, trace.text(event.b), event.kind});
        } else if (event.kind == EventKind::CheckMade) {
            told.checks.push_back({trace.text(event.b), event.detail == 1});
        }
    }
    return told;
}

void print_log(const Timeline& timeline, const std::vector<Line>& lines, Console& console) {
    int time_width = 0;
    int task_width = 0;
    for (const Line& line : lines) {
        time_width = std::max(time_width, columns(format_duration(line.time)));
        task_width = std::max(task_width, columns(task_label(timeline, line.task)));
    }
    task_width = std::min(task_width, 24);
    for (const Line& line : lines) {
        const std::string time = format_duration(line.time);
        const std::string space(static_cast<std::size_t>(time_width - columns(time)), ' ');
        console.out << painted(console, Paint::Faint, space + time) << "  "
                    << padded(task_label(timeline, line.task), task_width) << "  ";
        if (line.kind == EventKind::LoopReport) {
            console.out << painted(console, Paint::Warning, "! " + std::string(line.text)) << '\n';
        } else {
            console.out << line.text << '\n';
        }
    }
}

std::string plural(std::uint64_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string tasks_text(const RunStatistics& figures) {
    std::map<std::string_view, int> counts;
    for (const TaskStatistics& task : figures.tasks) {
        ++counts[name_of(task.final_state)];
    }
    std::string text;
    for (const auto& [state, count] : counts) {
        text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(state);
    }
    return text.empty() ? "none" : text;
}

Paint paint_of(std::string_view outcome) {
    if (outcome == "finished") {
        return Paint::Good;
    }
    return outcome == "budget" || outcome == "stopped" || outcome == "incomplete" ? Paint::Warning
                                                                                  : Paint::Bad;
}

void print_field(Console& console, std::string_view name, std::string_view value) {
    console.out << painted(console, Paint::Faint, padded(name, 10)) << "  " << value << '\n';
}

/// Why the run ended, if the trace says so: "the budget of 10 steps is used up".
std::string end_text(const Timeline& timeline, std::string_view outcome) {
    const Trace& trace = timeline.trace();
    std::string text(outcome);
    if (trace.complete()) {
        const std::string_view why = trace.text(trace[end_of_run(timeline)].b);
        text += why.empty() ? "" : ": " + std::string(why);
    }
    return text;
}

void print_summary(const Timeline& timeline, const Told& told, const std::vector<Finding>& findings,
                   Language language, Console& console) {
    const RunStatistics figures = statistics(timeline);
    const std::string_view outcome = outcome_of(timeline, findings);
    print_field(console, "end", painted(console, paint_of(outcome), end_text(timeline, outcome)));
    if (const std::string_view result = result_of(timeline); !result.empty()) {
        print_field(console, "result", result);
    }
    print_field(console, "time", format_duration(figures.virtual_time));
    print_field(console, "steps",
                std::to_string(figures.steps) + " in " + plural(figures.iterations, "iteration") +
                    ", " + plural(figures.events, "event"));
    print_field(console, "tasks", tasks_text(figures));
    for (const Check& check : told.checks) {
        print_field(console, "check",
                    (check.holds ? painted(console, Paint::Good, "holds")
                                 : painted(console, Paint::Bad, "fails")) +
                        "  " + std::string(check.text));
    }
    for (const FunctionMemory& memory : frame_memory(timeline.trace(), timeline.trace().size())) {
        print_field(console, "frames",
                    std::string(timeline.trace().text(memory.function)) + "  " +
                        plural(memory.calls, "call") + ", at most " +
                        plural(static_cast<std::uint64_t>(memory.peak_bytes), "byte") + " at once");
    }
    print_field(console, "findings", findings.empty() ? "none" : std::to_string(findings.size()));
    for (const Finding& finding : findings) {
        print(timeline, finding, language, console);
    }
    if (const std::string& spec = timeline.trace().info().runspec; !spec.empty()) {
        print_field(console, "again", "coroscope run '" + spec + "'");
    }
}

Json tasks_json(const Timeline& timeline, const RunStatistics& figures) {
    Json tasks = Json::array();
    for (const TaskStatistics& task : figures.tasks) {
        tasks.push_back({{"name", std::string(timeline.task_name(task.task))},
                         {"state", std::string(name_of(task.final_state))},
                         {"running_ns", task.running},
                         {"ready_ns", task.ready},
                         {"waiting_ns", task.waiting + task.sleeping},
                         {"sleeping_ns", task.sleeping}});
    }
    return tasks;
}

Json run_json(const Timeline& timeline, const Told& told, const std::vector<Finding>& findings,
              Language language) {
    const RunStatistics figures = statistics(timeline);
    Json log = Json::array();
    Json reports = Json::array();
    for (const Line& line : told.lines) {
        Json entry{{"time_ns", line.time},
                   {"task", task_label(timeline, line.task)},
                   {"text", std::string(line.text)}};
        (line.kind == EventKind::LogLine ? log : reports).push_back(std::move(entry));
    }
    Json checks = Json::array();
    for (const Check& check : told.checks) {
        checks.push_back({{"text", std::string(check.text)}, {"holds", check.holds}});
    }
    Json frames = Json::array();
    for (const FunctionMemory& memory : frame_memory(timeline.trace(), timeline.trace().size())) {
        frames.push_back({{"function", std::string(timeline.trace().text(memory.function))},
                          {"calls", memory.calls},
                          {"live_bytes", memory.live_bytes},
                          {"peak_bytes", memory.peak_bytes}});
    }
    const std::string_view result = result_of(timeline);
    Json json{{"runspec", timeline.trace().info().runspec},
              {"outcome", std::string(outcome_of(timeline, findings))},
              {"virtual_time_ns", figures.virtual_time},
              {"steps", figures.steps},
              {"iterations", figures.iterations},
              {"events", figures.events},
              {"tasks", tasks_json(timeline, figures)},
              {"findings", to_json(timeline, findings, language)},
              {"log", log},
              {"result", result.empty() ? Json() : Json(std::string(result))},
              {"checks", checks},
              {"reports", reports}};
    if (!frames.empty()) {
        json["frames"] = std::move(frames);
    }
    return json;
}

void save(const Timeline& timeline, const std::string& path) {
    const std::string problem = write_ctrace(path, timeline.trace());
    if (!problem.empty()) {
        throw unreadable("cannot write the trace", path, problem,
                         "give a path in a folder that you may write to");
    }
}

}  // namespace

int run(const RunOptions& options, Console& console) {
    const Language language = language_option("--lang", options.lang);
    if (options.log_only && options.quiet) {
        throw usage("these exclude each other", "--log and --quiet", "give one of them");
    }
    const FindingOptions thresholds = finding_options(options.thresholds);
    const Timeline timeline = load(options.request, console);
    if (!options.output.empty()) {
        save(timeline, options.output);
    }
    const Told told = told_by(timeline);
    if (options.log_only && !options.json) {
        print_log(timeline, told.lines, console);
        return kDone;
    }
    const std::vector<Finding> findings = find_all(timeline, thresholds);
    if (options.json) {
        print_json(run_json(timeline, told, findings, language), console);
        return kDone;
    }
    if (!options.quiet && !told.lines.empty()) {
        print_log(timeline, told.lines, console);
        console.out << '\n';
    }
    print_summary(timeline, told, findings, language, console);
    return kDone;
}

}  // namespace coroscope::cli
