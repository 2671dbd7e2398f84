// Widgets: buttons, segments, tabs, badges and the other small things that every panel is made of.
// Each is placed by a rectangle and named by a label that is unique in the window; labels appear in
// the state dump.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gui/model/session.h"
#include "gui/views/ui.h"
#include "runtime/picture/badge.h"

namespace coroscope::gui {

enum class ButtonLook : std::uint8_t {
    Ghost,  ///< no fill until hovered, a quiet icon
    Clear,  ///< no fill until hovered, a bright icon
    Raised,
    Primary,  ///< accent; only for play
};

struct ButtonText {
    std::string_view icon;  ///< "" for none
    std::string_view text;  ///< "" for an icon alone
    std::string_view key;   ///< a key hint behind it, "" for none
    bool enabled = true;
};

/// How wide button() wants to be.
[[nodiscard]] float button_width(const Ui& ui, const ButtonText& content);
bool button(Ui& ui, std::string_view label, const Rect& rect, const ButtonText& content,
            ButtonLook look = ButtonLook::Raised);
struct CommandLook {
    std::string_view icon;
    ButtonLook look = ButtonLook::Ghost;
};
/// A button of the command's: disabled with the reason in its tooltip; runs it.
bool command_button(Ui& ui, Session& session, std::string_view command_id, const Rect& rect,
                    const CommandLook& look);

/// Exclusive choices side by side. Returns the one clicked, -1 for none.
[[nodiscard]] float segments_width(const Ui& ui, std::span<const std::string_view> names);
int segments(Ui& ui, std::string_view label, const Rect& rect,
             std::span<const std::string_view> names, int selected);

struct Tab {
    std::string_view name;
    int count = -1;      ///< shown in a pill; -1 for none
    bool alarm = false;  ///< the pill is red
};
struct TabsDrawn {
    int clicked = -1;
    float right = 0.0F;  ///< behind the last one
};
/// In a panel's header.
TabsDrawn tabs(Ui& ui, std::string_view label, const Rect& header, std::span<const Tab> tabs,
               int selected);

/// A task's badge with its left edge at x, centred on y. Returns its right edge.
float badge(const Ui& ui, const Badge& badge, float x, float center_y, bool large = false);
[[nodiscard]] look::Color task_color(const Ui& ui, const Badge& badge);
/// Text on a task's colour.
[[nodiscard]] look::Color badge_ink(const Ui& ui);

/// "[T]" in a small frame with its left edge at x. Returns its right edge.
float key_hint(Ui& ui, std::string_view key, float x, float center_y);
[[nodiscard]] float key_hint_width(const Ui& ui, std::string_view key);
/// A number in a pill. Returns its right edge.
float pill(Ui& ui, int number, float x, float center_y, bool alarm = false);
[[nodiscard]] float pill_width(const Ui& ui, int number);

struct MenuText {
    std::string_view quiet;
    std::string_view strong;
    bool mono = false;
};
/// A menu button: "[quiet strong v]". Returns true when clicked.
bool menu_button(Ui& ui, std::string_view label, const Rect& rect, const MenuText& text);
[[nodiscard]] float menu_button_width(const Ui& ui, const MenuText& text);

struct ListRows {
    std::span<const std::string> rows;
    int selected = -1;
    ImFont* font = nullptr;
};
/// A drop-down list under `anchor`, opened with open_list(). Returns the row clicked, -1 for none.
void open_list(std::string_view label);
int drop_down(Ui& ui, std::string_view label, const Rect& anchor, const ListRows& list);

struct Range {
    std::int64_t least = 0;
    std::int64_t most = 0;
};
/// A slider over whole numbers. Returns true while it changes.
bool slider(Ui& ui, std::string_view label, const Rect& rect, std::int64_t& value, Range range);

/// A text field. Returns true when its text changed.
bool text_field(Ui& ui, std::string_view label, const Rect& rect, std::string& text,
                std::string_view hint);

/// The quiet sentence of an empty panel, in a dashed box.
void empty_note(Ui& ui, const Rect& rect, std::string_view text);

}  // namespace coroscope::gui
