#include "runtime/formats/moments.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "runtime/analysis/finding.h"
#include "runtime/formats/titles.h"

namespace coroscope {

namespace {

/// More are only counted: with a thousand ready tasks every step is a choice among a thousand.
constexpr std::size_t kMostCandidates = 8;

std::vector<TaskId> task_ids(std::string_view list) {
    std::vector<TaskId> ids;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        TaskId id = 0;
        std::from_chars(list.data(), list.data() + comma, id);
        ids.push_back(id);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return ids;
}

/// `category` is empty if the event is worth no mark.
Moment moment_of(const Timeline& timeline, EventIndex index) {
    const TraceEvent& event = timeline.trace()[index];
    const bool is_known = timeline.task(event.task) != nullptr;
    const auto text = [&] { return std::string(timeline.trace().text(event.b)); };
    Moment moment{.at = index, .category = {}, .words = {}, .task = is_known ? event.task : 0};
    if (event.kind == EventKind::LogLine) {
        moment.category = "log";
        moment.words = text();
    } else if (event.kind == EventKind::LoopReport) {
        moment.category = "warning";
        moment.words = text();
        moment.is_global = true;
    } else if (event.kind == EventKind::CheckMade && event.detail == 0) {
        moment.category = "warning";
        moment.words = "check failed: " + text();
        moment.is_global = true;
    } else if (event.kind == EventKind::TaskFailed) {
        moment.category = "error";
        moment.words = "failed: " + text();
    } else if (event.kind == EventKind::ChoiceMade) {
        moment.category = "choice";
        moment.words = fmt::format("chose {}", task_title(timeline, moment.task));
        moment.detail = candidates_title(timeline, event);
        moment.task = 0;  // it is the loop that chooses, between two steps
    } else if (event.kind == EventKind::RunEnded) {
        const bool fine = event.detail == static_cast<std::uint8_t>(Outcome::Finished);
        moment.category = fine ? "run" : "warning";
        moment.words = "run ended: " + std::string(name_of(static_cast<Outcome>(event.detail)));
        moment.is_global = true;
    }
    return moment;
}

}  // namespace

std::string candidates_title(const Timeline& timeline, const TraceEvent& choice) {
    const std::vector<TaskId> ids = task_ids(timeline.trace().text(choice.subject));
    std::string title;
    for (std::size_t i = 0; i < ids.size() && i < kMostCandidates; ++i) {
        title += (i == 0 ? "" : ", ") + task_title(timeline, ids[i]);
    }
    if (ids.size() > kMostCandidates) {
        title += fmt::format(" and {} more", ids.size() - kMostCandidates);
    }
    return title;
}

std::vector<Moment> moments(const Timeline& timeline) {
    std::vector<Moment> all;
    for (EventIndex i = 0; i < timeline.trace().size(); ++i) {
        if (Moment moment = moment_of(timeline, i); !moment.category.empty()) {
            all.push_back(std::move(moment));
        }
    }
    return all;
}

std::vector<Moment> moments_and_findings(const Timeline& timeline, Language language, Work* work) {
    std::vector<Moment> all = moments(timeline);
    for (const Finding& finding : find_all(timeline, {}, work)) {
        all.push_back({.at = finding.at,
                       .category = "finding",
                       .words = std::string(finding.kind),
                       .is_global = true,
                       .detail = to_string(finding.statement, language)});
    }
    return all;
}

}  // namespace coroscope
