// Open, save, export: a folder's files, and a name to type.

#include <fmt/format.h>

#include "gui/model/command.h"
#include "gui/views/dialogs/dialogs.h"
#include "gui/views/dialogs/sheet.h"
#include "gui/views/panel.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

void accept(Session& session) {
    const std::filesystem::path path = session.browser.chosen();
    if (path.empty()) {
        return;
    }
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        session.browser.name.clear();
        session.browser.visit(path);
        return;
    }
    switch (session.dialog) {
    case Dialog::Open:
        session.dialog = Dialog::None;
        session.open_file(path);
        break;
    case Dialog::Compare:
        session.dialog = Dialog::None;
        session.compare_with({{}, path});
        break;
    case Dialog::Save:
        if (session.save_trace(path)) {
            session.dialog = Dialog::None;
        }
        break;
    case Dialog::Export:
        if (session.export_run(path)) {
            session.dialog = Dialog::None;
        }
        break;
    case Dialog::None:
    case Dialog::Keys:
    case Dialog::Legend: break;
    }
}

std::string size_text(std::uintmax_t bytes) {
    const auto n = static_cast<double>(bytes);
    return bytes < 1000        ? fmt::format("{} B", bytes)
           : bytes < 1'000'000 ? fmt::format("{:.1f} kB", n / 1e3)
                               : fmt::format("{:.1f} MB", n / 1e6);
}

void draw_entries(Ui& ui, Session& session, const Rect& rect) {
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
    for (std::size_t i = 0; i < browser.entries().size(); ++i) {
        const FileBrowser::Entry entry = browser.entries()[i];
        Rect row{area.rect.x0, y, area.right(), y + h};
        y += h;
        if (!area.shows(row.y0, row.y1)) {
            continue;
        }
        const bool chosen = entry.name == browser.name;
        const bool clicked = ui.hit("file/" + entry.name, row, true, chosen);
        if (chosen || ImGui::IsItemHovered()) {
            ui.fill(row, color(chosen ? ui.base().accent_soft : ui.base().hover), ui.px(4.0F));
        }
        const bool twice =
            ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
        row = row.inset(ui.px(kSize.space_s), 0.0F);
        if (!entry.folder) {
            const std::string bytes = size_text(entry.size);
            ui.text(ui.fonts.mono_small,
                    row.cut_right(Ui::width(ui.fonts.mono_small, bytes) + 1.0F),
                    color(ui.base().text_3), bytes);
        }
        ui.text(ui.fonts.body, row, color(entry.folder ? ui.base().accent : ui.base().text),
                entry.folder ? entry.name + "/" : entry.name);
        if (clicked && entry.folder) {
            browser.visit(browser.folder() / entry.name);
            break;
        }
        if (clicked) {
            browser.name = entry.name;
        }
        if (twice && !entry.folder) {
            accept(session);
            break;
        }
    }
    area.finish(y);
}

}  // namespace

void draw_file_dialog(Ui& ui, Session& session, const Rect& window) {
    Sheet sheet(ui, session, "file", window, {560.0F, 460.0F});
    const bool compares = session.dialog == Dialog::Compare;
    const bool opens = session.dialog == Dialog::Open || compares;
    const char* title = compares                         ? "ui.command.compare_file"
                        : opens                          ? "ui.command.open"
                        : session.dialog == Dialog::Save ? "ui.command.save"
                                                         : "ui.command.export";
    const char* verb = opens ? "ui.open" : session.dialog == Dialog::Save ? "ui.save" : "ui.export";
    Rect room = sheet.header(session, ui.tr(title));
    Rect where = room.cut_top(ui.px(kSize.button_height));
    const ButtonText up{{}, ui.tr("ui.folder_up"), {}};
    if (button(ui, "file-up", where.cut_left(button_width(ui, up)), up)) {
        session.browser.up();
    }
    where.cut_left(ui.px(kSize.space_m));
    ui.text(ui.fonts.mono_small, where, color(ui.base().text_2), session.browser.folder().string());
    room.cut_top(ui.px(kSize.space_s));
    Rect bottom = room.cut_bottom(ui.px(kSize.button_height));
    room.cut_bottom(ui.px(kSize.space_s));
    const bool can = !session.browser.name.empty();
    const ButtonText go{{}, ui.tr(verb), {}, can};
    const Rect place = bottom.cut_right(std::max(button_width(ui, go), ui.px(80.0F)));
    bottom.cut_right(ui.px(kSize.space_s));
    const bool entered = ui.presses({.key = Key::Enter}) > 0;
    text_field(ui, "file-name", bottom, session.browser.name, ui.tr("ui.file_name"));
    const bool clicked =
        button(ui, "file-accept", place, go, can ? ButtonLook::Primary : ButtonLook::Raised);
    if (session.dialog == Dialog::Export) {
        const std::string hint = to_string(
            Message("ui.export_endings", {text_arg("endings", Session::export_endings())}),
            session.settings.language);
        ui.text(ui.fonts.small, room.cut_bottom(ui.px(kSize.tree_row)), color(ui.base().text_3),
                hint);
    }
    draw_entries(ui, session, room);
    if (clicked || (entered && can)) {
        accept(session);
    }
}

}  // namespace coroscope::gui
