// The bookmarks of the run: go there, rename, remove.

#include "gui/model/bookmarks.h"

#include <algorithm>

#include "gui/model/command.h"
#include "gui/views/dialogs/dialogs.h"
#include "gui/views/dialogs/sheet.h"
#include "gui/views/panel.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr float kWidth = 560.0F;
constexpr float kMostRows = 14.0F;
constexpr float kRow = 28.0F;

enum class Done : std::uint8_t { Nothing, GoTo, Rename, Remove };

Done draw_row(Ui& ui, const Session& session, BookmarksState& state, const Bookmark& bookmark,
              Rect row) {
    const std::string label = "bookmark/" + std::to_string(bookmark.event);
    Done done = Done::Nothing;
    const auto icon = [&](const char* name, const char* glyph, const char* tip) {
        const bool clicked = button(ui, label + "/" + name, row.cut_right(ui.px(kRow)),
                                    {glyph, {}, {}}, ButtonLook::Ghost);
        ui.tooltip(ui.tr(tip));
        return clicked;
    };
    if (icon("remove", look::kIcon.cancelled_failed, "ui.bookmark_remove")) {
        done = Done::Remove;
    }
    if (icon("rename", look::kIcon.source, "ui.bookmark_rename")) {
        done = Done::Rename;
    }
    if (state.renamed == bookmark.event) {
        text_field(ui, label + "/name", row, state.name, ui.tr("ui.bookmark"));
        const bool entered = ui.presses({.key = Key::Enter}) > 0;
        return entered ? Done::Rename : done;
    }
    const bool here = bookmark.event == session.cursor();
    if (ui.hit(label, row, true, here)) {
        done = Done::GoTo;
    }
    if (here || ImGui::IsItemHovered()) {
        ui.fill(row, color(here ? ui.base().accent_soft : ui.base().hover), ui.px(4.0F));
    }
    row = row.inset(ui.px(kSize.space_s), 0.0F);
    const std::string time = format_duration(session.timeline().time_of(bookmark.event));
    ui.text(ui.fonts.mono_small, row.cut_left(ui.px(72.0F)), color(ui.base().text_3), time);
    ui.text(ui.fonts.body, row, color(ui.base().text), bookmark.name);
    return done;
}

}  // namespace

void draw_bookmarks(Ui& ui, Session& session, ViewState& state, const Rect& window) {
    std::vector<Bookmark> all = session.bookmarks().all();
    std::erase_if(all, [&](const Bookmark& bookmark) {
        return bookmark.event >= session.timeline().trace().size();
    });
    const float rows = std::clamp(static_cast<float>(all.size()), 2.0F, kMostRows);
    Sheet sheet(ui, session, "bookmarks", window,
                {kWidth, 44.0F + kRow * (rows + 1.0F) + kSize.space_l + kSize.space_s});
    Rect room = sheet.header(session, ui.tr("ui.command.bookmarks"));
    Rect foot = room.cut_bottom(ui.px(kRow));
    const ButtonText add{look::kIcon.bookmark, ui.tr("ui.command.bookmark"), "M"};
    if (button(ui, "bookmark-here", foot.cut_left(button_width(ui, add)), add)) {
        run_command(session, "bookmark");
    }
    room.cut_bottom(ui.px(kSize.space_s));
    if (all.empty()) {
        empty_note(ui, room, ui.tr("ui.bookmarks_empty"));
        return;
    }
    ScrollArea area(ui, "bookmark-rows", room);
    const float h = ui.px(kRow);
    float y = area.top();
    BookmarksState& names = state.bookmarks;
    for (const Bookmark& bookmark : all) {
        const Rect row{room.x0, y, area.right(), y + h};
        y += h;
        if (!area.shows(row.y0, row.y1)) {
            continue;
        }
        switch (draw_row(ui, session, names, bookmark, row)) {
        case Done::Nothing: break;
        case Done::GoTo:
            session.seek(bookmark.event);
            session.dialog = Dialog::None;
            break;
        case Done::Remove: session.edit_bookmarks().erase(bookmark.event); break;
        case Done::Rename:
            if (names.renamed == bookmark.event) {
                session.edit_bookmarks().rename(bookmark.event, names.name);
                names.renamed = kNoEvent;
            } else {
                names = {bookmark.event, bookmark.name};
                ui.focus.ask_for("bookmark/" + std::to_string(bookmark.event) + "/name");
            }
            break;
        }
    }
    area.finish(y);
}

}  // namespace coroscope::gui
