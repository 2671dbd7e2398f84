#include "cli/report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/load.h"

namespace coroscope::cli {

using Json = nlohmann::ordered_json;

namespace {

Paint paint_of(Severity severity) {
    switch (severity) {
    case Severity::Info: return Paint::Faint;
    case Severity::Warning: return Paint::Warning;
    case Severity::Error: break;
    }
    return Paint::Bad;
}

std::vector<std::string> lines_of(const Timeline& timeline, const Finding& finding) {
    std::vector<std::string> lines;
    for (const SiteId site : finding.sites) {
        std::string line = line_of(timeline, site);
        if (!line.empty() && std::ranges::find(lines, line) == lines.end()) {
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

}  // namespace

std::string_view outcome_of(const Timeline& timeline, const std::vector<Finding>& findings) {
    switch (timeline.outcome()) {
    case Outcome::None: return "incomplete";
    case Outcome::Finished: return "finished";
    case Outcome::Failed: return "failed";
    case Outcome::Budget: return "budget";
    case Outcome::Stopped: return "stopped";
    case Outcome::Hang: break;
    }
    const bool deadlock = std::ranges::any_of(
        findings, [](const Finding& finding) { return finding.kind == "deadlock"; });
    return deadlock ? "deadlock" : "hang";
}

std::string_view result_of(const Timeline& timeline) {
    const TaskInfo* main = timeline.task(1);
    if (main == nullptr || main->ended >= timeline.trace().size()) {
        return "";
    }
    const TraceEvent& event = timeline.trace()[main->ended];
    return b_is_text(event.kind) ? timeline.trace().text(event.b) : std::string_view();
}

std::string line_of(const Timeline& timeline, SiteId id) {
    const Site& site = timeline.trace().site(id);
    return site.line == 0 ? "" : site.file + ":" + std::to_string(site.line);
}

std::string task_label(const Timeline& timeline, TaskId task) {
    return task == 0 ? "loop" : std::string(timeline.task_name(task));
}

Json to_json(const Timeline& timeline, const Finding& finding, Language language) {
    Json tasks = Json::array();
    for (const TaskId task : finding.tasks) {
        tasks.push_back(task_label(timeline, task));
    }
    Json resources = Json::array();
    for (const ObjectId resource : finding.resources) {
        resources.push_back(std::string(timeline.resource_name(resource)));
    }
    std::vector<std::uint64_t> steps;
    for (const EventIndex event : finding.events) {
        steps.push_back(step_number(timeline, event));
    }
    steps.erase(std::ranges::unique(steps).begin(), steps.end());
    return Json{{"kind", std::string(finding.kind)},
                {"severity", std::string(name_of(finding.severity))},
                {"statement", to_string(finding.statement, language)},
                {"explanation", to_string(finding.explanation, language)},
                {"advice", to_string(finding.advice, language)},
                {"tasks", tasks},
                {"resources", resources},
                {"steps", steps},
                {"lines", lines_of(timeline, finding)}};
}

Json to_json(const Timeline& timeline, const std::vector<Finding>& findings, Language language) {
    Json list = Json::array();
    for (const Finding& finding : findings) {
        list.push_back(to_json(timeline, finding, language));
    }
    return list;
}

void print(const Timeline& timeline, const Finding& finding, Language language, Console& console) {
    console.out << "  "
                << painted(console, paint_of(finding.severity),
                           std::string(name_of(finding.severity)) + " " + std::string(finding.kind))
                << "  " << to_string(finding.statement, language) << '\n';
    if (!finding.explanation.empty()) {
        console.out << "      " << to_string(finding.explanation, language) << '\n';
    }
    if (!finding.advice.empty()) {
        console.out << "      " << tr("ui.mend_it", language) << ' '
                    << to_string(finding.advice, language) << '\n';
    }
    std::string where;
    for (const std::string& line : lines_of(timeline, finding)) {
        where += (where.empty() ? "" : ", ") + line;
    }
    if (!where.empty()) {
        console.out << "      " << painted(console, Paint::Faint, where) << '\n';
    }
}

void print_json(const Json& json, Console& console) {
    console.out << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace coroscope::cli
