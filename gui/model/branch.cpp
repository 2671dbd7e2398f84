#include "gui/model/branch.h"

#include <algorithm>

#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

constexpr std::size_t kMostChoices = 1'000'000;  // that a RunSpec's text may have

// Who gets the turn, as people call it.
std::string name_of_candidate(const Session& session, const ChoicePoint& point, std::size_t n) {
    return n < point.candidates.size()
               ? std::string(session.timeline().task_name(point.candidates[n]))
               : "";
}

Landing landing_for(const Session& session, const ChoicePoint& point, std::size_t n) {
    const EventList& steps = session.timeline().steps().events();
    const bool timer = point.choice.kind == ChoiceKind::TimerTie;
    // A chosen task runs at once; a timer's task when it has become ready.
    const TaskId task = timer && n < point.candidates.size() ? point.candidates[n] : 0;
    return {steps.count_until(point.choice.event - 1), task,
            session.settings.granularity == Granularity::Event, std::nullopt};
}

}  // namespace

std::optional<EventIndex> Landing::in(const Timeline& timeline, bool complete) const {
    const EventIndex size = timeline.trace().size();
    if (event) {
        return complete || *event < size ? std::optional(std::min(*event, last_event(timeline)))
                                         : std::nullopt;
    }
    static constexpr std::size_t kMostLooked = 10'000;  // its turn may never come
    const StepList steps = timeline.steps();
    for (std::size_t i = steps_before; i < std::min(steps.size(), steps_before + kMostLooked);
         ++i) {
        const Step step = steps[i];
        if (step.is_open() && !complete) {
            return std::nullopt;
        }
        if (task == 0 || step.task == task) {
            return at_beginning ? step.first : step.last;
        }
    }
    if (!complete && steps.size() < steps_before + kMostLooked) {
        return std::nullopt;
    }
    return stop_of_step(timeline, steps_before + 1);
}

std::string_view Branches::why_not(const Session& session, std::size_t n) {
    if (session.empty()) {
        return "ui.why.no_run";
    }
    if (!session.choices.problem().empty()) {
        return session.choices.problem();
    }
    const auto point = session.next_choice();
    if (!point) {
        return session.at_end() ? "ui.why.at_end" : "ui.why.one_ready";
    }
    return point->number >= kMostChoices ? "ui.why.too_many_choices"
           : n >= point->choice.count    ? "ui.why.not_so_many"
                                         : "";
}

void Branches::choose(Session& session, std::size_t n) {
    choose_at(session, session.next_choice()->number, n);
}

void Branches::choose_at(Session& session, std::size_t number, std::size_t n) {
    const ChoiceLog& log = *session.choices.log();
    const ChoicePoint point = session.choices.point(session.timeline(), number);
    Landing landing = landing_for(session, point, n);
    if (log[number].taken == n) {
        session.seek(landing.in(session.timeline(), true).value_or(session.cursor()));
        return;
    }
    RunSpec spec = session.spec();
    spec.choices = log.script(number);
    spec.choices.push_back(static_cast<std::uint32_t>(n));
    const auto checked = check(spec);
    if (!std::holds_alternative<RunSpec>(checked)) {
        return;  // a recording of what this program does not know: its choices are not known either
    }
    const bool file = session.request().is_file();
    made_.push_back({{number, name_of_candidate(session, point, n),
                      name_of_candidate(session, point, log[number].taken)},
                     session.request(),
                     session.cursor(),
                     file ? session.indexed() : nullptr,
                     file ? session.choices.log() : nullptr,
                     std::get<RunSpec>(checked),
                     std::move(landing)});
    taken_back_.clear();
    session.go_to_branch(made_.back().after, made_.back().landing);
}

void Branches::take_back(Session& session) {
    Level level = std::move(made_.back());
    made_.pop_back();
    const Landing landing{0, 0, false, level.cursor};
    if (level.recording) {
        session.go_to_recording(level.before, level.recording, level.choices, landing);
    } else {
        session.go_to_branch(level.before.spec, landing);
    }
    taken_back_.push_back(std::move(level));
}

void Branches::redo(Session& session) {
    made_.push_back(std::move(taken_back_.back()));
    taken_back_.pop_back();
    session.go_to_branch(made_.back().after, made_.back().landing);
}

void Branches::clear() {
    made_.clear();
    taken_back_.clear();
}

std::vector<Branch> Branches::made() const {
    std::vector<Branch> list;
    for (const Level& level : made_) {
        list.push_back(level.branch);
    }
    return list;
}

std::vector<std::size_t> Branches::by_hand(const Session& session) const {
    std::vector<std::size_t> numbers;
    for (const Level& level : made_) {
        const std::size_t number = level.branch.number;
        // A later choice at an earlier place has cut off what came behind it.
        std::erase_if(numbers, [&](std::size_t earlier) { return earlier >= number; });
        numbers.push_back(number);
    }
    if (session.spec().policy == "fifo") {
        const std::size_t scripted = session.choices.unusual(session.spec().choices.size());
        const auto& unusual = session.choices.all_unusual();
        numbers.insert(numbers.end(), unusual.begin(),
                       unusual.begin() + static_cast<std::ptrdiff_t>(scripted));
    }
    std::ranges::sort(numbers);
    const auto twice = std::ranges::unique(numbers);
    numbers.erase(twice.begin(), twice.end());
    return numbers;
}

}  // namespace coroscope::gui
