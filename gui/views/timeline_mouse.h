// What the mouse does in the timeline and in a comparison: the cursor and the minimap follow it, it
// selects rows, pans and zooms.
#pragma once

#include "gui/model/session.h"
#include "gui/views/ui.h"
#include "gui/views/view_state.h"

namespace coroscope::gui {

/// The item drawn last is the area. Requires: state.picture stands at `room`.
class TimelineMouse {
public:
    TimelineMouse(Ui& ui, Session& session, TimelineState& state, const Rect& room)
        : ui_(ui),
          session_(session),
          state_(state),
          picture_(*state.picture),
          room_(room),
          mouse_{ImGui::GetIO().MousePos.x - room.x0, ImGui::GetIO().MousePos.y - room.y0} {}

    void handle();

private:
    [[nodiscard]] double position() const { return picture_.position_from_x(mouse_.x); }
    [[nodiscard]] bool in_track() const {
        return mouse_.x >= picture_.track_x0 && mouse_.x <= picture_.width;
    }
    [[nodiscard]] bool in_minimap() const {
        return picture_.minimap.box.contains(mouse_.x, mouse_.y);
    }
    void press();
    void drag();
    void wheel();
    void seek_here();
    void move_minimap();

    Ui& ui_;
    Session& session_;
    TimelineState& state_;
    const Picture& picture_;
    Rect room_;
    ImVec2 mouse_;
};

/// An outline around the span of `picture`, which stands at `origin`, under the mouse, and soon its
/// words. `name` tells pictures of one window apart.
void draw_span_tooltip(Ui& ui, const Timeline& timeline, TimelineState& state,
                       const Picture& picture, ImVec2 origin, std::string_view name = {});

}  // namespace coroscope::gui
