// Every command that has a key, by group.

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "gui/model/command.h"
#include "gui/views/dialogs/dialogs.h"
#include "gui/views/dialogs/sheet.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr float kRow = 24.0F;
static constexpr float kColumn = 400.0F;

struct Line {
    std::string_view heading;          ///< of a group, "" for a command's line
    const Command* command = nullptr;  ///< null for a heading
};

std::vector<Line> lines_of_sheet() {
    std::vector<Line> lines;
    for (const CommandGroup& group : command_groups()) {
        lines.push_back({group.name, nullptr});
        for (const Command& command : group.commands) {
            const bool shown_with_the_first =
                command.shortcut.key > Key::Digit1 && command.shortcut.key <= Key::Digit9;
            if (command.shortcut.key != Key::None && !shown_with_the_first) {
                lines.push_back({{}, &command});
            }
        }
        if (lines.back().command == nullptr) {
            lines.pop_back();
        }
    }
    return lines;
}

}  // namespace

void draw_key_sheet(Ui& ui, Session& session, const Rect& window) {
    const std::vector<Line> lines = lines_of_sheet();
    const auto count = static_cast<float>(lines.size());
    const float most_height = window.height() / ui.scale - 96.0F;
    const float columns = std::clamp(std::ceil(count * kRow / most_height), 1.0F, 3.0F);
    const float rows = std::ceil(count / columns);
    Sheet sheet(ui, session, "keys", window,
                {columns * kColumn + (columns - 1.0F) * kSize.space_l * 2.0F + kSize.space_l * 2.0F,
                 rows * kRow + 64.0F});
    const Rect room = sheet.header(session, ui.tr("ui.command.keys"));
    const float gap = ui.px(kSize.space_l * 2.0F);
    const float width = (room.width() - gap * (columns - 1.0F)) / columns;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const float column = std::floor(static_cast<float>(i) / rows);
        const float x = room.x0 + column * (width + gap);
        const float y = room.y0 + ui.px(kRow) * (static_cast<float>(i) - column * rows);
        Rect row{x, y, x + width, y + ui.px(kRow)};
        const Command* const command = lines[i].command;
        if (command == nullptr) {
            ui.text(ui.fonts.body_strong, row, color(ui.base().text), ui.tr(lines[i].heading));
            continue;
        }
        const bool numbers = command->shortcut.key == Key::Digit1;
        const std::string keys = numbers ? "1 … 9" : text_of(command->shortcut);
        key_hint(ui, keys, row.cut_right(key_hint_width(ui, keys)).x0, row.center_y());
        row.cut_right(ui.px(kSize.space_s));
        ui.text(ui.fonts.body, row, color(ui.base().text_2),
                ui.tr(numbers ? "ui.command.run_next" : command->name));
    }
}

}  // namespace coroscope::gui
