#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/commands.h"
#include "cli/report.h"
#include "cli/values.h"
#include "runtime/analysis/difference.h"
#include "runtime/analysis/explain.h"
#include "runtime/analysis/statistics.h"
#include "runtime/picture/utf8.h"

namespace coroscope::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostRows = 16;

/// One of the two runs, with what is said about it.
struct Side {
    const Timeline& timeline;
    const std::vector<Finding>& findings;
    RunStatistics figures;
    std::string_view letter;  ///< "A", "B"

    [[nodiscard]] std::string_view outcome() const { return outcome_of(timeline, findings); }
};

class Diff {
public:
    Diff(const Timeline& left, const Timeline& right, Language language)
        : difference_(difference(left, right)),
          left_{left, difference_.left_findings, statistics(left), "A"},
          right_{right, difference_.right_findings, statistics(right), "B"},
          language_(language) {}

    [[nodiscard]] bool same() const { return difference_.same; }
    void print(Console& console) const;
    [[nodiscard]] Json json() const;

private:
    [[nodiscard]] std::string words(const Side& side, EventIndex event) const;
    [[nodiscard]] Json event_json(const Side& side, EventIndex event) const;
    [[nodiscard]] Json run_json(const Side& side) const;
    [[nodiscard]] Json findings_json(const Side& side, const std::vector<std::size_t>& only) const;
    [[nodiscard]] Json changes_json() const;

    void print_head(Console& console, const Side& side) const;
    void print_pair(Console& console, std::string_view title, const EventPair& pair) const;
    void print_event(Console& console, const Side& side, EventIndex event) const;
    void print_changes(Console& console) const;
    void print_tasks(Console& console) const;
    void print_variables(Console& console) const;
    void print_findings(Console& console, const Side& side,
                        const std::vector<std::size_t>& only) const;

    RunDifference difference_;
    Side left_;
    Side right_;
    Language language_;
};

std::string Diff::words(const Side& side, EventIndex event) const {
    std::string text;
    for (const Message& sentence : explain(side.timeline, event)) {
        text += (text.empty() ? "" : " ") + to_string(sentence, language_);
    }
    return text;
}

// -- JSON

Json Diff::event_json(const Side& side, EventIndex event) const {
    if (event == kNoEvent) {
        return {};
    }
    const TraceEvent& told = side.timeline.trace()[event];
    const std::string line = line_of(side.timeline, told.site);
    return {{"index", event},
            {"time_ns", told.time},
            {"step", step_number(side.timeline, event)},
            {"iteration", side.timeline.iteration_at(event)},
            {"task", task_label(side.timeline, told.task)},
            {"kind", std::string(name_of(told.kind))},
            {"line", line.empty() ? Json() : Json(line)},
            {"text", words(side, event)}};
}

Json Diff::run_json(const Side& side) const {
    const std::string_view result = result_of(side.timeline);
    return {{"runspec", side.timeline.trace().info().runspec},
            {"outcome", std::string(side.outcome())},
            {"virtual_time_ns", side.figures.virtual_time},
            {"steps", side.figures.steps},
            {"iterations", side.figures.iterations},
            {"events", side.figures.events},
            {"result", result.empty() ? Json() : Json(std::string(result))}};
}

Json Diff::findings_json(const Side& side, const std::vector<std::size_t>& only) const {
    Json list = Json::array();
    for (const std::size_t index : only) {
        list.push_back(to_json(side.timeline, side.findings[index], language_));
    }
    return list;
}

Json Diff::changes_json() const {
    Json tasks = Json::array();
    for (const TaskChange& change : difference_.tasks) {
        const Side& side = change.left != 0 ? left_ : right_;
        tasks.push_back(
            {{"task", task_label(side.timeline, change.left != 0 ? change.left : change.right)},
             {"a", std::string(name_of(change.left_state))},
             {"b", std::string(name_of(change.right_state))}});
    }
    Json variables = Json::array();
    for (const VariableChange& change : difference_.variables) {
        const Side& side = change.left != 0 ? left_ : right_;
        const ObjectId id = change.left != 0 ? change.left : change.right;
        variables.push_back(
            {{"variable", std::string(side.timeline.resource_name(id))},
             {"a", change.left == 0 ? Json() : Json(std::string(change.left_value))},
             {"b", change.right == 0 ? Json() : Json(std::string(change.right_value))}});
    }
    return {{"tasks", tasks},
            {"variables", variables},
            {"findings",
             {{"only_a", findings_json(left_, difference_.only_left)},
              {"only_b", findings_json(right_, difference_.only_right)}}}};
}

Json Diff::json() const {
    const auto pair = [this](const EventPair& events, std::size_t in_common) {
        return Json{{"in_common", in_common},
                    {"a", event_json(left_, events.left)},
                    {"b", event_json(right_, events.right)}};
    };
    Json json{{"same", difference_.same}, {"same_scenario", difference_.same_scenario},
              {"a", run_json(left_)},     {"b", run_json(right_)},
              {"first_event", Json()},    {"first_choice", Json()},
              {"first_log_line", Json()}};
    if (!difference_.same) {
        json["first_event"] = pair(difference_.first, difference_.events_in_common);
    }
    if (difference_.first_choice) {
        json["first_choice"] = pair(*difference_.first_choice, difference_.choices_in_common);
    }
    if (difference_.first_log != EventPair{}) {
        json["first_log_line"] = pair(difference_.first_log, difference_.log_lines_in_common);
    }
    json.update(changes_json());
    return json;
}

// -- words

void Diff::print_head(Console& console, const Side& side) const {
    const std::string& spec = side.timeline.trace().info().runspec;
    console.out << painted(console, Paint::Strong, side.letter) << "  "
                << (spec.empty() ? "a trace without RunSpec" : spec) << '\n';
}

void Diff::print_event(Console& console, const Side& side, EventIndex event) const {
    std::string text;
    std::string where = "the run is over";
    if (event != kNoEvent) {
        const TraceEvent& told = side.timeline.trace()[event];
        const std::string line = line_of(side.timeline, told.site);
        where = "step " + std::to_string(step_number(side.timeline, event)) + ", iteration " +
                std::to_string(side.timeline.iteration_at(event)) + ", " +
                format_duration(told.time) + (line.empty() ? "" : ", " + line);
        text = words(side, event);
    }
    console.out << "  " << painted(console, Paint::Strong, side.letter) << "  "
                << painted(console, Paint::Faint, where) << '\n';
    if (!text.empty()) {
        console.out << "     " << detail::wrapped(text, std::max(20, console.width - 5), 5);
    }
}

void Diff::print_pair(Console& console, std::string_view title, const EventPair& pair) const {
    console.out << '\n' << painted(console, Paint::Strong, title) << '\n';
    print_event(console, left_, pair.left);
    print_event(console, right_, pair.right);
}

/// Prints a line if the two differ; says whether they do.
bool print_change(Console& console, std::string_view name, const std::string& left,
                  const std::string& right) {
    if (left != right) {
        console.out << "  " << painted(console, Paint::Faint, padded(name, 12)) << "  " << left
                    << " → " << right << '\n';
    }
    return left != right;
}

std::string text_or(std::string_view text, std::string_view otherwise) {
    return std::string(text.empty() ? otherwise : text);
}

void Diff::print_changes(Console& console) const {
    console.out << '\n' << painted(console, Paint::Strong, "What it changed (A → B)") << '\n';
    bool any = false;
    const auto change = [&](std::string_view name, const std::string& left,
                            const std::string& right) {
        any = print_change(console, name, left, right) || any;
    };
    change("end", std::string(left_.outcome()), std::string(right_.outcome()));
    change("result", text_or(result_of(left_.timeline), "none"),
           text_or(result_of(right_.timeline), "none"));
    change("virtual time", format_duration(left_.figures.virtual_time),
           format_duration(right_.figures.virtual_time));
    change("steps", std::to_string(left_.figures.steps), std::to_string(right_.figures.steps));
    change("iterations", std::to_string(left_.figures.iterations),
           std::to_string(right_.figures.iterations));
    change("events", std::to_string(left_.figures.events), std::to_string(right_.figures.events));
    print_variables(console);
    print_tasks(console);
    if (!any && difference_.variables.empty() && difference_.tasks.empty()) {
        console.out << "  end, result, time, steps, variables and tasks are the same\n";
    }
    print_findings(console, left_, difference_.only_left);
    print_findings(console, right_, difference_.only_right);
}

void print_more(Console& console, std::size_t count) {
    if (count > kMostRows) {
        console.out << "  "
                    << painted(console, Paint::Faint,
                               "and " + std::to_string(count - kMostRows) + " more")
                    << '\n';
    }
}

void Diff::print_variables(Console& console) const {
    for (std::size_t i = 0; i < std::min(difference_.variables.size(), kMostRows); ++i) {
        const VariableChange& change = difference_.variables[i];
        const std::string_view name = change.left != 0
                                          ? left_.timeline.resource_name(change.left)
                                          : right_.timeline.resource_name(change.right);
        print_change(console, "variable",
                     std::string(name) + " = " +
                         (change.left == 0 ? "(none)" : std::string(change.left_value)),
                     change.right == 0 ? "(none)" : std::string(change.right_value));
    }
    print_more(console, difference_.variables.size());
}

void Diff::print_tasks(Console& console) const {
    const auto state = [](TaskState end) {
        return end == TaskState::NotYet ? std::string("(none)") : std::string(name_of(end));
    };
    for (std::size_t i = 0; i < std::min(difference_.tasks.size(), kMostRows); ++i) {
        const TaskChange& change = difference_.tasks[i];
        const std::string name = change.left != 0 ? task_label(left_.timeline, change.left)
                                                  : task_label(right_.timeline, change.right);
        print_change(console, "task", name + ": " + state(change.left_state),
                     state(change.right_state));
    }
    print_more(console, difference_.tasks.size());
}

void Diff::print_findings(Console& console, const Side& side,
                          const std::vector<std::size_t>& only) const {
    for (std::size_t i = 0; i < std::min(only.size(), kMostRows); ++i) {
        console.out << "\n  " << painted(console, Paint::Faint, "only in ") << side.letter << ":\n";
        coroscope::cli::print(side.timeline, side.findings[only[i]], language_, console);
    }
    print_more(console, only.size());
}

void Diff::print(Console& console) const {
    print_head(console, left_);
    print_head(console, right_);
    if (same()) {
        console.out << "\nThe runs are the same: " << difference_.events_in_common << " events.\n";
        return;
    }
    if (!difference_.same_scenario) {
        console.out << "\nThese are runs of different scenarios: what has the same name is "
                       "compared.\n";
    }
    console.out << "\nThe first " << difference_.events_in_common << " events are the same.\n";
    print_pair(console, "First difference", difference_.first);
    if (difference_.first_choice) {
        print_pair(console,
                   "First choice that differs, number " +
                       std::to_string(difference_.choices_in_common + 1),
                   *difference_.first_choice);
    }
    if (difference_.first_log != EventPair{}) {
        print_pair(console,
                   "First line of the log that differs, number " +
                       std::to_string(difference_.log_lines_in_common + 1),
                   difference_.first_log);
    }
    print_changes(console);
}

}  // namespace

int diff(const DiffOptions& options, Console& console) {
    const Language language = language_option("--lang", options.lang);
    const Timeline left = load(options.left, console);
    const Timeline right = load(options.right, console);
    const Diff found(left, right, language);
    if (options.json) {
        print_json(found.json(), console);
    } else {
        found.print(console);
    }
    return found.same() ? kDone : kFound;
}

}  // namespace coroscope::cli
