// Sketch: what the parts of make_picture share while they draw: the run, the options, the scale
// from axis units to pixels, texts and their widths, and the picture so far. One file per part;
// make_picture calls them in order.
#pragma once

#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/picture/picture.h"

namespace coroscope::detail {

/// later - earlier, without overflow whatever a damaged trace says.
[[nodiscard]] constexpr Nanoseconds difference(Nanoseconds later, Nanoseconds earlier) {
    constexpr Nanoseconds kMost = std::numeric_limits<Nanoseconds>::max();
    if (earlier < 0 && later > kMost + earlier) {
        return kMost;
    }
    if (earlier > 0 && later < -kMost + earlier) {
        return -kMost;
    }
    return later - earlier;
}

struct Sketch {
    const Timeline& timeline;
    const PictureOptions& options;
    const Axis& axis;
    const std::vector<Badge>& badges;
    const RowOrder& order;
    Picture picture;
    bool deadlock = false;       ///< the run hung because of a cycle
    EventIndex first_event = 0;  ///< events that may be visible: [first_event, last_event]
    EventIndex last_event = 0;
    EventIndex first_inside = 0;                  ///< the first event at or behind the left edge
    mutable std::vector<EventIndex> half_events;  ///< once somebody has asked

    // -- lengths and places
    [[nodiscard]] float px(float token) const { return token * options.scale; }
    [[nodiscard]] float x(double position) const { return picture.x_from_position(position); }
    /// Of an event, where the track ends for those outside the visible range.
    [[nodiscard]] float x_of(EventIndex event) const;
    /// True if the event stands outside the visible range, without a look at the axis.
    [[nodiscard]] bool is_left_of_view(EventIndex event) const { return event < first_inside; }
    [[nodiscard]] bool is_right_of_view(EventIndex event) const {
        return event > last_event && (event < axis.size() || picture.last < axis.length());
    }
    /// The last event at or before a pixel.
    [[nodiscard]] EventIndex event_at_x(float x) const;
    /// The same for half pixels of the track, counted from its left edge: all lanes ask for them
    /// again and again. Clamped to the track.
    [[nodiscard]] EventIndex event_at_half(int half) const;
    [[nodiscard]] EventIndex event_at_pixel(int pixel) const { return event_at_half(2 * pixel); }
    [[nodiscard]] int pixel_of(float x) const { return static_cast<int>(std::floor(x - left())); }
    [[nodiscard]] float left() const { return picture.track_x0; }
    [[nodiscard]] float right() const { return picture.track_x1; }

    // -- texts
    [[nodiscard]] float width_of(std::string_view text, TextStyle style) const;
    [[nodiscard]] std::string words(std::string_view id) const {
        return std::string(tr(id, options.language));
    }
    [[nodiscard]] std::string words(const Message& message) const {
        return to_string(message, options.language);
    }
    [[nodiscard]] const Badge& badge(TaskId task) const;

    /// The row of a task or resource in the picture so far, nullptr if it is not visible.
    [[nodiscard]] const Row* task_row(TaskId task) const;
    /// True if the task runs in the loop of this row. Requires: a loop's or a thread's row.
    [[nodiscard]] bool is_of_loop(const Row& row, TaskId task) const;
};

/// The first of the events that belong to what just happened at the cursor: the step so far, or
/// what the loop did since the last step.
[[nodiscard]] EventIndex first_active(const Sketch& sketch);
/// Says that so many more arrows are not drawn.
void leave_out(Sketch& sketch, std::string_view message, std::size_t count);

/// Height of the bar in a lane, and the part of it that a look takes.
[[nodiscard]] float bar_height(const Sketch& sketch, float lane_height);
[[nodiscard]] Box bar_box(const Sketch& sketch, const Row& row, SpanLook look);

/// Chooses the span's label among `span.labels`, and places it and the icon. Clears the icon if
/// there is no room.
void place_label(const Sketch& sketch, Span& span, TextStyle style = TextStyle::Caption);

/// A stretch of a lane before it is drawn. Pieces of a lane are in order; each begins where the one
/// before ends or later.
struct Piece {
    double first = 0;  ///< positions
    double last = 0;
    SpanLook look = SpanLook::Waiting;
    bool keep = false;  ///< visible at any width
    EventIndex first_event = 0;
    EventIndex last_event = 0;
};

/// The row of RowOrder::workers[index], without its place.
[[nodiscard]] Row worker_row(const Sketch& sketch, std::size_t index);

// -- the parts, in the order in which they run
void draw_rows(Sketch& sketch);
void draw_lanes(Sketch& sketch);
void draw_loop_lane(Sketch& sketch, Row& row);
void draw_task_lane(Sketch& sketch, Row& row);
void draw_resource_lane(Sketch& sketch, Row& row);
void draw_variable_lane(Sketch& sketch, Row& row);
void draw_worker_lane(Sketch& sketch, Row& row);
void draw_log_lane(Sketch& sketch, Row& row);
void draw_plot(Sketch& sketch, Row& row);
void draw_ruler(Sketch& sketch);
void draw_minimap(Sketch& sketch);
void draw_arrows(Sketch& sketch);
void draw_messages(Sketch& sketch);
void draw_cursor(Sketch& sketch);
void draw_legend(Sketch& sketch);

}  // namespace coroscope::detail
