// Commands that put another run beside the one on screen.

#include <algorithm>

#include "gui/model/commands/commands.h"
#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

Reason has_twin(const Session& s) { return s.variant().empty() ? "ui.why.no_twin" : ""; }

// The same schedule would mean nothing to another program.
void compare_twin(Session& s) { s.compare_with({twin_of(s), {}}); }

Reason has_other_order(const Session& s) {
    if (s.scenario() == nullptr || s.empty()) {
        return s.empty() ? has_run(s) : "ui.why.no_scenario";
    }
    return s.spec().choices.empty() && s.spec().policy == "fifo" ? "ui.why.usual_order" : "";
}

void compare_usual(Session& s) {
    RunSpec usual = s.spec();
    usual.choices.clear();
    usual.policy = "fifo";
    s.compare_with({usual, {}});
}

Reason is_comparing(const Session& s) {
    return s.comparison().shown() ? "" : "ui.why.not_comparing";
}

static constexpr Command kCommands[] = {
    {"compare-twin", "ui.command.compare_twin", kNone, kNone, has_twin, compare_twin},
    {"compare-usual", "ui.command.compare_usual", kNone, kNone, has_other_order, compare_usual},
    {"compare-file", "ui.command.compare_file", kNone, kNone, has_run,
     [](Session& s) { show_open_dialog(s, Dialog::Compare); }},
    {"compare-swap", "ui.command.compare_swap", key(Key::X), kNone, is_comparing,
     [](Session& s) { s.swap_runs(); }},
    {"compare-difference",
     "ui.command.compare_difference",
     {Key::X, false, true, false},
     kNone,
     is_comparing,
     [](Session& s) {
         if (const auto& parting = s.comparison().both().parting) {
             s.seek(parting->left.before);
         }
     }},
    {"compare-close", "ui.command.compare_close", kNone, kNone, is_comparing,
     [](Session& s) { s.close_comparison(); }},
};

}  // namespace

CommandGroup compare_commands() { return {"ui.commands.compare", kCommands}; }

}  // namespace coroscope::gui
