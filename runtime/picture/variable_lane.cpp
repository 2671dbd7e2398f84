// The lane of a shared variable: its value from each write to the next, tinted with the colour of
// the task that wrote it, in red where a write has undone another task's update.
#include <algorithm>
#include <cmath>

#include "look/tokens.h"
#include "runtime/analysis/lost_updates.h"
#include "runtime/picture/sketch.h"

namespace coroscope::detail {

namespace {

using Accesses = std::vector<Access>;

class VariableLane {
public:
    VariableLane(Sketch& sketch, const Row& row)
        : sketch_(sketch),
          row_(row),
          variable_(*sketch.timeline.resource(row.id)),
          pen_(sketch.left()) {}

    void draw() {
        const Accesses& all = variable_.accesses;
        auto write = last_write_before(
            std::ranges::upper_bound(all, sketch_.first_event, {}, &Access::event));
        while (write != all.end() && sketch_.x_of(write->event) < sketch_.right()) {
            const auto next = std::find_if(write + 1, all.end(),
                                           [](const Access& access) { return access.write; });
            const EventIndex last =
                next == all.end() ? std::min(variable_.destroyed, sketch_.timeline.trace().size())
                                  : next->event;
            emit(write, last);
            write = skip(next);
        }
    }

private:
    [[nodiscard]] Accesses::const_iterator last_write_before(Accesses::const_iterator from) const {
        auto at = from;
        while (at != variable_.accesses.begin()) {
            --at;
            if (at->write) {
                return at;
            }
        }
        return std::find_if(from, variable_.accesses.end(),
                            [](const Access& access) { return access.write; });
    }

    /// Writes that fall on the same pixels are not drawn one by one: the last of them stands for
    /// all.
    [[nodiscard]] Accesses::const_iterator skip(Accesses::const_iterator write) const {
        if (write == variable_.accesses.end()) {
            return write;
        }
        const EventIndex same = sketch_.event_at_x(sketch_.x_of(write->event) + sketch_.px(2));
        const auto behind =
            std::ranges::upper_bound(write, variable_.accesses.end(), same, {}, &Access::event);
        return behind - write > 8 ? last_write_before(behind) : write;
    }

    void emit(Accesses::const_iterator write, EventIndex last) {
        const float x0 = std::max(sketch_.x_of(write->event), pen_);
        const float least = sketch_.px(look::kSize.span_min_width);
        const float x1 = std::min(std::max(sketch_.x_of(last), x0 + least), sketch_.right());
        if (x1 - x0 < 1) {
            return;
        }
        const float height = std::round(row_.height / 2);
        const float y0 = std::floor(row_.y + (row_.height - height) / 2);
        Span span;
        span.look =
            lost_update_at(sketch_.timeline, write->event) ? SpanLook::ValueLost : SpanLook::Held;
        span.box = {x0, y0, x1, y0 + height};
        pen_ = x1;
        span.task = write->task;
        span.subject = variable_.id;
        span.colour = sketch_.badge(write->task).colour;
        span.first = write->event;
        span.last = last;
        span.cut_left = sketch_.axis.at(write->event) < sketch_.picture.first;
        span.cut_right = sketch_.axis.at(last) > sketch_.picture.last;
        const std::string value(
            sketch_.timeline.trace().text(sketch_.timeline.trace()[write->event].b));
        if (span.look == SpanLook::ValueLost) {
            for (const std::string_view id : {"span.update_lost", "span.lost"}) {
                span.labels.push_back(sketch_.words(Message(id, {code_arg("value", value)})));
            }
        }
        span.labels.push_back(value);
        place_label(sketch_, span);
        sketch_.picture.spans.push_back(std::move(span));
    }

    Sketch& sketch_;
    const Row& row_;
    const ResourceInfo& variable_;
    float pen_;
};

}  // namespace

void draw_variable_lane(Sketch& sketch, Row& row) { VariableLane(sketch, row).draw(); }

}  // namespace coroscope::detail
