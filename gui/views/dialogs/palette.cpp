// The command palette: a field, and below it what matches.

#include "gui/model/palette.h"

#include <algorithm>

#include "gui/model/command.h"
#include "gui/views/dialogs/dialogs.h"
#include "gui/views/dialogs/sheet.h"
#include "gui/views/panel.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr float kWidth = 480.0F;
constexpr float kMostRows = 16.0F;
constexpr float kField = 32.0F;

struct Words {
    std::string name;
    std::string quiet;  // at the right
    std::string keys;
};

Words words_of(const Ui& ui, const PaletteEntry& entry) {
    switch (entry.kind) {
    case PaletteEntry::Kind::Command: {
        const Command& one = command(entry.id);
        return {std::string(ui.tr(one.name)), {}, text_of(one.shortcut)};
    }
    case PaletteEntry::Kind::Scenario: {
        const ScenarioInfo& about = info(*find_scenario(entry.id));
        const bool english = ui.language == Language::English;
        return {ui.tr(Message("ui.open_it",
                              {text_arg("what", english ? about.title_en : about.title_zh)})),
                entry.id,
                {}};
    }
    case PaletteEntry::Kind::File: {
        const std::filesystem::path path(entry.id);
        return {ui.tr(Message("ui.open_it", {text_arg("what", path.filename().string())})),
                path.parent_path().string(),
                {}};
    }
    }
    return {};
}

void draw_row(Ui& ui, const Session& session, const PaletteEntry& entry, Rect row) {
    const std::string_view why_not = entry.why_not(session);
    const look::Base& base = ui.base();
    const Words words = words_of(ui, entry);
    row = row.inset(ui.px(kSize.space_s), 0.0F);
    if (!words.keys.empty()) {
        const Rect hint = row.cut_right(key_hint_width(ui, words.keys));
        key_hint(ui, words.keys, hint.x0, hint.center_y());
        row.cut_right(ui.px(kSize.space_s));
    }
    const std::string_view quiet = why_not.empty() ? std::string_view(words.quiet) : ui.tr(why_not);
    const float name_width = Ui::width(ui.fonts.body, words.name) + ui.px(1.0F);
    const Rect name = row.cut_left(name_width);
    row.cut_left(ui.px(kSize.space_m));
    ui.text(ui.fonts.body, name, color(why_not.empty() ? base.text : base.text_disabled),
            words.name);
    if (row.width() > ui.px(40.0F)) {
        ui.text(ui.fonts.small, row, color(why_not.empty() ? base.text_3 : base.text_disabled),
                quiet, Align::Right);
    }
}

}  // namespace

void draw_palette(Ui& ui, Session& session, const Rect& window) {
    Palette& palette = session.palette;
    const auto count = static_cast<float>(palette.entries().size());
    const float rows = std::clamp(count, 1.0F, kMostRows);
    Sheet sheet(ui, session, "palette", window,
                {kWidth, kField + rows * kSize.tree_row + kSize.space_m * 2.0F}, SheetPlace::Upper);
    Rect room = sheet.rect.inset(ui.px(kSize.space_s));
    if (text_field(ui, "palette-query", room.cut_top(ui.px(kField)), palette.query,
                   ui.tr("ui.palette_hint"))) {
        palette.update(session);
    }
    room.cut_top(ui.px(kSize.space));
    const auto pressed = [&](Key key) { return ui.presses({.key = key, .repeats = true}); };
    const int moved = pressed(Key::Down) - pressed(Key::Up) +
                      (pressed(Key::PageDown) - pressed(Key::PageUp)) * 10;
    palette.move(moved);
    if (palette.entries().empty()) {
        empty_note(ui, room, ui.tr("ui.palette_empty"));
        return;
    }
    ScrollArea area(ui, "palette-rows", room);
    const float h = ui.px(kSize.tree_row);
    bool accepted = pressed(Key::Enter) > 0 && !ui.focus.takes({.key = Key::Enter});
    float y = area.top();
    for (std::size_t i = 0; i < palette.entries().size(); ++i, y += h) {
        const Rect row{room.x0, y, area.right(), y + h};
        const bool chosen = i == palette.chosen();
        if (chosen && moved != 0) {
            area.bring_into_view(row.y0, row.y1);
        }
        if (!area.shows(row.y0, row.y1)) {
            continue;
        }
        const PaletteEntry& entry = palette.entries()[i];
        const std::string_view why_not = entry.why_not(session);
        if (ui.hit("palette/" + entry.key(), row, why_not.empty(), chosen)) {
            palette.choose(i);
            accepted = true;
        }
        if (chosen || ImGui::IsItemHovered()) {
            ui.fill(row, color(chosen ? ui.base().accent_soft : ui.base().hover), ui.px(4.0F));
        }
        draw_row(ui, session, entry, row);
    }
    area.finish(y);
    if (accepted) {
        palette.accept(session);
    }
}

}  // namespace coroscope::gui
