// Commands that hide and show panels. The timeline always stays.

#include "gui/model/commands/commands.h"

namespace coroscope::gui {
namespace {

void toggle_panel(Session& s, std::string_view name) {
    auto& hidden = s.settings.hidden;
    if (hidden.erase(std::string(name)) == 0) {
        hidden.emplace(name);
    }
}

template <std::size_t kIndex>
void toggle(Session& s) {
    toggle_panel(s, kPanelNames[kIndex]);
}

// The three below hide and show together.
void toggle_bottom(Session& s) {
    const bool all = s.settings.hidden.contains("ready") &&
                     s.settings.hidden.contains("wait-graph") &&
                     s.settings.hidden.contains("explain");
    for (const char* name : {"ready", "wait-graph", "explain"}) {
        if (s.settings.hidden.contains(name) == all) {
            toggle_panel(s, name);
        }
    }
}

Reason is_changed(const Session& s) {
    return s.settings.hidden.empty() && s.settings.sizes == PanelSizes{} ? "ui.why.layout_standard"
                                                                         : "";
}

static constexpr Command kCommands[] = {
    {"toggle-library", "ui.command.toggle_library", kNone, kNone, always, toggle<0>},
    {"toggle-source", "ui.command.toggle_source", kNone, kNone, always, toggle<1>},
    {"toggle-inspector", "ui.command.toggle_inspector", kNone, kNone, always, toggle<2>},
    {"toggle-ready", "ui.command.toggle_ready", kNone, kNone, always, toggle<3>},
    {"toggle-wait-graph", "ui.command.toggle_wait_graph", kNone, kNone, always, toggle<4>},
    {"toggle-explain", "ui.command.toggle_explain", kNone, kNone, always, toggle<5>},
    {"toggle-bottom", "ui.command.toggle_bottom", control(Key::J), kNone, always, toggle_bottom},
    {"reset-layout", "ui.command.reset_layout", kNone, kNone, is_changed,
     [](Session& s) {
         s.settings.hidden.clear();
         s.settings.sizes = {};
     }},
};

}  // namespace

CommandGroup panel_commands() { return {"ui.commands.panels", kCommands}; }

}  // namespace coroscope::gui
