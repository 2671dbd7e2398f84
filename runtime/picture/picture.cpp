#include "runtime/picture/picture.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "look/tokens.h"
#include "runtime/picture/sketch.h"
#include "runtime/picture/utf8.h"

namespace coroscope {

namespace {

using detail::Sketch;

// Room at the right of the track, as wide as a panel's padding.
constexpr float kRightRoom = look::kSize.panel_padding_x;

bool is_deadlock(const PictureOptions& options, const RowOrder& order) {
    if (options.findings != nullptr) {
        return std::ranges::any_of(
            *options.findings, [](const Finding& finding) { return finding.kind == "deadlock"; });
    }
    return order.deadlock;
}

void clamp_range(Picture& picture, const PictureOptions& options) {
    const double length = options.axis->length();
    picture.first = std::clamp(options.first, 0.0, length);
    picture.last = options.last > 0 ? std::clamp(options.last, 0.0, length) : length;
    if (!(picture.last > picture.first)) {
        picture.first = 0;
        picture.last = length;
    }
}

void set_frame(Sketch& sketch) {
    const PictureOptions& options = sketch.options;
    Picture& picture = sketch.picture;
    picture.scale = options.scale;
    picture.width = options.width_px;
    picture.height = options.height_px;
    const auto& size = look::kSize;
    picture.track_x0 =
        std::min(sketch.px(options.small ? size.timeline_gutter_small : size.timeline_gutter),
                 picture.width);
    picture.track_x1 = std::max(picture.track_x0 + 1, picture.width - sketch.px(kRightRoom));
    clamp_range(picture, options);
    if (options.parts == PictureParts::Lanes) {
        picture.ruler = {picture.track_x0, 0, picture.track_x1, 0};
    } else {
        const float minimap = sketch.px(size.minimap);
        const float ruler = minimap + sketch.px(size.ruler);
        picture.minimap.box = {picture.track_x0, sketch.px(4), picture.track_x1,
                               minimap - sketch.px(3)};
        picture.ruler = {picture.track_x0, minimap + sketch.px(2), picture.track_x1,
                         ruler - sketch.px(2)};
        picture.overview_label = sketch.words("ui.overview");
        picture.ruler_label =
            sketch.words(sketch.axis.kind() == AxisKind::Steps ? "ui.steps" : "ui.time");
    }
    sketch.first_event = options.axis->event_at(picture.first);
    while (sketch.first_event > 0 && options.axis->at(sketch.first_event - 1) >= picture.first) {
        --sketch.first_event;
        if (options.axis->event_at(picture.first) - sketch.first_event > 64) {
            break;  // a crowd at one place: its last ones will do
        }
    }
    sketch.last_event = options.axis->event_at(picture.last);
    sketch.first_inside = options.axis->first_at(picture.first);
}

}  // namespace

float guess_text_width(std::string_view text, TextStyle style) {
    const bool mono =
        style == TextStyle::Mono || style == TextStyle::MonoSmall || style == TextStyle::Badge;
    float em = look::kFont.caption.em;
    if (style == TextStyle::Small || style == TextStyle::Mono) {
        em = look::kFont.small.em;
    } else if (style == TextStyle::Body || style == TextStyle::BodyStrong) {
        em = look::kFont.body.em;
    } else if (style == TextStyle::Badge) {
        em = look::kFont.mono_badge.em;
    }
    float width = 0;
    for (const std::string_view character : detail::characters(text)) {
        const char32_t code = detail::code_point(character);
        const float narrow = mono ? 0.6F : code == ' ' ? 0.28F : 0.56F;
        width += detail::columns(code) == 2 ? em : em * narrow;
    }
    return width;
}

std::string_view name_of(SpanLook look) {
    switch (look) {
    case SpanLook::Created: return "created";
    case SpanLook::Ready: return "ready";
    case SpanLook::Running: return "running";
    case SpanLook::Sleeping: return "sleeping";
    case SpanLook::Waiting: return "waiting";
    case SpanLook::Io: return "io";
    case SpanLook::Slow: return "slow";
    case SpanLook::Stuck: return "stuck";
    case SpanLook::Overdue: return "overdue";
    case SpanLook::Finished: return "finished";
    case SpanLook::Cancelled: return "cancelled";
    case SpanLook::Failed: return "failed";
    case SpanLook::Held: return "held";
    case SpanLook::HeldWanted: return "held-wanted";
    case SpanLook::EventSet: return "event-set";
    case SpanLook::ValueLost: return "value-lost";
    case SpanLook::Step: return "step";
    case SpanLook::SlowStep: return "slow-step";
    case SpanLook::Merged: return "merged";
    case SpanLook::Stopped: break;
    }
    return "stopped";
}

float Picture::x_from_position(double position) const {
    const double track = static_cast<double>(track_x1) - static_cast<double>(track_x0);
    return static_cast<float>(static_cast<double>(track_x0) +
                              (position - first) / (last - first) * track);
}

double Picture::position_from_x(float x) const {
    const double track = static_cast<double>(track_x1) - static_cast<double>(track_x0);
    return first +
           (static_cast<double>(x) - static_cast<double>(track_x0)) / track * (last - first);
}

const Row* Picture::row_at(float y) const {
    for (const Row& row : rows) {
        if (y >= row.y && y < row.y + row.height) {
            return row.kind == RowKind::Loop || (y >= body.y0 && y < body.y1) ? &row : nullptr;
        }
    }
    return nullptr;
}

const Span* Picture::span_at(float x, float y) const {
    const Row* row = row_at(y);
    if (row == nullptr) {
        return nullptr;
    }
    // A narrow span is hit within 4 px at both sides, unless another one is hit exactly.
    const Span* near = nullptr;
    float nearest = 4 * scale;
    for (std::size_t i = row->first_span; i < row->last_span; ++i) {
        const Span& span = spans[i];
        if (x >= span.box.x0 && x < span.box.x1) {
            if (span.box.width() >= 8 * scale || near == nullptr) {
                return &span;
            }
        }
        const float distance = x < span.box.x0 ? span.box.x0 - x : x - span.box.x1;
        if (span.box.width() < 8 * scale && distance <= nearest) {
            nearest = distance;
            near = &span;
        }
    }
    return near;
}

Picture make_picture(const Timeline& timeline, const PictureOptions& options) {
    if (options.axis == nullptr || options.width_px < 1 || options.height_px < 1 ||
        options.scale <= 0) {
        return {};
    }
    constexpr Nanoseconds kNever = std::numeric_limits<Nanoseconds>::max();
    if (timeline.iterations().empty() && options.slow_step < kNever) {
        // Only in an event loop does a long step keep others from running.
        PictureOptions without_loop = options;
        without_loop.slow_step = kNever;
        return make_picture(timeline, without_loop);
    }
    std::vector<Badge> own_badges;
    const std::vector<Badge>* badges = options.badges;
    if (badges == nullptr || badges->size() < timeline.tasks().size()) {
        own_badges = task_badges(timeline);
        badges = &own_badges;
    }
    std::optional<RowOrder> own_order;
    const RowOrder& order = options.order != nullptr ? *options.order : own_order.emplace(timeline);
    Sketch sketch{.timeline = timeline,
                  .options = options,
                  .axis = *options.axis,
                  .badges = *badges,
                  .order = order,
                  .picture = {},
                  .half_events = {}};
    if (timeline.outcome() == Outcome::Hang) {
        sketch.deadlock = is_deadlock(options, order);
    }
    set_frame(sketch);
    switch (options.parts) {
    case PictureParts::All: draw_rows(sketch); break;
    case PictureParts::Head: break;
    case PictureParts::Lanes: draw_lanes(sketch); break;
    }
    draw_ruler(sketch);
    if (options.parts != PictureParts::Lanes) {
        draw_minimap(sketch);
    }
    if (options.parts == PictureParts::All) {
        draw_arrows(sketch);
        draw_messages(sketch);
    }
    draw_cursor(sketch);
    draw_legend(sketch);
    return std::move(sketch.picture);
}

namespace detail {

float Sketch::x_of(EventIndex event) const {
    return std::clamp(x(axis.at(event)), left(), right());
}

EventIndex Sketch::event_at_x(float place) const {
    return axis.event_at(picture.position_from_x(place));
}

EventIndex Sketch::event_at_half(int half) const {
    if (half_events.empty()) {
        const int halves = 2 * (pixel_of(right()) + 2);
        for (int i = 0; i < halves; ++i) {
            half_events.push_back(event_at_x(left() + static_cast<float>(i) / 2));
        }
    }
    const int last = static_cast<int>(half_events.size()) - 1;
    return half_events[static_cast<std::size_t>(std::clamp(half, 0, last))];
}

float Sketch::width_of(std::string_view text, TextStyle style) const {
    const float width =
        options.text_width ? options.text_width(text, style) : guess_text_width(text, style);
    return width * options.scale;
}

const Badge& Sketch::badge(TaskId task) const {
    static const Badge kNone{-1, ""};
    return task >= 1 && task <= badges.size() ? badges[task - 1] : kNone;
}

bool Sketch::is_of_loop(const Row& row, TaskId task) const {
    const TaskInfo* info = timeline.task(task);
    return order.loops.empty() || info == nullptr || info->thread == order.loops[row.lane].thread;
}

const Row* Sketch::task_row(TaskId task) const {
    for (const Row& row : picture.rows) {
        if (row.kind == RowKind::Task && row.id == task) {
            return &row;
        }
    }
    return nullptr;
}

}  // namespace detail

}  // namespace coroscope
