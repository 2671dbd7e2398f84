// What opens over the panels: the file dialogs, the key sheet, and sentences that go away by
// themselves.

#include <fmt/format.h>
#include <cmath>

#include "gui/model/command.h"
#include "gui/views/compat.h"
#include "gui/views/line_break.h"
#include "gui/views/panel.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr double kNoticeSeconds = 6.0;

// A window in the middle of the screen over a dimmed ground. Clicks beside it close it.
class Sheet {
public:
    /// `size` in design pixels.
    Sheet(Ui& ui, Session& session, const char* name, const Rect& window, ImVec2 size) : ui_(ui) {
        const float w = std::min(ui.px(size.x), window.width() - ui.px(32.0F));
        const float h = std::min(ui.px(size.y), window.height() - ui.px(32.0F));
        const float x = std::round(window.center_x() - w / 2.0F);
        const float y = std::round(window.center_y() - h / 2.0F);
        rect = {x, y, x + w, y + h};
        ImGui::SetNextWindowPos(window.min());
        ImGui::SetNextWindowSize(window.size());
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
        ImGui::PushStyleColor(ImGuiCol_WindowBg, color(ui.base().window, 0.6F));
        ImGui::Begin(name, nullptr,
                     ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
        if (ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) &&
            ImGui::IsMouseClicked(ImGuiMouseButton_Left) &&
            !rect.contains(ImGui::GetIO().MousePos)) {
            session.dialog = Dialog::None;
        }
        const float radius = ui.px(kSize.panel_radius);
        ui.fill(rect, color(ui.base().panel), radius);
        ui.outline(rect, color(ui.base().border_strong), radius);
        ui.mark(std::string("dialog/") + name, rect);
    }
    ~Sheet() {
        ImGui::End();
        ImGui::PopStyleColor();
        ImGui::PopStyleVar();
    }
    Sheet(const Sheet&) = delete;
    Sheet& operator=(const Sheet&) = delete;

    // Title and close button; returns the content's room.
    Rect header(Session& session, std::string_view title) {
        Rect room = rect.inset(ui_.px(kSize.space_l), 0.0F);
        Rect top = room.cut_top(ui_.px(44.0F));
        const Rect close =
            top.cut_right(ui_.px(kSize.button_height)).middle(ui_.px(kSize.button_height));
        if (button(ui_, "dialog/close", close, {look::kIcon.cancelled_failed, {}, {}},
                   ButtonLook::Ghost)) {
            session.dialog = Dialog::None;
        }
        ui_.tooltip(ui_.tr("ui.close"), "Esc");
        ui_.text(ui_.fonts.title, top, color(ui_.base().text), title);
        room.cut_bottom(ui_.px(kSize.space_l));
        return room;
    }

    Rect rect;

private:
    Ui& ui_;
};

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

void draw_file_dialog(Ui& ui, Session& session, const Rect& window) {
    Sheet sheet(ui, session, "file", window, {560.0F, 460.0F});
    const bool opens = session.dialog == Dialog::Open;
    const char* title = opens                            ? "ui.command.open"
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

void draw_key_sheet(Ui& ui, Session& session, const Rect& window) {
    std::vector<const Command*> with_keys;
    for (const Command& command : commands()) {
        if (command.shortcut.key != Key::None) {
            with_keys.push_back(&command);
        }
    }
    const auto rows = static_cast<float>(with_keys.size());
    const float row_height = 25.0F;
    const bool two_columns = rows * row_height + 90.0F > window.height() / ui.scale;
    const float lines = two_columns ? std::ceil(rows / 2.0F) : rows;
    Sheet sheet(ui, session, "keys", window,
                {two_columns ? 860.0F : 480.0F, lines * row_height + 64.0F});
    Rect room = sheet.header(session, ui.tr("ui.command.keys"));
    const float column = two_columns ? (room.width() - ui.px(32.0F)) / 2.0F : room.width();
    int i = 0;
    for (const Command* command : with_keys) {
        const bool second = two_columns && i >= static_cast<int>(lines);
        const float x = room.x0 + (second ? column + ui.px(32.0F) : 0.0F);
        const float y = room.y0 + ui.px(row_height) *
                                      static_cast<float>(second ? i - static_cast<int>(lines) : i);
        ++i;
        Rect row{x, y, x + column, y + ui.px(row_height)};
        const std::string keys = text_of(command->shortcut);
        key_hint(ui, keys, row.cut_right(key_hint_width(ui, keys)).x0, row.center_y());
        row.cut_right(ui.px(kSize.space_s));
        ui.text(ui.fonts.body, row, color(ui.base().text_2), ui.tr(command->name));
    }
}

void draw_notice(Ui& ui, Session& session, ViewState& state, const Rect& window) {
    if (!session.notice()) {
        return;
    }
    const Notice notice = session.notice().value_or(Notice{});
    if (state.notice_number != notice.number) {
        state.notice_number = notice.number;
        state.notice_since = ImGui::GetTime();
    }
    if (!notice.error && ImGui::GetTime() - state.notice_since > kNoticeSeconds) {
        session.dismiss_notice();
        return;
    }
    const std::string words = ui.tr(notice.message);
    const float padding = ui.px(kSize.space_m);
    const float widest = std::min(ui.px(640.0F), window.width() - ui.px(64.0F));
    const float w =
        std::min(widest, Ui::width(ui.fonts.body, words) + padding * 2.0F + ui.px(24.0F + 36.0F));
    const float line = ui.px(20.0F);
    const float text_width = w - padding * 2.0F - ui.px(24.0F + 36.0F) + 2.0F;
    const auto lines = break_lines(
        words, text_width, [&](std::string_view part) { return Ui::width(ui.fonts.body, part); });
    const float h = static_cast<float>(lines.size()) * line + padding * 1.5F;
    const float x = std::round(window.center_x() - w / 2.0F);
    const Rect box{x, window.y1 - ui.px(28.0F) - h, x + w, window.y1 - ui.px(28.0F)};
    ImGui::SetNextWindowPos(box.min());
    ImGui::SetNextWindowSize(box.size());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
    ImGui::Begin("notice", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing);
    const float radius = ui.px(kSize.button_radius);
    ui.fill(box, color(ui.base().raised), radius);
    ui.outline(box, color(notice.error ? ui.base().error : ui.base().border_strong), radius);
    ui.mark("notice", box);
    Rect room = box.inset(padding, padding * 0.75F);
    const Rect close = room.cut_right(ui.px(24.0F));
    room.cut_right(ui.px(kSize.space_m));
    if (button(ui, "notice/close",
               {close.x0, box.center_y() - ui.px(12.0F), close.x1, box.center_y() + ui.px(12.0F)},
               {look::kIcon.cancelled_failed, {}, {}}, ButtonLook::Ghost)) {
        session.dismiss_notice();
    }
    const Rect mark = room.cut_left(ui.px(24.0F));
    ui.text(ui.fonts.body, {mark.x0, mark.y0, mark.x1, mark.y0 + line},
            color(notice.error ? ui.base().error : ui.base().ok),
            notice.error ? look::kIcon.warning : look::kIcon.ok);
    room.x1 = room.x0 + text_width;
    ui.paragraph(ui.fonts.body, room, color(ui.base().text), words, line);
    ImGui::End();
    ImGui::PopStyleVar();
}

}  // namespace

void draw_dialogs(Ui& ui, Session& session, ViewState& state, const Rect& window) {
    switch (session.dialog) {
    case Dialog::Open:
    case Dialog::Save:
    case Dialog::Export: draw_file_dialog(ui, session, window); break;
    case Dialog::Keys: draw_key_sheet(ui, session, window); break;
    case Dialog::None:
    case Dialog::Legend: break;
    }
    draw_notice(ui, session, state, window);
}

}  // namespace coroscope::gui
