// Focus: the control that the keyboard works on. Tab and Shift+Tab go through all that can be
// clicked or typed into, Enter and Space press it, arrows move inside segments, tabs and lists.
//
// Every control tells the focus of itself while it is drawn (Ui::hit does it); the keys of the next
// frame move between those. Order: by window or scroll area in which they stand, then by rows. A
// dialog or a drop-down list that is open is a scope of its own: while it is there, nothing else
// can be reached.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

#include "gui/model/keys.h"
#include "gui/views/rect.h"

namespace coroscope::gui {

class Ui;

class Focus {
public:
    struct Control {
        std::string label;
        Rect rect;
        ImGuiID area = 0;  ///< the ImGui window in which it stands
        int scope = 0;
        bool enabled = true;
        bool chosen = false;
        bool field = false;  ///< one can type into it
    };

    /// Once per frame before anything is drawn: moves with the keys pressed since.
    void begin_frame(const Ui& ui);
    /// While drawing, right after the control's ImGui item; returns true if it is to be pressed.
    bool add(Control control, float margin);
    void enter_scope() { ++scope_; }
    void leave_scope() { --scope_; }

    /// True while the ring is on this control.
    [[nodiscard]] bool is_on(std::string_view label) const { return visible_ && label == label_; }
    [[nodiscard]] bool visible() const { return visible_; }
    [[nodiscard]] const std::string& label() const { return label_; }
    /// The ring's place in this frame, empty if it is nowhere.
    [[nodiscard]] Rect ring() const;
    /// True if the key works on the control and is no command's now.
    [[nodiscard]] bool takes(const Shortcut& shortcut) const;
    /// Asks a text field to take what is typed, from the frame in which it is drawn next.
    void ask_for(std::string_view field) { asked_for_ = field; }
    /// Called by the field: true once if it has been asked for.
    [[nodiscard]] bool asks_for(std::string_view field);
    void hide() { visible_ = false; }

private:
    [[nodiscard]] const Control* current() const;
    void go_to(const Control* control);
    void step(int direction);
    void move_in_area(float dx, float dy);
    [[nodiscard]] bool has_neighbour(const Control& from) const;

    std::vector<Control> controls_;  ///< of this frame, while it is drawn
    std::vector<Control> last_;      ///< of the last frame, in order, of its innermost scope
    std::string label_;
    std::string press_;
    std::string outer_;  ///< where it was before a list or dialog opened
    std::string asked_for_;
    int scope_ = 0;
    int last_scope_ = 0;
    int moved_ = 0;  ///< for so many frames more it scrolls into view
    bool visible_ = false;
};

}  // namespace coroscope::gui
