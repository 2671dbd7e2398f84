// Commands that make another run.

#include <algorithm>

#include "gui/model/commands/commands.h"
#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

Reason has_twin(const Session& s) { return s.variant().empty() ? "ui.why.no_twin" : ""; }

static constexpr Command kCommands[] = {
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
