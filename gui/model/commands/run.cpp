// Commands that make another run.

#include <algorithm>

#include "gui/model/commands/commands.h"
#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

Reason has_twin(const Session& s) { return s.variant().empty() ? "ui.why.no_twin" : ""; }

// In predict mode the numbers are the answers to the open question.
template <std::size_t Number>
Reason can_run(const Session& s) {
    if (const Question* const question = s.prediction.question(s)) {
        return Number <= question->options() ? "" : "ui.why.not_so_many";
    }
    return s.prediction.on() ? "ui.why.predicting" : Branches::why_not(s, Number - 1);
}

template <std::size_t Number>
void run_candidate(Session& s) {
    if (s.prediction.on()) {
        answer(s, Number - 1);
    } else {
        s.branches.choose(s, Number - 1);
    }
}

Reason can_take_back(const Session& s) { return s.branches.empty() ? "ui.why.nothing_chosen" : ""; }

Reason can_redo(const Session& s) {
    return s.branches.can_redo() ? "" : "ui.why.nothing_taken_back";
}

Reason is_busy(const Session& s) { return s.busy() ? "" : "ui.why.nothing_to_stop"; }

static constexpr Command kCommands[] = {
    {"stop", "ui.command.stop", control(Key::C), kNone, is_busy, [](Session& s) { s.stop(); }},
    {"run-next-1", "ui.command.run_next_1", key(Key::Digit1), kNone, can_run<1>, run_candidate<1>},
    {"run-next-2", "ui.command.run_next_2", key(Key::Digit2), kNone, can_run<2>, run_candidate<2>},
    {"run-next-3", "ui.command.run_next_3", key(Key::Digit3), kNone, can_run<3>, run_candidate<3>},
    {"run-next-4", "ui.command.run_next_4", key(Key::Digit4), kNone, can_run<4>, run_candidate<4>},
    {"run-next-5", "ui.command.run_next_5", key(Key::Digit5), kNone, can_run<5>, run_candidate<5>},
    {"run-next-6", "ui.command.run_next_6", key(Key::Digit6), kNone, can_run<6>, run_candidate<6>},
    {"run-next-7", "ui.command.run_next_7", key(Key::Digit7), kNone, can_run<7>, run_candidate<7>},
    {"run-next-8", "ui.command.run_next_8", key(Key::Digit8), kNone, can_run<8>, run_candidate<8>},
    {"run-next-9", "ui.command.run_next_9", key(Key::Digit9), kNone, can_run<9>, run_candidate<9>},
    {"take-back", "ui.command.take_back", key(Key::U), control(Key::Z), can_take_back,
     [](Session& s) { s.branches.take_back(s); }},
    {"choose-again",
     "ui.command.choose_again",
     {Key::U, false, true, false},
     control(Key::Y),
     can_redo,
     [](Session& s) { s.branches.redo(s); }},
    {"twin", "ui.command.twin", kNone, kNone, has_twin,
     [](Session& s) { s.run_again(twin_of(s)); }},
};

}  // namespace

RunSpec twin_of(const Session& session) {
    RunSpec spec = session.spec();
    const auto& variants = info(*session.scenario()).variants;
    const auto it = std::ranges::find(variants, session.variant());
    const bool at_last = it == variants.end() || it + 1 == variants.end();
    spec.variant = at_last ? variants.front() : *(it + 1);
    spec.choices.clear();
    return spec;
}

CommandGroup run_commands() { return {"ui.commands.run", kCommands}; }

}  // namespace coroscope::gui
