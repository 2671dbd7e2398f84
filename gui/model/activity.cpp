#include "gui/model/activity.h"

#include "gui/model/session.h"
#include "scenarios/simulate.h"

namespace coroscope::gui {
namespace {

constexpr double kMostPart = 1.0;

std::optional<double> part_of(const Work::Amount& amount) {
    if (amount.total == 0) {
        return std::nullopt;
    }
    return std::min(kMostPart,
                    static_cast<double>(amount.done) / static_cast<double>(amount.total));
}

Argument count_of(EventIndex events) {
    return number_arg("count", static_cast<std::int64_t>(events));
}

Activity loading(const Session& session) {
    const Progress now = session.load_progress();
    const EventIndex size = now.indexed == nullptr ? 0 : now.indexed->timeline.trace().size();
    switch (now.phase) {
    case LoadPhase::Simulating:
        return {Message("ui.doing.simulating", {count_of(now.amount.done)}), std::nullopt};
    case LoadPhase::Reading: {
        const std::string file =
            session.coming() == nullptr ? "" : session.coming()->file.filename().string();
        return {Message("ui.doing.reading", {code_arg("file", file)}), part_of(now.amount)};
    }
    case LoadPhase::Indexing: return {Message("ui.doing.indexing"), std::nullopt};
    case LoadPhase::Findings:
        return {Message("ui.doing.findings", {count_of(size)}), part_of(now.amount)};
    }
    return {};
}

Message budget_words(const Timeline& timeline) {
    const Budget budget;
    if (timeline.steps().size() >= budget.steps) {
        return Message("ui.notice.budget_steps", {count_of(budget.steps)});
    }
    return timeline.trace().end_time() >= budget.until
               ? Message("ui.notice.budget_time", {duration_arg("time", budget.until)})
               : Message("ui.notice.budget_events", {count_of(budget.events)});
}

}  // namespace

std::optional<Activity> activity(const Session& session) {
    if (session.stopping()) {
        return Activity{Message("ui.doing.stopping"), std::nullopt};
    }
    if (session.loading()) {
        return loading(session);
    }
    if (session.writer().busy()) {
        const std::string file = session.writer().path().filename().string();
        return Activity{Message("ui.doing.writing", {code_arg("file", file)}),
                        part_of(session.writer().amount())};
    }
    return std::nullopt;
}

Message why_it_ended(const Progress& progress) {
    if (progress.indexed == nullptr) {
        return {};
    }
    const Timeline& timeline = progress.indexed->timeline;
    if (timeline.outcome() == Outcome::Stopped) {
        return Message("ui.notice.stopped", {count_of(timeline.steps().size())});
    }
    if (progress.without_findings) {
        return Message("ui.notice.no_findings");
    }
    return timeline.outcome() == Outcome::Budget ? budget_words(timeline) : Message();
}

}  // namespace coroscope::gui
