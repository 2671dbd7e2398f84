// Depth plots: steps of a counter over the visible range, at most one level per pixel.
#include <algorithm>

#include "look/tokens.h"
#include "runtime/picture/sketch.h"

namespace coroscope::detail {

namespace {

void add_levels(const Sketch& sketch, const Counter& counter, Plot& plot) {
    const auto& changes = counter.changes;
    const float scale_y = plot.box.height() / static_cast<float>(plot.maximum);
    const auto level = [&](float x0, float x1, std::int64_t value) {
        if (x1 <= x0) {
            return;
        }
        const float shown = static_cast<float>(std::clamp<std::int64_t>(value, 0, plot.maximum));
        if (!plot.levels.empty() && plot.levels.back().value == value) {
            plot.levels.back().x1 = x1;
        } else {
            plot.levels.push_back({x0, x1, plot.box.y1 - shown * scale_y, value});
        }
    };
    std::size_t i = sketch.first_event == 0 ? 0 : changes.count_until(sketch.first_event - 1);
    const std::size_t end = changes.count_until(sketch.last_event);
    std::int64_t value = i == 0 ? 0 : changes[i - 1].value;
    float x = plot.box.x0;
    while (i < end) {
        const Counter::Change change = changes[i];
        const float at = std::max(x, sketch.x_of(change.event));
        level(x, at, value);
        const EventIndex reach = sketch.event_at_pixel(sketch.pixel_of(at) + 1);
        const std::size_t next = std::max(i + 1, changes.count_until(reach));
        value = next == i + 1 ? change.value : changes[next - 1].value;
        x = at;
        if (next - i > 1) {
            // Several changes in a pixel: its highest value, so that a short rush stays visible.
            const float until = std::min(at + 1, plot.box.x1);
            level(at, until, changes.extremes(i, next).highest);
            x = until;
        }
        i = next;
    }
    level(x, plot.box.x1, value);
}

}  // namespace

void draw_plot(Sketch& sketch, Row& row) {
    Plot plot;
    plot.kind = row.plot;
    plot.box = {sketch.left(), row.y + sketch.px(5), sketch.right(),
                row.y + row.height - sketch.px(6)};
    const Counter* counter = &sketch.timeline.ready_count();
    if (row.plot == PlotKind::Timers) {
        counter = &sketch.timeline.timer_count();
    } else if (row.plot == PlotKind::Counter) {
        counter = &sketch.timeline.resource(row.id)->level;
        plot.queue = row.id;
    } else if (row.plot == PlotKind::Queue) {
        const ResourceInfo& queue = *sketch.timeline.resource(row.id);
        counter = &queue.level;
        plot.queue = queue.id;
        plot.maximum = queue.capacity > 0 ? queue.capacity : 1;
        if (queue.capacity > 0) {
            plot.capacity_y = plot.box.y0;
            plot.capacity_label =
                sketch.words(Message("picture.full", {number_arg("capacity", queue.capacity)}));
            plot.capacity_label_x = plot.box.x0 + sketch.px(6);
        }
    }
    plot.maximum = std::max({plot.maximum, counter->maximum(), std::int64_t{1}});
    if (plot.capacity_y) {
        const float part = 1 - static_cast<float>(sketch.timeline.resource(row.id)->capacity) /
                                   static_cast<float>(plot.maximum);
        plot.capacity_y = plot.box.y0 + part * plot.box.height();
    }
    plot.value = counter->at(sketch.options.cursor);
    plot.capacity_reached = row.plot == PlotKind::Queue && plot.capacity_y &&
                            plot.value >= sketch.timeline.resource(row.id)->capacity;
    if (plot.box.y1 > plot.box.y0) {
        add_levels(sketch, *counter, plot);
    }
    sketch.picture.plots.push_back(std::move(plot));
}

}  // namespace coroscope::detail
