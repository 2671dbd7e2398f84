#include "runtime/picture/axis.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "runtime/picture/sketch.h"

namespace coroscope {

namespace {

constexpr double kTimerWidth = 0.4;
constexpr double kEndRoom = 0.6;   // for the end cap of the last task
constexpr double kHangRoom = 4.0;  // for "deadlock: nothing can run"
constexpr double kIdleOfSteps = 0.12;
constexpr Nanoseconds kMillisecond = 1'000'000;
// Shorter stretches of time inside steps do not become stretches of the ruler.
constexpr Nanoseconds kShortestBusy = kMillisecond;

double decades(Nanoseconds duration) {
    return std::log10(1.0 + static_cast<double>(std::max<Nanoseconds>(duration, 0)) / kMillisecond);
}

double idle_width(AxisKind kind, Nanoseconds duration) {
    return kind == AxisKind::Steps ? kIdleOfSteps
                                   : 1.2 + std::clamp(0.2 * decades(duration), 0.0, 1.0);
}

double busy_width(AxisKind kind, Nanoseconds duration) {
    return kind == AxisKind::Steps ? 0.0 : 0.8 * decades(duration);
}

// What a damaged trace may say does not always fit.
Nanoseconds whole(double nanoseconds) {
    return static_cast<Nanoseconds>(std::clamp(nanoseconds, 0.0, 9.2e18));
}

}  // namespace

std::string_view name_of(AxisKind kind) {
    switch (kind) {
    case AxisKind::Elastic: return "elastic";
    case AxisKind::Time: return "time";
    case AxisKind::Steps: break;
    }
    return "steps";
}

// Walks the trace once, event by event in gaps and step by step between them, and sets a knot
// wherever the line bends. `position_` is where the line has got to.
class Axis::Builder {
public:
    Builder(Axis& axis, const Timeline& timeline)
        : axis_(axis), timeline_(timeline), trace_(timeline.trace()) {}

    void build() {
        axis_.size_ = trace_.size();
        if (axis_.size_ == 0) {
            return;
        }
        // Steps may overlap: what is drawn as one piece ends where the next step begins.
        const EventList& steps = timeline_.steps().events();
        auto step = steps.begin();
        EventIndex next = 0;
        EventIndex behind = 0;  // all steps so far end before it
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const EventIndex first = *step++;
            tail(next, std::min(behind, first));
            gap(std::max(next, std::min(behind, first)), first);
            const EventIndex end = last_of(i, first) + 1;
            next = i + 1 < steps.size() ? std::min(end, *step) : end;
            piece(first, next);
            behind = std::max(behind, end);
        }
        tail(next, behind);
        gap(std::max(next, behind), axis_.size_);
        finish();
    }

private:
    [[nodiscard]] bool scaled() const { return axis_.kind_ == AxisKind::Time; }

    // A step that is still open goes to the end of the trace.
    [[nodiscard]] EventIndex last_of(std::size_t step, EventIndex first) const {
        const EventIndex last = timeline_.last_of_step(step);
        return last == first && !trace_.complete() ? axis_.size_ - 1 : last;
    }

    // Time passes in a step behind the end of another one.
    void busy(EventIndex i) {
        if (i > 0) {
            knot(i - 1);
        }
        position_ += std::exchange(pending_, 0.0);
        const double before = position_;
        const Nanoseconds from = since(trace_[i]);
        position_ += width_of_time(trace_[i]);
        knot(i);
        if (axis_.kind_ == AxisKind::Elastic &&
            detail::difference(trace_[i].time, from) >= kShortestBusy) {
            close_stretch(before, Stretch::Kind::Busy, from, trace_[i].time);
        }
    }

    // Events [first, last) of steps that began before others did: what other threads do meanwhile
    // has its usual place.
    void tail(EventIndex first, EventIndex last) {
        if (scaled()) {
            timed_events(first, last);
            return;
        }
        bool worth_it = false;
        for (EventIndex i = first; i < last; ++i) {
            const EventKind kind = trace_[i].kind;
            if (kind == EventKind::ClockAdvanced) {
                worth_it ? piece(first, i) : gap(first, i);
                gap(i, i + 1);
                first = i + 1;
                worth_it = false;
            } else if (kind == EventKind::TimePassed) {
                worth_it ? piece(first, i) : gap(first, i);
                busy(i);
                first = i + 1;
            }
            worth_it = worth_it || kind == EventKind::TimePassed ||
                       (kind >= EventKind::TaskSuspended && kind <= EventKind::TaskCancelled);
        }
        worth_it ? piece(first, last) : gap(first, last);
    }

    // Events [first, last) of one or more steps.
    void piece(EventIndex first, EventIndex last) {
        if (first < last) {
            scaled() ? timed_events(first, last) : inside(first, last - 1);
        }
    }

    void knot(EventIndex event) {
        if (axis_.knots_.empty() || axis_.knots_.back().event < event) {
            axis_.knots_.push_back({event, position_});
        }
    }
    // The line rises by `width` from the event before `event` to `event`.
    void rise(EventIndex event, double width) {
        if (width > 0) {
            if (event > 0) {
                knot(event - 1);
            }
            position_ += width;
        }
        knot(event);
    }

    void open_stretch(Nanoseconds time) {
        stretch_.first = position_;
        stretch_.time = time;
        stretch_.iteration = iteration_;
    }
    // Ends the instant before `last`, adds what lies between it and the position, and begins a new
    // instant.
    void close_stretch(double last, Stretch::Kind kind, Nanoseconds from, Nanoseconds to) {
        if (last > stretch_.first) {
            stretch_.last = last;
            axis_.stretches_.push_back(stretch_);
        }
        axis_.stretches_.push_back(
            {last, position_, kind, from, detail::difference(to, from), iteration_});
        open_stretch(to);
    }

    void gap(EventIndex first, EventIndex last) {
        for (EventIndex i = first; i < last; ++i) {
            const TraceEvent& event = trace_[i];
            if (event.kind == EventKind::LoopIteration) {
                iteration_ = static_cast<std::uint32_t>(event.a);
                if (stretch_.first == position_) {
                    stretch_.iteration = iteration_;
                }
            }
            const bool over =
                event.kind == EventKind::RunEnded || event.kind == EventKind::TaskAbandoned;
            if (over && !ended_) {
                // What is destroyed after the run stands behind the trailing room.
                rise(i, pending_);
                pending_ = 0;
                ended_ = true;
                end_run();
            } else if (scaled()) {
                time_of(i);
            } else if (event.kind == EventKind::ClockAdvanced) {
                idle(i, event);
            } else if (event.kind == EventKind::TimerFired ||
                       event.kind == EventKind::CallbackRun) {
                const double half = axis_.kind_ == AxisKind::Elastic ? kTimerWidth / 2 : 0.0;
                rise(i, std::exchange(pending_, half) + half);
            }
        }
    }

    void idle(EventIndex i, const TraceEvent& event) {
        if (i > 0) {
            knot(i - 1);
        }
        position_ += std::exchange(pending_, 0.0);
        const double before = position_;
        position_ += idle_width(axis_.kind_, detail::difference(event.time, event.a));
        knot(i);
        close_stretch(before, Stretch::Kind::Idle, event.a, event.time);
    }

    // Inside a step the clock is advanced by another thread only, whose steps overlap this one.
    static bool lets_time_pass(const TraceEvent& event) {
        return event.kind == EventKind::TimePassed || event.kind == EventKind::ClockAdvanced;
    }
    // When the time that passes began. What another thread has let pass meanwhile counts once.
    [[nodiscard]] Nanoseconds since(const TraceEvent& event) const {
        const bool idle = event.kind == EventKind::ClockAdvanced;
        return std::max(stretch_.time, idle ? event.a : detail::difference(event.time, event.a));
    }
    [[nodiscard]] double width_of_time(const TraceEvent& event) const {
        const Nanoseconds duration = detail::difference(event.time, since(event));
        return event.kind == EventKind::ClockAdvanced ? idle_width(axis_.kind_, duration)
                                                      : busy_width(axis_.kind_, duration);
    }

    void inside(EventIndex first, EventIndex last) {
        rise(first, std::exchange(pending_, 0.0));
        const auto gaps = static_cast<double>(last - first);
        double busy = 0;
        std::size_t passes = 0;
        for (EventIndex i = first + 1; i <= last; ++i) {
            if (lets_time_pass(trace_[i])) {
                busy += width_of_time(trace_[i]);
                ++passes;
            }
        }
        // Where time passes, nearly all of the step's width shows that.
        const double base = busy > 0.25 ? 0.3 : 1.0;
        const double extra = passes == 0 ? 0 : (1.0 - base) / static_cast<double>(passes);
        const double start = position_;
        double risen = 0;
        for (EventIndex i = first + 1; passes > 0 && i <= last; ++i) {
            if (!lets_time_pass(trace_[i])) {
                continue;
            }
            const double even = base * static_cast<double>(i - 1 - first) / gaps;
            position_ = start + risen + even;
            knot(i - 1);
            const double before = position_;
            const bool idle = trace_[i].kind == EventKind::ClockAdvanced;
            const Nanoseconds from = since(trace_[i]);
            risen += extra + width_of_time(trace_[i]);
            position_ = start + risen + base * static_cast<double>(i - first) / gaps;
            knot(i);
            const bool shown = detail::difference(trace_[i].time, from) >= kShortestBusy &&
                               axis_.kind_ == AxisKind::Elastic;
            if (shown || idle) {
                close_stretch(before, idle ? Stretch::Kind::Idle : Stretch::Kind::Busy, from,
                              trace_[i].time);
            }
        }
        position_ = start + risen + base + (gaps == 0 ? 1.0 - base : 0.0);
        if (gaps > 0) {
            knot(last);
        } else {
            pending_ = position_ - start;
            position_ = start;
        }
    }

    // On the true scale an event stands at its time.
    void time_of(EventIndex i) {
        const TraceEvent& event = trace_[i];
        const auto time = static_cast<double>(event.time);
        if (time > position_) {
            const double before = position_;
            const Nanoseconds from = i == 0 ? 0 : trace_[i - 1].time;
            rise(i, time - position_);
            const bool idle = event.kind == EventKind::ClockAdvanced;
            if (idle || detail::difference(event.time, from) >= kShortestBusy) {
                close_stretch(before, idle ? Stretch::Kind::Idle : Stretch::Kind::Busy, from,
                              event.time);
            }
        }
    }
    void timed_events(EventIndex first, EventIndex last) {
        for (EventIndex i = first; i < last; ++i) {
            time_of(i);
        }
    }

    void end_run() {
        axis_.end_ = position_;
        if (position_ > stretch_.first) {
            stretch_.last = position_;
            axis_.stretches_.push_back(stretch_);
        }
        const bool hang = timeline_.outcome() == Outcome::Hang;
        position_ += scaled() ? position_ * (hang ? 0.14 : 0.03) : hang ? kHangRoom : kEndRoom;
        stretch_.first = position_;
    }

    void finish() {
        if (!ended_) {
            rise(axis_.size_ - 1, std::exchange(pending_, 0.0));
            end_run();
        }
        const EventIndex after = axis_.knots_.empty() ? 0 : axis_.knots_.back().event + 1;
        if (after < axis_.size_) {
            axis_.knots_.push_back({after, position_});
            knot(axis_.size_ - 1);
        }
        axis_.length_ = position_ > 0 ? position_ : 1.0;
    }

    Axis& axis_;
    const Timeline& timeline_;
    const Trace& trace_;
    double position_ = 0;
    double pending_ = 0;  // room that the next event to move will leave before it
    Stretch stretch_;     // the instant that is open
    std::uint32_t iteration_ = 0;
    bool ended_ = false;
};

Axis::Axis() = default;

Axis::Axis(const Timeline& timeline, AxisKind kind) : kind_(kind) {
    Builder(*this, timeline).build();
    add_guides();
    add_shares(timeline);
    long_steps_.assign(timeline.long_steps().begin(), timeline.long_steps().end());
    const EventIndex end = timeline.trace().size();
    for (const std::size_t step : timeline.steps_at(end)) {
        if (timeline.steps()[step].is_open() &&
            timeline.steps()[step].duration() >= Timeline::kLongStep) {
            long_steps_.push_back(static_cast<std::uint32_t>(step));
        }
    }
    std::ranges::sort(long_steps_);
}

void Axis::add_guides() {
    if (!knots_.empty()) {
        events_ = {knots_.size(), static_cast<double>(knots_.back().event),
                   [&](std::size_t i) { return static_cast<double>(knots_[i].event); }};
        positions_ = {knots_.size(), knots_.back().position,
                      [&](std::size_t i) { return knots_[i].position; }};
    }
}

// Requires: knots before it are `before`, those from it on are not.
template <class Before>
std::size_t Axis::first_knot(std::size_t first, std::size_t last, Before before) const {
    const std::span<const Knot> knots = std::span(knots_).subspan(first, last - first);
    return first +
           static_cast<std::size_t>(std::ranges::partition_point(knots, before) - knots.begin());
}

std::size_t Axis::knot_behind(EventIndex event) const {
    const auto [first, last] = events_.near(static_cast<double>(event));
    return first_knot(first, last, [event](const Knot& knot) { return knot.event <= event; });
}

std::size_t Axis::knot_behind(double position) const {
    const auto [first, last] = positions_.near(position);
    return first_knot(first, last,
                      [position](const Knot& knot) { return knot.position <= position; });
}

double Axis::at(EventIndex event) const {
    return event >= size_ ? length_ : at(event, knot_behind(event));
}

double Axis::at(EventIndex event, std::size_t next) const {
    if (next == 0) {
        return 0;
    }
    const Knot& left = knots_[next - 1];
    if (next == knots_.size()) {
        return left.position;
    }
    const Knot& right = knots_[next];
    const double part =
        static_cast<double>(event - left.event) / static_cast<double>(right.event - left.event);
    return left.position + part * (right.position - left.position);
}

EventIndex Axis::first_at(double position) const {
    if (position <= 0 || size_ == 0) {
        return 0;
    }
    const auto [first, last] = positions_.near(position);
    const std::size_t right =
        first_knot(first, last, [position](const Knot& knot) { return knot.position < position; });
    EventIndex low = right == 0 ? 0 : knots_[right - 1].event + 1;
    EventIndex high = right == knots_.size() ? size_ : knots_[right].event;
    while (low < high) {
        const EventIndex middle = low + (high - low) / 2;
        if (at(middle) < position) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

EventIndex Axis::event_at(double position) const {
    if (size_ == 0) {
        return 0;
    }
    const std::size_t behind = knot_behind(position);
    if (behind == knots_.size()) {
        return size_ - 1;
    }
    if (behind == 0) {
        return 0;
    }
    const auto next = knots_.begin() + static_cast<std::ptrdiff_t>(behind);
    const Knot& left = *(next - 1);
    const auto events = static_cast<double>(next->event - left.event);
    const double width = next->position - left.position;
    const double part = (position - left.position) / width;
    EventIndex event = left.event + static_cast<EventIndex>(part * events);
    // Rounding may be off by one event either way. Must compute as at() does.
    const auto place = [&](EventIndex each) {
        const double share = static_cast<double>(each - left.event) / events;
        return left.position + share * width;
    };
    while (event + 1 < next->event && place(event + 1) <= position) {
        ++event;
    }
    while (event > left.event && (event == next->event || place(event) > position)) {
        --event;
    }
    return event;
}

double Axis::at_time(Nanoseconds time) const {
    if (kind_ == AxisKind::Time) {
        return std::clamp(static_cast<double>(time), 0.0, end_);
    }
    const auto next = std::ranges::lower_bound(stretches_, time, {}, &Stretch::time);
    if (next == stretches_.begin()) {
        return 0;
    }
    const Stretch& left = *(next - 1);
    const Nanoseconds until = next == stretches_.end() ? left.time : next->time;
    if (until <= left.time || time >= until) {
        return left.last;
    }
    const double part = static_cast<double>(detail::difference(time, left.time)) /
                        static_cast<double>(detail::difference(until, left.time));
    return left.first + part * (left.last - left.first);
}

Nanoseconds Axis::time_at(double position) const {
    if (kind_ == AxisKind::Time) {
        return whole(std::clamp(position, 0.0, end_));
    }
    const auto next = std::ranges::upper_bound(stretches_, position, {}, &Stretch::first);
    if (next == stretches_.begin()) {
        return 0;
    }
    const Stretch& left = *(next - 1);
    const double width = left.last - left.first;
    const double part = width > 0 ? std::min((position - left.first) / width, 1.0) : 1.0;
    return detail::difference(left.time, -whole(part * static_cast<double>(left.duration)));
}

}  // namespace coroscope
