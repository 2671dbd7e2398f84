// Open, save, export: a folder's files, and a name to type.

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <utility>

#include "gui/model/command.h"
#include "gui/views/dialogs/dialogs.h"
#include "gui/views/dialogs/sheet.h"
#include "gui/views/panel.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

// Requires: the dialog reads a file.
void read(Session& session, const std::filesystem::path& path) {
    if (std::exchange(session.dialog, Dialog::None) == Dialog::Compare) {
        session.compare_with(request_of_file(path));
    } else {
        session.open_file(path);
    }
}

void accept(Session& session) {
    FileBrowser& browser = session.browser;
    const std::filesystem::path path = browser.chosen();
    if (path.empty()) {
        return;
    }
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        browser.name.clear();
        browser.visit(path);
        return;
    }
    session.remembered.folder = browser.folder().string();
    if (session.dialog == Dialog::Open || session.dialog == Dialog::Compare) {
        read(session, path);
        return;
    }
    if (std::filesystem::exists(path, error) && browser.replaces != path) {
        browser.replaces = path;  // the second time it is meant
        return;
    }
    const bool written =
        session.dialog == Dialog::Save ? session.save_trace(path) : session.export_run(path);
    if (written) {
        session.dialog = Dialog::None;
    }
}

std::string size_text(std::uintmax_t bytes) {
    const auto n = static_cast<double>(bytes);
    return bytes < 1000        ? fmt::format("{} B", bytes)
           : bytes < 1'000'000 ? fmt::format("{:.1f} kB", n / 1e3)
                               : fmt::format("{:.1f} MB", n / 1e6);
}

// Returns true if the entry is to be opened.
bool draw_entry(Ui& ui, FileBrowser& browser, std::size_t index, Rect row) {
    const FileBrowser::Entry& entry = browser.entries()[index];
    const bool chosen = browser.selected() == index || entry.name == browser.name;
    const bool clicked = ui.hit("file/" + entry.name, row, true, chosen);
    if (chosen || ImGui::IsItemHovered()) {
        ui.fill(row, color(chosen ? ui.base().accent_soft : ui.base().hover), ui.px(4.0F));
    }
    const bool twice = ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
    row = row.inset(ui.px(kSize.space_s), 0.0F);
    if (!entry.folder) {
        const std::string bytes = size_text(entry.size);
        ui.text(ui.fonts.mono_small, row.cut_right(Ui::width(ui.fonts.mono_small, bytes) + 1.0F),
                color(ui.base().text_3), bytes);
    }
    ui.text(ui.fonts.body, row, color(entry.folder ? ui.base().accent : ui.base().text),
            entry.folder ? entry.name + "/" : entry.name);
    const bool folder = entry.folder;
    if (clicked) {
        browser.choose(index);
    }
    return (clicked && folder) || twice;
}

void draw_entries(Ui& ui, Session& session, const Rect& rect, bool moved) {
    ui.fill(rect, color(ui.base().inset), ui.px(kSize.button_radius));
    FileBrowser& browser = session.browser;
    if (!browser.problem().empty() || browser.entries().empty()) {
        const std::string words =
            browser.problem().empty() ? std::string(ui.tr("ui.empty_folder")) : browser.problem();
        ui.text(ui.fonts.body, rect, color(ui.base().text_3), words, Align::Center);
        return;
    }
    ScrollArea area(ui, "files", rect.inset(ui.px(kSize.space)));
    float y = area.top();
    const float h = ui.px(kSize.tree_row);
    bool opened = false;
    for (std::size_t i = 0; i < browser.entries().size(); ++i) {
        const Rect row{area.rect.x0, y, area.right(), y + h};
        y += h;
        if (moved && browser.selected() == i) {
            area.bring_into_view(row.y0, row.y1);
        }
        if (area.shows(row.y0, row.y1)) {
            opened = draw_entry(ui, browser, i, row) || opened;
        }
    }
    area.finish(y);
    if (opened) {
        accept(session);
    }
}

// Where one is, how the files stand, and the files opened lately.
void draw_where(Ui& ui, Session& session, Rect row) {
    FileBrowser& browser = session.browser;
    const ButtonText up{{}, ui.tr("ui.folder_up"), {}};
    if (button(ui, "file-up", row.cut_left(button_width(ui, up)), up)) {
        browser.up();
    }
    ui.tooltip(ui.tr("ui.folder_up"), "Backspace");
    row.cut_left(ui.px(kSize.space_m));
    const auto toggle = [&](const char* label, const char* icon, const char* tip) {
        const bool clicked = button(ui, label, row.cut_right(ui.px(kSize.button_height)),
                                    {icon, {}, {}}, ButtonLook::Ghost);
        ui.tooltip(ui.tr(tip));
        return clicked;
    };
    if (toggle("file-hidden", look::kIcon.look_here,
               browser.shows_hidden() ? "ui.hidden_hide" : "ui.hidden_show")) {
        browser.show_hidden(!browser.shows_hidden());
    }
    const std::array<std::string_view, 3> names{ui.tr("ui.sort_name"), ui.tr("ui.sort_size"),
                                                ui.tr("ui.sort_changed")};
    const Rect sorting =
        row.cut_right(segments_width(ui, names)).middle(ui.px(kSize.segment_height));
    const int clicked =
        segments(ui, "file-sort", sorting, names, static_cast<int>(browser.sorting()));
    if (clicked >= 0) {
        browser.sort(static_cast<FileBrowser::Sorting>(clicked));
    }
    row.cut_right(ui.px(kSize.space_s));
    ui.text(ui.fonts.mono_small, row, color(ui.base().text_2), browser.folder().string());
}

void draw_recent(Ui& ui, Session& session, Rect& room) {
    static constexpr std::size_t kMost = 3;
    const std::vector<std::string> files = session.remembered.files;
    for (std::size_t i = 0; i < std::min(kMost, files.size()); ++i) {
        const std::filesystem::path path(files[i]);
        Rect row = room.cut_top(ui.px(kSize.tree_row));
        const bool clicked = ui.hit("recent/" + std::to_string(i), row);
        if (ImGui::IsItemHovered()) {
            ui.fill(row, color(ui.base().hover), ui.px(4.0F));
        }
        row = row.inset(ui.px(kSize.space_s), 0.0F);
        ui.text(ui.fonts.body, row.cut_left(row.width() * 0.5F), color(ui.base().text_2),
                path.filename().string());
        ui.text(ui.fonts.mono_small, row, color(ui.base().text_3), path.parent_path().string(),
                Align::Right);
        if (clicked) {
            read(session, path);
        }
    }
    if (!files.empty()) {
        room.cut_top(ui.px(kSize.space_s));
    }
}

// What stands between the list and the name: which endings there are, or that a file is replaced.
void draw_hint(Ui& ui, const Session& session, const Rect& row) {
    const FileBrowser& browser = session.browser;
    if (!browser.replaces.empty()) {
        ui.text(ui.fonts.small, row, color(ui.base().warning),
                ui.tr(Message("ui.file_exists",
                              {code_arg("file", browser.replaces.filename().string())})));
        return;
    }
    std::string endings = Session::export_endings();
    if (session.dialog != Dialog::Export) {
        endings.clear();
        for (const std::string& ending : browser.endings()) {
            endings += (endings.empty() ? "" : " ") + ending;
        }
    }
    ui.text(ui.fonts.small, row, color(ui.base().text_3),
            ui.tr(Message(session.dialog == Dialog::Export ? "ui.export_endings" : "ui.endings",
                          {text_arg("endings", endings)})));
}

// Returns whether another entry was chosen.
bool handle_keys(Ui& ui, FileBrowser& browser) {
    const auto pressed = [&](Key key) {
        const Shortcut shortcut{.key = key, .repeats = true};
        return ui.focus.takes(shortcut) ? 0 : ui.presses(shortcut);
    };
    const int rows = pressed(Key::Down) - pressed(Key::Up);
    browser.move(rows);
    if (browser.name.empty() && pressed(Key::Backspace) > 0) {
        browser.up();
    }
    return rows != 0;
}

}  // namespace

void draw_file_dialog(Ui& ui, Session& session, const Rect& window) {
    Sheet sheet(ui, session, "file", window, {640.0F, 520.0F});
    const bool compares = session.dialog == Dialog::Compare;
    const bool opens = session.dialog == Dialog::Open || compares;
    const bool replaces = !session.browser.replaces.empty();
    const char* title = compares                         ? "ui.command.compare_file"
                        : opens                          ? "ui.command.open"
                        : session.dialog == Dialog::Save ? "ui.command.save"
                                                         : "ui.command.export";
    const char* verb = opens                            ? "ui.open"
                       : replaces                       ? "ui.replace"
                       : session.dialog == Dialog::Save ? "ui.save"
                                                        : "ui.export";
    Rect room = sheet.header(session, ui.tr(title));
    draw_where(ui, session, room.cut_top(ui.px(kSize.button_height)));
    room.cut_top(ui.px(kSize.space_s));
    if (opens) {
        draw_recent(ui, session, room);
    }
    const bool moved = handle_keys(ui, session.browser);
    Rect bottom = room.cut_bottom(ui.px(kSize.button_height));
    room.cut_bottom(ui.px(kSize.space_s));
    const bool can = !session.browser.name.empty();
    const ButtonText go{{}, ui.tr(verb), {}, can};
    const Rect place = bottom.cut_right(std::max(button_width(ui, go), ui.px(80.0F)));
    bottom.cut_right(ui.px(kSize.space_s));
    const bool entered =
        ui.presses({.key = Key::Enter}) > 0 && !ui.focus.takes({.key = Key::Enter});
    if (text_field(ui, "file-name", bottom, session.browser.name, ui.tr("ui.file_name"))) {
        session.browser.typed();
    }
    const bool clicked =
        button(ui, "file-accept", place, go, can ? ButtonLook::Primary : ButtonLook::Raised);
    draw_hint(ui, session, room.cut_bottom(ui.px(kSize.tree_row)));
    draw_entries(ui, session, room, moved);
    if (clicked || (entered && can)) {
        accept(session);
        ui.focus.ask_for("file-name");
    }
}

}  // namespace coroscope::gui
