// The loop lane: which task's step runs when, and dots for timers and callbacks; and the log lane.
#include <algorithm>
#include <cmath>

#include "look/tokens.h"
#include "runtime/picture/sketch.h"

namespace coroscope::detail {

namespace {

class LoopLane {
public:
    LoopLane(Sketch& sketch, Row& row)
        : sketch_(sketch),
          row_(row),
          steps_(sketch.timeline.steps()),
          loop_(sketch.order.loops.empty() ? nullptr : &sketch.order.loops[row.lane]),
          firsts_(loop_ == nullptr ? steps_.events() : loop_->firsts),
          begun_(firsts_),
          pen_(sketch.left()) {}

    void draw() {
        const double from = sketch_.picture.first;
        // Those that end behind the left edge: they begin behind it, or cover it.
        std::size_t i = firsts_.count_until(sketch_.first_event);
        for (const std::size_t open : sketch_.timeline.steps_at(sketch_.first_event)) {
            i = std::min(i, place_of(open));
        }
        while (i < firsts_.size() && is_before(i, from)) {
            ++i;
        }
        while (i < firsts_.size()) {
            const Edges at = edges(i);
            if (at.start >= sketch_.right()) {
                break;
            }
            if (at.width() >= least()) {
                emit(i, i + 1, at.start, at.end);
                ++i;
            } else {
                i = narrow(i, at.start);
            }
        }
    }

private:
    // The lane's steps have numbers of their own if the run has several loops.
    [[nodiscard]] EventIndex first_event(std::size_t i) const { return firsts_[i]; }
    [[nodiscard]] std::size_t number_of(std::size_t i) const {
        return loop_ == nullptr ? i : loop_->steps[i];
    }
    [[nodiscard]] EventIndex last_event(std::size_t i) const {
        return sketch_.timeline.last_of_step(number_of(i));
    }
    /// Where step `number` of the run stands among the lane's, or where it would.
    [[nodiscard]] std::size_t place_of(std::size_t number) const {
        if (loop_ == nullptr) {
            return number;
        }
        const auto place = std::ranges::lower_bound(loop_->steps, number);
        return static_cast<std::size_t>(place - loop_->steps.begin());
    }
    /// A step that is still open goes on to the end of what is known.
    [[nodiscard]] double position_behind(std::size_t i, EventIndex first) const {
        const EventIndex last = last_event(i);
        const bool open = last == first && !sketch_.timeline.trace().complete();
        return open ? sketch_.axis.end() : sketch_.axis.at(last);
    }
    [[nodiscard]] bool is_before(std::size_t i, double from) const {
        const EventIndex first = first_event(i);
        const double behind = position_behind(i, first);
        return behind < from || (behind == from && sketch_.axis.at(first) < from);
    }
    struct Edges {
        float start = 0;
        float end = 0;
        [[nodiscard]] float width() const { return end - start; }
    };
    [[nodiscard]] Edges edges(std::size_t i) const {
        const EventIndex first = first_event(i);
        return {sketch_.x(sketch_.axis.at(first)), sketch_.x(position_behind(i, first))};
    }
    [[nodiscard]] float least() const { return sketch_.px(look::kSize.span_min_width); }
    [[nodiscard]] bool is_slow(const Step& step) const {
        return step.duration() >= sketch_.options.slow_step;
    }

    /// Steps narrower than 3 px: one or two get 3 px each, a crowd shares them. Returns the next
    /// step.
    std::size_t narrow(std::size_t i, float start) {
        const float x = std::max(start, pen_);
        const EventIndex reach = sketch_.event_at_x(x + least());
        std::size_t next = std::max(begun_.count_until(reach), i + 1);
        if (next - i > 1 && edges(next - 1).width() >= least()) {
            --next;
        }
        if (next - i <= 2 && x - start <= sketch_.px(6)) {
            next = i + 1;
        }
        emit(i, next, start, 0);
        return next;
    }

    /// The slow step among [first, last), else `first`.
    [[nodiscard]] std::size_t chosen(std::size_t first, std::size_t last) const {
        const auto longs = sketch_.axis.long_steps();
        const std::size_t end = number_of(last - 1) + 1;
        for (auto it = std::ranges::lower_bound(longs, number_of(first));
             it != longs.end() && *it < end; ++it) {
            const std::size_t i = place_of(*it);
            if (number_of(i) == *it && is_slow(steps_[*it])) {
                return i;
            }
        }
        return first;
    }

    /// Steps [first, last), which begin at `x0`.
    void emit(std::size_t first, std::size_t last, float x0, float x1) {
        const Step step = steps_[number_of(chosen(first, last))];
        const bool slow = is_slow(step);
        Span span;
        span.look = slow ? SpanLook::SlowStep : SpanLook::Step;
        const float bar = std::min(sketch_.px(20), row_.height - sketch_.px(10));
        span.box.y0 = std::floor(row_.y + (row_.height - bar) / 2);
        span.box.y1 = span.box.y0 + bar;
        span.box.x0 = std::max(pen_, x0);
        span.box.x1 =
            std::min(std::max(x1, span.box.x0 + (slow ? sketch_.px(5) : least())), sketch_.right());
        if (span.box.width() < sketch_.px(0.75F)) {
            return;
        }
        pen_ = span.box.x1;
        span.task = step.task;
        span.colour = sketch_.badge(step.task).colour;
        const EventIndex back = first_event(last - 1);
        span.first = first_event(first);
        span.last = last_event(last - 1);
        span.merged = last - first > 1 ? static_cast<std::uint32_t>(last - first) : 0;
        span.cut_left = sketch_.axis.at(span.first) < sketch_.picture.first;
        span.cut_right = position_behind(last - 1, back) > sketch_.picture.last;
        span.selected = sketch_.options.selected_task == step.task &&
                        span.first <= sketch_.options.cursor && sketch_.options.cursor <= span.last;
        if (slow) {
            const std::string time = format_duration(step.duration());
            span.labels = {"! " + sketch_.words("state.slow") + " " + time, "! " + time, "!"};
            place_label(sketch_, span);
        } else {
            span.labels = {sketch_.badge(step.task).monogram};
            place_label(sketch_, span, TextStyle::Badge);
        }
        sketch_.picture.spans.push_back(std::move(span));
    }

    Sketch& sketch_;
    Row& row_;
    StepList steps_;
    const RowOrder::Loop* loop_;  // nullptr: the only one
    const EventList& firsts_;
    EventCounter begun_;
    float pen_;
};

/// Dots at places that rise; those closer than `gap` become one that counts them.
class Dots {
public:
    Dots(Sketch& sketch, const Row& row, float gap)
        : sketch_(sketch), y_(row.y + row.height / 2), gap_(gap) {}

    /// `count` dots that begin with this one, all within two pixels.
    void add(DotKind kind, EventIndex event, TaskId task, std::size_t count) {
        const double position = sketch_.axis.at(event);
        if (position < sketch_.picture.first || position > sketch_.picture.last) {
            return;
        }
        const float x = sketch_.x_of(event);
        if (started_ && x - sketch_.picture.dots.back().x < gap_) {
            sketch_.picture.dots.back().merged += static_cast<std::uint32_t>(count);
            return;
        }
        started_ = true;
        sketch_.picture.dots.push_back({kind, x, y_, event, task, sketch_.badge(task).colour, "", 0,
                                        static_cast<std::uint32_t>(count)});
    }

private:
    Sketch& sketch_;
    float y_;
    float gap_;
    bool started_ = false;
};

/// Calls visit(i, n) for the entries i ... i + n - 1 of `list` that may be visible and lie within
/// two pixels. Where they are denser than the pixels, they would be drawn on top of each other.
template <class Visit>
void for_each_visible(const Sketch& sketch, const EventList& list, Visit visit) {
    const std::size_t end = list.count_until(sketch.last_event);
    EventCounter begun(list);
    std::size_t i = sketch.first_event == 0 ? 0 : begun.count_until(sketch.first_event - 1);
    EventIndex event = i < end ? begun.next() : 0;
    while (i < end) {
        const EventIndex reach = sketch.event_at_pixel(sketch.pixel_of(sketch.x_of(event)) + 2);
        const std::size_t count = begun.count_until(reach);
        const std::size_t next = std::clamp(count, i + 1, end);
        visit(i, next - i);
        if (next < end) {
            event = next == count ? begun.next() : list[next];
        }
        i = next;
    }
}

/// A quick look, for there are many wake-ups and few of them are drawn.
bool may_be_timer(const TraceEvent& event) {
    return event.kind == EventKind::TaskReady &&
           event.detail == static_cast<std::uint8_t>(WakeReason::TimerFired);
}

void label_log_dots(Sketch& sketch, std::size_t first) {
    std::vector<Dot>& dots = sketch.picture.dots;
    for (std::size_t i = first; i < dots.size(); ++i) {
        const float room =
            (i + 1 < dots.size() ? dots[i + 1].x - sketch.px(6) : sketch.right()) - dots[i].x;
        const TraceEvent& event = sketch.timeline.trace()[dots[i].event];
        std::string text(sketch.timeline.trace().text(event.b));
        const float x = sketch.px(7);
        if (dots[i].merged == 1 && x + sketch.width_of(text, TextStyle::Caption) <= room) {
            dots[i].label = std::move(text);
            dots[i].label_x = dots[i].x + x;
        }
    }
}

}  // namespace

void draw_loop_lane(Sketch& sketch, Row& row) {
    draw_cursor(sketch);  // labels make room for it
    LoopLane(sketch, row).draw();
    Dots dots(sketch, row, sketch.px(9));
    const WakeUpList wakeups = sketch.timeline.wakeups();
    for_each_visible(sketch, wakeups.events(), [&](std::size_t first, std::size_t count) {
        constexpr std::size_t kMostEach = 16;  // a timer among them will do
        auto it = wakeups.events().begin() + static_cast<std::ptrdiff_t>(first);
        for (std::size_t i = first; i < first + std::min(count, kMostEach); ++i, ++it) {
            if (!may_be_timer(sketch.timeline.trace()[*it])) {
                continue;
            }
            const WakeUp wake = wakeups[i];
            if (wake.waker == 0 && wake.reason == WakeReason::TimerFired &&
                sketch.is_of_loop(row, wake.woken)) {
                dots.add(DotKind::Timer, wake.event, wake.woken, 1);
                if (count > kMostEach) {
                    break;
                }
            }
        }
    });
}

void draw_log_lane(Sketch& sketch, Row& row) {
    const std::size_t first = sketch.picture.dots.size();
    Dots dots(sketch, row, sketch.px(8));
    const EventList& log = sketch.timeline.log();
    for_each_visible(sketch, log, [&](std::size_t i, std::size_t count) {
        dots.add(DotKind::Log, log[i], sketch.timeline.trace()[log[i]].task, count);
    });
    label_log_dots(sketch, first);
}

}  // namespace coroscope::detail
