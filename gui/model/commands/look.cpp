// Commands that change what of the run is visible, and what is selected.

#include "gui/model/commands/commands.h"
#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

Reason can_pan(const Session& s) {
    return s.empty() ? has_run(s) : s.view().all() ? "ui.why.all_visible" : "";
}

Reason can_escape(const Session& s) {
    const bool nothing = s.dialog == Dialog::None && !s.tour.running() && s.selection().empty() &&
                         !s.notice() && !s.comparison().is_open() && !s.busy();
    return nothing ? "ui.why.nothing_open" : "";
}

Reason has_many_lanes(const Session& s) {
    return s.row_order().tasks.size() > Lanes::kMany ? "" : "ui.why.few_lanes";
}

void zoom_by(Session& s, double factor) {
    const View now = s.visible();
    const double at = s.empty() ? 0.0 : s.axis().at(s.cursor());
    const bool visible = at >= now.first && at <= now.last;
    s.zoom(factor, visible ? at : (now.first + now.last) / 2.0);
}

void pan_by(Session& s, double part) {
    const View now = s.visible();
    s.pan((now.last - now.first) * part);
}

void escape(Session& s) {
    if (s.dialog != Dialog::None) {
        s.dialog = Dialog::None;
    } else if (s.tour.running()) {
        s.tour.end();
    } else if (s.busy() && !s.stopping()) {
        s.stop();
    } else if (s.notice()) {
        s.dismiss_notice();
    } else if (!s.selection().empty()) {
        s.clear_selection();
    } else {
        s.close_comparison();
    }
}

static constexpr Command kCommands[] = {
    {"zoom-in", "ui.command.zoom_in", held(Key::W), kNone, has_run,
     [](Session& s) { zoom_by(s, 0.8); }},
    {"zoom-out", "ui.command.zoom_out", held(Key::S), kNone, can_pan,
     [](Session& s) { zoom_by(s, 1.25); }},
    {"pan-left", "ui.command.pan_left", held(Key::A), kNone, can_pan,
     [](Session& s) { pan_by(s, -0.1); }},
    {"pan-right", "ui.command.pan_right", held(Key::D), kNone, can_pan,
     [](Session& s) { pan_by(s, 0.1); }},
    {"fit", "ui.command.fit", key(Key::F), kNone, has_run, [](Session& s) { s.fit(); }},
    {"axis", "ui.command.axis", key(Key::T), kNone, always, [](Session& s) { s.next_axis(); }},
    {"legend", "ui.command.legend", key(Key::L), kNone, always,
     [](Session& s) { s.settings.legend = !s.settings.legend; }},
    {"legend-sheet", "ui.command.legend_sheet", shift(Key::L), kNone, always,
     [](Session& s) { toggle_dialog(s, Dialog::Legend); }},
    {"lanes", "ui.command.lanes", key(Key::V), kNone, has_many_lanes,
     [](Session& s) { s.settings.fold_lanes = !s.settings.fold_lanes; }},
    {"escape", "ui.command.escape", key(Key::Escape), kNone, can_escape, escape},
};

}  // namespace

CommandGroup look_commands() { return {"ui.commands.look", kCommands}; }

}  // namespace coroscope::gui
