// Keys and shortcuts, as commands name them. No graphics: the views know which number a window
// system gives a key.
#pragma once

#include <cstdint>
#include <string>

namespace coroscope::gui {

enum class Key : std::uint8_t {
    None,
    Space,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    Escape,
    Enter,
    Tab,
    Backspace,
    Delete,
    F1,
    F3,
    Period,
    Comma,
    BracketLeft,
    BracketRight,
    Slash,
    Question,
    Digit1,
    Digit2,
    Digit3,
    Digit4,
    Digit5,
    Digit6,
    Digit7,
    Digit8,
    Digit9,
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M,
    N,
    O,
    P,
    Q,
    R,
    S,
    T,
    U,
    V,
    W,
    X,
    Y,
    Z,
};

struct Shortcut {
    Key key = Key::None;
    bool control = false;
    bool shift = false;
    bool repeats = false;  ///< acts again while the key is held
    friend bool operator==(const Shortcut&, const Shortcut&) = default;
};

/// "Ctrl+S", "Shift+→", "Space": as printed in tooltips and in the key sheet. "" for no key.
[[nodiscard]] std::string text_of(const Shortcut& shortcut);

}  // namespace coroscope::gui
