#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/commands.h"
#include "cli/report.h"
#include "cli/thresholds.h"
#include "cli/values.h"

namespace coroscope::cli {

namespace {

void check_kind(const std::string& kind) {
    std::vector<std::string> known;
    for (const FindingKind& each : finding_kinds()) {
        if (each.name == kind) {
            return;
        }
        known.emplace_back(each.name);
    }
    std::string all;
    for (const std::string& name : known) {
        all += (all.empty() ? "" : ", ") + name;
    }
    const std::string question = did_you_mean(nearest(kind, known));
    throw usage("unknown kind of finding", "--kind " + kind,
                question.empty() ? "the kinds are " + all : question);
}

}  // namespace

int findings(const FindingsOptions& options, Console& console) {
    const Language language = language_option("--lang", options.lang);
    std::optional<Severity> fail_on;
    if (!options.fail_on.empty()) {
        fail_on = static_cast<Severity>(
            name_option("--fail-on", options.fail_on, {"info", "warning", "error"}));
    }
    if (!options.kind.empty()) {
        check_kind(options.kind);
    }
    const FindingOptions thresholds = finding_options(options.thresholds);
    const Timeline timeline = load(options.request, console);
    std::vector<Finding> found = find_all(timeline, thresholds);
    if (!options.kind.empty()) {
        std::erase_if(found, [&](const Finding& finding) { return finding.kind != options.kind; });
    }
    if (options.json) {
        print_json({{"runspec", timeline.trace().info().runspec},
                    {"findings", to_json(timeline, found, language)}},
                   console);
    } else if (found.empty()) {
        console.out << "no findings\n";
    } else {
        for (const Finding& finding : found) {
            print(timeline, finding, language, console);
        }
    }
    const bool failed = fail_on && std::ranges::any_of(found, [&](const Finding& finding) {
                            return finding.severity >= *fail_on;
                        });
    return failed ? kFound : kDone;
}

}  // namespace coroscope::cli
