// The whole run in small, the findings' marks, the cursor, and the legend.
#include <algorithm>
#include <utility>

#include "look/tokens.h"
#include "runtime/picture/sketch.h"

namespace coroscope::detail {

namespace {

class MinimapPainter {
public:
    explicit MinimapPainter(Sketch& sketch)
        : sketch_(sketch), map_(sketch.picture.minimap), steps_(sketch.timeline.steps()) {}

    void draw() {
        if (!steps_.empty()) {
            const float columns = map_.box.width();
            if (static_cast<float>(steps_.size()) < columns / 2) {
                draw_steps();
            } else {
                draw_columns();
            }
            draw_slow();
        }
        if (sketch_.timeline.outcome() == Outcome::Hang) {
            map_.segments.push_back(
                {x(sketch_.axis.end()), x(sketch_.axis.length()), -1, false, true});
        }
        map_.window = {x(sketch_.picture.first), map_.box.y0, x(sketch_.picture.last), map_.box.y1};
        const double shown = sketch_.picture.last - sketch_.picture.first;
        map_.shows_all = shown >= sketch_.axis.length() * 0.999;
        map_.cursor_x = x(sketch_.axis.at(sketch_.options.cursor));
        draw_marks();
    }

private:
    [[nodiscard]] float x(double position) const {
        const double part = std::clamp(position / sketch_.axis.length(), 0.0, 1.0);
        return map_.box.x0 + static_cast<float>(part * static_cast<double>(map_.box.width()));
    }
    [[nodiscard]] double position(float place) const {
        return static_cast<double>((place - map_.box.x0) / map_.box.width()) *
               sketch_.axis.length();
    }
    [[nodiscard]] int colour(const Step& step) const { return sketch_.badge(step.task).colour; }

    void add(float x0, float x1, int task_colour) {
        if (!map_.segments.empty() && map_.segments.back().colour == task_colour &&
            map_.segments.back().x1 >= x0) {
            map_.segments.back().x1 = x1;
        } else {
            map_.segments.push_back({x0, x1, task_colour, false, false});
        }
    }
    void draw_steps() {
        for (const Step& step : steps_) {
            float x0 = x(sketch_.axis.at(step.first));
            if (!map_.segments.empty()) {
                const float behind = map_.segments.back().x1;
                if (behind - x0 > sketch_.px(6)) {
                    continue;  // a crowd at one place: its first ones will do
                }
                x0 = std::max(x0, behind);
            }
            const float x1 = std::min(
                std::max(x(sketch_.axis.at(step.last)), x0 + sketch_.px(1.5F)), map_.box.x1);
            if (x1 > x0) {
                map_.segments.push_back({x0, x1, colour(step), false, false});
            }
        }
    }
    /// One look per pixel: the step there, if any.
    void draw_columns() {
        EventCounter begun(steps_.events());
        for (float at = map_.box.x0; at < map_.box.x1; at += sketch_.px(1)) {
            const float until = std::min(at + sketch_.px(1), map_.box.x1);
            const std::size_t count = begun.count_until(sketch_.axis.event_at(position(until)));
            if (count == 0) {
                continue;
            }
            if (sketch_.axis.at(sketch_.timeline.last_of_step(count - 1)) >= position(at)) {
                const TaskId task = sketch_.timeline.trace()[begun.last()].task;
                add(at, until, sketch_.badge(task).colour);
            }
        }
    }
    void draw_slow() {
        float behind = map_.box.x0 - 1;
        for (const std::uint32_t index : sketch_.axis.long_steps()) {
            const Step step = steps_[index];
            const float x0 = x(sketch_.axis.at(step.first));
            if (step.duration() < sketch_.options.slow_step || x0 < behind) {
                continue;
            }
            const float x1 =
                std::min(std::max(x(sketch_.axis.at(step.last)), x0 + sketch_.px(2)), map_.box.x1);
            map_.segments.push_back({x0, x1, colour(step), true, false});
            behind = x1;
        }
    }
    void draw_marks() {
        if (sketch_.options.findings == nullptr) {
            return;
        }
        const std::vector<Finding>& findings = *sketch_.options.findings;
        for (std::size_t i = 0; i < findings.size(); ++i) {
            const EventIndex at = findings[i].at;
            map_.marks.push_back({x(sketch_.axis.at(at)), findings[i].severity, at, i});
            const double place = sketch_.axis.at(at);
            if (place >= sketch_.picture.first && place <= sketch_.picture.last) {
                sketch_.picture.marks.push_back({sketch_.x(place), findings[i].severity, at, i});
            }
        }
    }

    Sketch& sketch_;
    Minimap& map_;
    StepList steps_;
};

/// Which states occur.
std::vector<bool> occurring(const Sketch& sketch) {
    std::vector<bool> seen(static_cast<std::size_t>(SpanLook::Stopped) + 1, false);
    const auto see = [&](SpanLook look) { seen[static_cast<std::size_t>(look)] = true; };
    for (const auto& [state, look] : {std::pair(TaskState::Created, SpanLook::Created),
                                      {TaskState::Ready, SpanLook::Ready},
                                      {TaskState::Running, SpanLook::Running},
                                      {TaskState::Sleeping, SpanLook::Sleeping},
                                      {TaskState::Finished, SpanLook::Finished},
                                      {TaskState::Failed, SpanLook::Failed},
                                      {TaskState::Cancelled, SpanLook::Cancelled}}) {
        if (sketch.timeline.occurs(state)) {
            see(look);
        }
    }
    if (!sketch.order.workers.empty()) {
        see(SpanLook::Io);
    }
    for (auto reason = WaitReason::None; reason <= kLastWaitReason;
         reason = static_cast<WaitReason>(static_cast<int>(reason) + 1)) {
        if (reason != WaitReason::Yield && reason != WaitReason::Sleep &&
            sketch.timeline.occurs(reason)) {
            see(is_outside(reason) ? SpanLook::Io : SpanLook::Waiting);
        }
    }
    if (sketch.timeline.most_late() >= std::max<Nanoseconds>(sketch.options.slow_step, 1)) {
        see(SpanLook::Overdue);
    }
    if (!sketch.order.stuck.empty()) {
        see(SpanLook::Stuck);
    }
    const auto steps = sketch.timeline.steps();
    for (const std::uint32_t step : sketch.axis.long_steps()) {
        if (steps[step].duration() >= sketch.options.slow_step) {
            see(SpanLook::Slow);
            break;
        }
    }
    return seen;
}

}  // namespace

void draw_minimap(Sketch& sketch) { MinimapPainter(sketch).draw(); }

void draw_cursor(Sketch& sketch) {
    Picture& picture = sketch.picture;
    const double position = sketch.axis.at(sketch.options.cursor);
    picture.cursor_x = std::clamp(sketch.x(position), sketch.left(), sketch.right());
    picture.cursor_visible =
        !sketch.timeline.trace().empty() && position >= picture.first && position <= picture.last;
    picture.veil.reset();
    const bool at_end = position >= sketch.axis.end();
    if (!sketch.timeline.trace().empty() && !at_end && picture.cursor_x < sketch.right()) {
        picture.veil = {picture.cursor_x, picture.ruler.y1, sketch.right(), picture.height};
    }
}

void draw_legend(Sketch& sketch) {
    const std::vector<bool> seen = occurring(sketch);
    struct Entry {
        SpanLook look;
        std::string_view icon;
    };
    for (const Entry& entry :
         {Entry{SpanLook::Created, ""}, Entry{SpanLook::Ready, ""},
          Entry{SpanLook::Running, "running"}, Entry{SpanLook::Sleeping, ""},
          Entry{SpanLook::Overdue, ""}, Entry{SpanLook::Waiting, ""}, Entry{SpanLook::Stuck, ""},
          Entry{SpanLook::Io, ""}, Entry{SpanLook::Slow, ""}, Entry{SpanLook::Finished, "finished"},
          Entry{SpanLook::Cancelled, "cancelled_failed"},
          Entry{SpanLook::Failed, "cancelled_failed"}}) {
        if (seen[static_cast<std::size_t>(entry.look)]) {
            const std::string id = "state." + std::string(name_of(entry.look));
            sketch.picture.legend.push_back({entry.look, sketch.words(id), entry.icon});
        }
    }
}

}  // namespace coroscope::detail
