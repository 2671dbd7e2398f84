// Commands that make another run.

#include <algorithm>

#include "gui/model/commands/commands.h"
#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

Reason has_twin(const Session& s) { return s.variant().empty() ? "ui.why.no_twin" : ""; }

void twin(Session& s) {
    RunSpec spec = s.spec();
    const auto& variants = info(*s.scenario()).variants;
    const auto it = std::ranges::find(variants, s.variant());
    const bool at_last = it == variants.end() || it + 1 == variants.end();
    spec.variant = at_last ? variants.front() : *(it + 1);
    spec.choices.clear();
    s.run_again(spec);
}

Reason is_busy(const Session& s) { return s.busy() ? "" : "ui.why.nothing_to_stop"; }

static constexpr Command kCommands[] = {
    {"stop", "ui.command.stop", control(Key::C), kNone, is_busy, [](Session& s) { s.stop(); }},
    {"twin", "ui.command.twin", kNone, kNone, has_twin, twin},
};

}  // namespace

CommandGroup run_commands() { return {"ui.commands.run", kCommands}; }

}  // namespace coroscope::gui
