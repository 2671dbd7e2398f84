// The timeline: header with the axis, the picture, its mouse, and the legend row.

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/model/command.h"
#include "gui/views/choice_marks.h"
#include "gui/views/panel.h"
#include "gui/views/state_look.h"
#include "gui/views/timeline_flags.h"
#include "gui/views/timeline_mouse.h"
#include "gui/views/timeline_painter.h"
#include "gui/views/timeline_parts.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"
#include "runtime/picture/conceal.h"

namespace coroscope::gui {
namespace {

using look::kSize;

void draw_header(Ui& ui, Session& session, Rect header) {
    const float h = ui.px(kSize.button_small_height);
    command_button(ui, session, "fit", header.cut_right(h).middle(h), {look::kIcon.fit});
    header.cut_right(ui.px(kSize.space_s));
    draw_axis_switch(ui, session, header);
}

PictureOptions options_for(const Ui& ui, const Session& session, const TimelineState& state,
                           const Rect& room, bool small) {
    PictureOptions options = picture_options(ui, session, room, small);
    options.axis = &session.axis();
    options.cursor = session.cursor();
    if (session.selection().task != 0) {
        options.selected_task = session.selection().task;
    }
    if (session.selection().resource != 0) {
        options.selected_resource = session.selection().resource;
    }
    options.findings = &session.findings();
    options.badges = &session.badges();
    options.order = &session.lanes();
    options.scroll_y = state.scroll_y;
    return options;
}

// Scrolls the lanes so that the task whose step the cursor is in can be seen. Returns whether it
// did.
bool scroll_to_focus(const Session& session, TimelineState& state) {
    const Picture& picture = *state.picture;
    const TaskId task = session.task_in_focus();
    if (picture.scroll_max <= 0.0F || task == 0) {
        return false;
    }
    float lane = 0.0F;
    for (const Row& row : picture.rows) {
        const bool whole = row.y >= picture.body.y0 && row.y + row.height <= picture.body.y1;
        if (row.kind == RowKind::Task && row.id == task && whole) {
            return false;
        }
        lane = row.kind == RowKind::Task ? row.height : lane;
    }
    // Rows that cannot be seen are not in the picture; lanes have one height and stand in tree
    // order.
    const std::vector<RowOrder::Task>& order = session.lanes().tasks;
    const auto index =
        static_cast<float>(std::ranges::find(order, task, &RowOrder::Task::id) - order.begin());
    const float height = lane > 0.0F ? lane : kSize.lane_min * picture.scale;
    const float before = state.scroll_y;
    state.scroll_y = std::clamp(index * height + height / 2.0F - picture.body.height() / 2.0F, 0.0F,
                                picture.scroll_max);
    return state.scroll_y != before;
}

}  // namespace

static constexpr double kCursorSeconds = 0.09;
constexpr double kScrollSeconds = 0.16;

// Nothing moves smoothly while the run plays, or where two positions have nothing in common.
bool stands_still(const Session& session, TimelineState& state) {
    const bool other =
        state.shown_revision != session.revision() || state.shown_axis != session.settings.axis;
    state.shown_revision = session.revision();
    state.shown_axis = session.settings.axis;
    return other || !session.settings.motion || session.playback.playing();
}

void glide_view(const Session& session, TimelineState& state, PictureOptions& options, bool still) {
    const View visible = session.visible();
    const double now = ImGui::GetTime();
    options.first = state.first.value(visible.first, now, kScrollSeconds, still);
    options.last = state.last.value(visible.last, now, kScrollSeconds, still);
}

void glide_cursor(const Session& session, TimelineState& state, bool still) {
    Picture& picture = *state.picture;
    const Axis& axis = session.axis();
    const double at = axis.at(session.cursor());
    const double shown =
        state.cursor.value(at, ImGui::GetTime(), kCursorSeconds, still || state.dragging_cursor);
    if (shown == at) {
        return;
    }
    const float moved = picture.x_from_position(shown) - picture.x_from_position(at);
    picture.cursor_x = std::clamp(picture.cursor_x + moved, picture.track_x0, picture.track_x1);
    if (picture.veil) {
        picture.veil->x0 = picture.cursor_x;
    }
    picture.minimap.cursor_x +=
        static_cast<float>((shown - at) / axis.length()) * picture.minimap.box.width();
}

void draw_timeline(Ui& ui, Session& session, TimelineState& state, const Rect& rect, bool small) {
    Panel panel(ui, "timeline", rect);
    if (!panel) {
        return;
    }
    draw_header(ui, session, panel.header(ui.tr("ui.timeline")));
    Rect room{rect.x0, panel.content.y0, rect.x1, rect.y1 - ui.px(kSize.space)};
    if (session.empty()) {
        Rect note = panel.content;
        empty_note(ui, note.cut_top(ui.px(64.0F)),
                   ui.tr(session.loading() ? "ui.loading" : "ui.empty_run"));
        return;
    }
    Rect legend{};
    if (session.settings.legend) {
        legend = room.cut_bottom(ui.px(kSize.legend_row) - ui.px(kSize.space));
        legend.y1 = rect.y1;
    }
    const bool still = stands_still(session, state);
    PictureOptions options = options_for(ui, session, state, room, small);
    glide_view(session, state, options, still);
    state.picture = make_picture(session.timeline(), options);
    if (state.shown_cursor != session.cursor() && !state.dragging_cursor &&
        scroll_to_focus(session, state)) {
        options.scroll_y = state.scroll_y;
        state.picture = make_picture(session.timeline(), options);
    }
    glide_cursor(session, state, still);
    if (session.prediction.on()) {
        conceal_future(*state.picture);
    }
    state.shown_cursor = session.cursor();
    state.scroll_y = state.picture->scroll_y;
    ui.mark("timeline", room);
    ui.mark("timeline/track", {room.x0 + state.picture->track_x0, room.y0 + state.picture->ruler.y0,
                               room.x0 + state.picture->track_x1, room.y1});
    ImGui::SetCursorScreenPos(room.min());
    ImGui::InvisibleButton("timeline", room.size(),
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle |
                               ImGuiButtonFlags_MouseButtonRight);
    TimelinePainter(ui, session, *state.picture, room.min()).draw();
    draw_flags(ui, session, *state.picture, room.min());
    draw_choice_marks(ui, session, *state.picture, room.min());
    draw_scroll_thumb(ui, *state.picture, room);
    TimelineMouse(ui, session, state, room).handle();
    if (ImGui::IsItemHovered()) {
        draw_span_tooltip(ui, session.timeline(), state, *state.picture, room.min());
    }
    if (session.settings.legend) {
        draw_legend_row(ui, session, legend, state.picture->legend);
    }
}

}  // namespace coroscope::gui
