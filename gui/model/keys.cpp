#include "gui/model/keys.h"

#include <array>
#include <utility>

namespace coroscope::gui {
namespace {

std::string name_of(Key key) {
    if (key >= Key::A && key <= Key::Z) {
        return std::string(
            1, static_cast<char>('A' + static_cast<int>(key) - static_cast<int>(Key::A)));
    }
    if (key >= Key::Digit1 && key <= Key::Digit9) {
        return std::to_string(1 + static_cast<int>(key) - static_cast<int>(Key::Digit1));
    }
    constexpr std::array<std::pair<Key, const char*>, 21> kNames{{
        {Key::Space, "Space"},
        {Key::Left, "←"},
        {Key::Right, "→"},
        {Key::Up, "↑"},
        {Key::Down, "↓"},
        {Key::Home, "Home"},
        {Key::End, "End"},
        {Key::PageUp, "PgUp"},
        {Key::PageDown, "PgDn"},
        {Key::Escape, "Esc"},
        {Key::Enter, "Enter"},
        {Key::Tab, "Tab"},
        {Key::Backspace, "Backspace"},
        {Key::Delete, "Del"},
        {Key::F1, "F1"},
        {Key::F3, "F3"},
        {Key::Period, "."},
        {Key::Comma, ","},
        {Key::BracketLeft, "["},
        {Key::BracketRight, "]"},
        {Key::Slash, "/"},
    }};
    for (const auto& [known, name] : kNames) {
        if (known == key) {
            return name;
        }
    }
    return key == Key::Question ? "?" : "";
}

}  // namespace

std::string text_of(const Shortcut& shortcut) {
    const std::string text = name_of(shortcut.key);
    if (text.empty()) {
        return text;
    }
    return (shortcut.control ? "Ctrl+" : "") + std::string(shortcut.shift ? "Shift+" : "") + text;
}

}  // namespace coroscope::gui
