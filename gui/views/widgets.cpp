#include "gui/views/widgets.h"

#include <imgui_stdlib.h>

#include <cmath>
#include <string>

#include "gui/model/command.h"
#include "gui/views/compat.h"

namespace coroscope::gui {
namespace {

using look::kSize;

float icon_gap(const Ui& ui) { return ui.px(6.0F); }

ImU32 button_fill(const Ui& ui, ButtonLook look, bool hovered, bool held) {
    const look::Base& base = ui.base();
    if (look == ButtonLook::Primary) {
        return color(held      ? mix(base.accent, base.window, 0.2F)
                     : hovered ? mix(base.accent, base.text, 0.15F)
                               : base.accent);
    }
    if (held) {
        return color(base.pressed);
    }
    if (hovered) {
        return color(base.hover);
    }
    return look == ButtonLook::Raised ? color(base.raised) : 0;
}

void button_content(Ui& ui, const Rect& rect, const ButtonText& content, ImU32 ink,
                    ImU32 icon_ink) {
    const Fonts& fonts = ui.fonts;
    if (content.text.empty() && content.key.empty()) {
        ui.text(fonts.body, rect, icon_ink, content.icon, Align::Center);
        return;
    }
    const float spare = std::floor((rect.width() - button_width(ui, content)) / 2.0F);
    Rect row = rect.inset(ui.px(kSize.button_padding_x) + std::max(0.0F, spare), 0.0F);
    if (!content.icon.empty()) {
        const float w = Ui::width(fonts.body, content.icon);
        ui.text(fonts.body, row.cut_left(w), icon_ink, content.icon);
        row.cut_left(icon_gap(ui));
    }
    if (!content.key.empty()) {
        const Rect hint = row.cut_right(key_hint_width(ui, content.key));
        key_hint(ui, content.key, hint.x0, hint.center_y());
        row.cut_right(ui.px(kSize.space_s));
    }
    ui.text(fonts.body, row, ink, content.text);
}

}  // namespace

float button_width(const Ui& ui, const ButtonText& content) {
    float w = ui.px(kSize.button_padding_x) * 2.0F + Ui::width(ui.fonts.body, content.text);
    if (!content.icon.empty()) {
        w += Ui::width(ui.fonts.body, content.icon) + (content.text.empty() ? 0.0F : icon_gap(ui));
    }
    if (!content.key.empty()) {
        w += key_hint_width(ui, content.key) + ui.px(kSize.space_s);
    }
    return std::ceil(w);
}

bool button(Ui& ui, std::string_view label, const Rect& rect, const ButtonText& content,
            ButtonLook look) {
    const bool enabled = content.enabled;
    const bool clicked = ui.hit(label, rect, enabled);
    const bool hovered = enabled && ImGui::IsItemHovered();
    const bool held = enabled && ImGui::IsItemActive();
    const float radius = ui.px(kSize.button_radius);
    const look::Base& base = ui.base();
    if (const ImU32 fill = enabled ? button_fill(ui, look, hovered, held) : 0) {
        ui.fill(rect, fill, radius);
    }
    look::Color ink = base.text;
    look::Color icon_ink = look == ButtonLook::Ghost && !hovered ? base.text_2
                           : content.text.empty()                ? base.text
                                                                 : base.text_2;
    if (!enabled) {
        ink = icon_ink = base.text_disabled;
    } else if (look == ButtonLook::Primary) {
        ink = icon_ink = base.on_accent;
    }
    button_content(ui, rect, content, color(ink), color(icon_ink));
    return clicked;
}

bool command_button(Ui& ui, Session& session, std::string_view command_id, const Rect& rect,
                    const CommandLook& look) {
    const Command& command = gui::command(command_id);
    const std::string_view why_not = command.why_not(session);
    const std::string_view name = ui.tr(command.name);
    const ButtonText content{look.icon, {}, {}, why_not.empty()};
    const bool clicked = button(ui, command_id, rect, content, look.look);
    const std::string keys = text_of(command.shortcut);
    const std::string title = keys.empty() ? std::string(name) : std::string(name) + "  " + keys;
    ui.tooltip(title, why_not.empty() ? std::string_view{} : ui.tr(why_not));
    return clicked && run_command(session, command);
}

float segments_width(const Ui& ui, std::span<const std::string_view> names) {
    float w = ui.px(2.0F) * 2.0F;
    for (const std::string_view name : names) {
        w += std::ceil(Ui::width(ui.fonts.small, name)) + ui.px(kSize.button_padding_x) * 2.0F;
    }
    return w;
}

int segments(Ui& ui, std::string_view label, const Rect& rect,
             std::span<const std::string_view> names, int selected) {
    const look::Base& base = ui.base();
    const float radius = ui.px(kSize.segment_radius);
    ui.fill(rect, color(ui.dark() ? base.inset : base.hover), radius + ui.px(1.0F));
    Rect row = rect.inset(ui.px(2.0F));
    int clicked = -1;
    for (int i = 0; i < static_cast<int>(names.size()); ++i) {
        const std::string_view name = names[static_cast<std::size_t>(i)];
        const Rect part = row.cut_left(std::ceil(Ui::width(ui.fonts.small, name)) +
                                       ui.px(kSize.button_padding_x) * 2.0F);
        const std::string item = std::string(label) + "/" + std::to_string(i);
        if (ui.hit(item, part, true, i == selected)) {
            clicked = i;
        }
        const bool hovered = ImGui::IsItemHovered();
        if (i == selected) {
            ui.fill(part, color(ui.dark() ? base.hover : base.panel), radius - ui.px(1.0F));
            if (!ui.dark()) {
                ui.outline(part, color(base.border), radius - ui.px(1.0F));
            }
        } else if (hovered) {
            ui.fill(part, color(base.hover, 0.5F), radius - ui.px(1.0F));
        }
        ui.text(ui.fonts.small, part, color(i == selected || hovered ? base.text : base.text_2),
                name, Align::Center);
    }
    return clicked;
}

TabsDrawn tabs(Ui& ui, std::string_view label, const Rect& header, std::span<const Tab> all,
               int selected) {
    const look::Base& base = ui.base();
    float x = header.x0;
    int clicked = -1;
    for (int i = 0; i < static_cast<int>(all.size()); ++i) {
        const Tab& tab = all[static_cast<std::size_t>(i)];
        const float name_width = std::ceil(Ui::width(ui.fonts.body, tab.name));
        const float pill_space = tab.count >= 0 ? ui.px(6.0F) + pill_width(ui, tab.count) : 0.0F;
        const Rect rect{x, header.y0, x + name_width + pill_space, header.y1};
        const bool is_selected = i == selected;
        if (ui.hit(std::string(label) + "/" + std::to_string(i), rect, true, is_selected)) {
            clicked = i;
        }
        const bool bright = is_selected || ImGui::IsItemHovered();
        ui.text(ui.fonts.body, {x, rect.y0, x + name_width, rect.y1},
                color(bright ? base.text : base.text_3), tab.name);
        if (tab.count >= 0) {
            pill(ui, tab.count, x + name_width + ui.px(6.0F), rect.center_y(), tab.alarm);
        }
        if (is_selected) {
            const float top = header.y1 - ui.px(kSize.tab_underline);
            ui.fill({x, top, x + name_width, header.y1}, color(base.accent), 1.0F);
        }
        x = rect.x1 + ui.px(kSize.space_l);
    }
    return {clicked, x};
}

look::Color task_color(const Ui& ui, const Badge& badge) {
    return ui.theme->task[static_cast<std::size_t>(badge.colour)];
}

look::Color badge_ink(const Ui& ui) {
    return ui.dark() ? look::Color{0x0E, 0x10, 0x13, 0xFF} : look::Color{0xFF, 0xFF, 0xFF, 0xFF};
}

float badge(const Ui& ui, const Badge& badge, float x, float center_y, bool large) {
    const float w = ui.px(large ? kSize.badge_large_w : kSize.badge_w);
    const float h = ui.px(large ? kSize.badge_large_h : kSize.badge_h);
    const Rect rect{x, std::round(center_y - h / 2.0F), x + w, std::round(center_y - h / 2.0F) + h};
    ui.fill(rect, color(task_color(ui, badge)), ui.px(kSize.badge_radius));
    ImFont* font = large ? ui.fonts.mono_small : ui.fonts.mono_badge;
    const float text_width = Ui::width(font, badge.monogram);
    const ImVec2 at{std::floor(rect.center_x() - text_width / 2.0F + 0.5F),
                    std::round(rect.center_y() - font->FontSize / 2.0F)};
    Ui::list().AddText(font, font->FontSize, at, color(badge_ink(ui)), badge.monogram.c_str());
    return rect.x1;
}

float key_hint_width(const Ui& ui, std::string_view key) {
    return std::max(ui.px(kSize.key_hint_height),
                    std::ceil(Ui::width(ui.fonts.caption, key)) + ui.px(8.0F));
}

float key_hint(Ui& ui, std::string_view key, float x, float center_y) {
    const float h = ui.px(kSize.key_hint_height);
    const float top = std::round(center_y - h / 2.0F);
    const Rect rect{x, top, x + key_hint_width(ui, key), top + h};
    ui.outline(rect, color(ui.base().border_strong), ui.px(3.0F));
    ui.text(ui.fonts.caption, rect, color(ui.base().text_2), key, Align::Center);
    return rect.x1;
}

float pill_width(const Ui& ui, int number) {
    const float h = ui.px(kSize.count_pill);
    return std::max(h,
                    std::ceil(Ui::width(ui.fonts.caption, std::to_string(number))) + ui.px(8.0F));
}

float pill(Ui& ui, int number, float x, float center_y, bool alarm) {
    const float h = ui.px(kSize.count_pill);
    const float top = std::round(center_y - h / 2.0F);
    const Rect rect{x, top, x + pill_width(ui, number), top + h};
    const look::Base& base = ui.base();
    ui.fill(rect, color(alarm ? mix(base.error, base.panel, 0.7F) : base.raised), h / 2.0F);
    ui.text(ui.fonts.caption, rect, color(alarm ? base.error : base.text_2), std::to_string(number),
            Align::Center);
    return rect.x1;
}

float menu_button_width(const Ui& ui, const MenuText& text) {
    const auto& [quiet, strong, mono] = text;
    const float gap = quiet.empty() ? 0.0F : ui.px(6.0F);
    return std::ceil(ui.px(kSize.button_padding_x) * 2.0F + Ui::width(ui.fonts.body, quiet) + gap +
                     Ui::width(mono ? ui.fonts.mono : ui.fonts.body_strong, strong) + ui.px(6.0F) +
                     Ui::width(ui.fonts.small, look::kIcon.open_menu));
}

bool menu_button(Ui& ui, std::string_view label, const Rect& rect, const MenuText& text) {
    const auto& [quiet, strong, mono] = text;
    const bool clicked = ui.hit(label, rect);
    const look::Base& base = ui.base();
    const bool hovered = ImGui::IsItemHovered();
    ui.fill(rect,
            color(hovered     ? base.hover
                  : ui.dark() ? base.panel
                              : base.panel),
            ui.px(kSize.button_radius));
    Rect row = rect.inset(ui.px(kSize.button_padding_x), 0.0F);
    const Rect arrow = row.cut_right(Ui::width(ui.fonts.small, look::kIcon.open_menu));
    ui.text(ui.fonts.small, arrow, color(base.text_3), look::kIcon.open_menu);
    row.cut_right(ui.px(6.0F));
    if (!quiet.empty()) {
        ui.text(ui.fonts.body, row.cut_left(std::ceil(Ui::width(ui.fonts.body, quiet))),
                color(base.text_2), quiet);
        row.cut_left(ui.px(6.0F));
    }
    row.x1 += 1.0F;
    ui.text(mono ? ui.fonts.mono : ui.fonts.body_strong, row, color(base.text), strong);
    return clicked;
}

void open_list(std::string_view label) { ImGui::OpenPopup(std::string(label).c_str()); }

int drop_down(Ui& ui, std::string_view label, const Rect& anchor, const ListRows& list) {
    const auto& [rows, selected, font] = list;
    int clicked = -1;
    float w = anchor.width();
    for (const std::string& row : rows) {
        w = std::max(w, Ui::width(font, row) + ui.px(kSize.button_padding_x) * 2.0F + ui.px(8.0F));
    }
    const float most_x = ImGui::GetIO().DisplaySize.x - w - ui.px(kSize.space_s) * 2.0F;
    ImGui::SetNextWindowPos({std::min(anchor.x0, std::max(0.0F, most_x)), anchor.y1 + ui.px(4.0F)});
    const float padding = ui.px(kSize.space);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {padding, padding});
    if (ImGui::BeginPopup(std::string(label).c_str(), ImGuiWindowFlags_NoMove)) {
        ui.focus.enter_scope();
        if (ui.presses({.key = Key::Escape}) > 0) {
            ImGui::CloseCurrentPopup();
        }
        const float h = ui.px(kSize.tree_row);
        for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
            const ImVec2 at = ImGui::GetCursorScreenPos();
            const Rect rect{at.x, at.y, at.x + w, at.y + h};
            if (ui.hit(std::string(label) + "/" + std::to_string(i), rect, true, i == selected)) {
                clicked = i;
                ImGui::CloseCurrentPopup();
            }
            if (i == selected || ImGui::IsItemHovered()) {
                ui.fill(rect, color(i == selected ? ui.base().accent_soft : ui.base().hover),
                        ui.px(4.0F));
            }
            ui.text(font, rect.inset(ui.px(8.0F), 0.0F), color(ui.base().text),
                    rows[static_cast<std::size_t>(i)]);
            ImGui::SetCursorScreenPos({at.x, at.y + h});
        }
        ImGui::Dummy({w, 0.0F});
        ui.focus.leave_scope();
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
    return clicked;
}

bool slider(Ui& ui, std::string_view label, const Rect& rect, std::int64_t& value, Range range) {
    const auto& [least, most] = range;
    ui.hit(label, rect);
    const look::Base& base = ui.base();
    const float knob = ui.px(7.0F);
    const Rect track = rect.inset(knob, 0.0F).middle(ui.px(4.0F));
    const double length = std::max(1.0, static_cast<double>(most - least));
    bool changed = false;
    if (ImGui::IsItemActive() && track.width() > 0.0F) {
        const double part = std::clamp(
            static_cast<double>((ImGui::GetIO().MousePos.x - track.x0) / track.width()), 0.0, 1.0);
        const std::int64_t wanted = least + std::llround(part * length);
        changed = wanted != value;
        value = wanted;
    }
    if (ui.focus.is_on(label)) {
        const std::int64_t by = ui.presses({.key = Key::Right, .repeats = true}) -
                                ui.presses({.key = Key::Left, .repeats = true});
        const std::int64_t wanted = std::clamp(value + by, least, most);
        changed = changed || wanted != value;
        value = wanted;
    }
    const double part = std::clamp(static_cast<double>(value - least) / length, 0.0, 1.0);
    const float x = track.x0 + static_cast<float>(part) * track.width();
    ui.fill(track, color(base.pressed), ui.px(2.0F));
    ui.fill({track.x0, track.y0, x, track.y1}, color(base.accent), ui.px(2.0F));
    Ui::list().AddCircleFilled({x, track.center_y()}, knob, color(base.accent), 24);
    Ui::list().AddCircleFilled({x, track.center_y()}, knob - ui.px(2.0F), color(base.panel), 24);
    return changed;
}

namespace {

// While it is active a field keeps its text to itself. What the program has written into it since
// the last frame is put there by this, before what is typed in this frame.
struct FieldText {
    std::string_view before;
    std::string_view now;
};

int take_over(ImGuiInputTextCallbackData* data) {
    const auto* const written = static_cast<const FieldText*>(data->UserData);
    if (written != nullptr) {
        const std::string_view edited(data->Buf, static_cast<std::size_t>(data->BufTextLen));
        const bool appended = edited.starts_with(written->before);
        const std::string text = std::string(written->now) +
                                 std::string(appended ? edited.substr(written->before.size()) : "");
        data->DeleteChars(0, data->BufTextLen);
        data->InsertChars(0, text.c_str());
    }
    return 0;
}

}  // namespace

bool text_field(Ui& ui, std::string_view label, const Rect& rect, std::string& text,
                std::string_view hint) {
    const look::Base& base = ui.base();
    compat::push_font(ui.fonts.body);
    const float padding_y = std::floor((rect.height() - ui.fonts.body->FontSize) / 2.0F);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(kSize.space_s), padding_y});
    ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, ui.px(kSize.button_radius));
    ImGui::PushStyleColor(ImGuiCol_FrameBg, color(base.inset));
    ImGui::PushStyleColor(ImGuiCol_Text, color(base.text));
    ImGui::PushStyleColor(ImGuiCol_TextDisabled, color(base.text_3));
    ImGui::SetCursorScreenPos(rect.min());
    ImGui::SetNextItemWidth(rect.width());
    if (ui.focus.asks_for(label)) {
        ImGui::SetKeyboardFocusHere();
    }
    const std::string id = "##" + std::string(label);
    std::string& last = ui.field_texts[std::string(label)];
    const std::string by_program = text;
    FieldText written{last, by_program};
    const bool changed = ImGui::InputTextWithHint(id.c_str(), std::string(hint).c_str(), &text,
                                                  ImGuiInputTextFlags_CallbackAlways, take_over,
                                                  last == by_program ? nullptr : &written);
    last = text;
    if (ImGui::IsItemActive()) {
        ui.outline(rect, color(base.accent), ui.px(kSize.button_radius), ui.px(kSize.focus_ring));
    }
    ui.add_control(label, rect, true, false, true);
    ImGui::PopStyleColor(3);
    ImGui::PopStyleVar(2);
    ImGui::PopFont();
    return changed;
}

void empty_note(Ui& ui, const Rect& rect, std::string_view text) {
    ui.dashed(rect, color(ui.base().border_strong));
    ui.text(ui.fonts.body, rect.inset(ui.px(kSize.space_s), 0.0F), color(ui.base().text_3), text,
            Align::Center);
}

}  // namespace coroscope::gui
