// Axis: where each event of a run stands on a horizontal line. Three kinds, one key apart:
//
//   Elastic  a step is 1 wide, a step in which time passes wider, a timer 0.4, an idle stretch 1.2
//   to 2.2 Time     true to scale: one unit is one nanosecond of virtual time Steps    a step is 1
//   wide, all else next to nothing
//
//     Axis axis(timeline, AxisKind::Elastic);
//     float x = x0 + (axis.at(cursor) - first) / (last - first) * width;
//
// Units: positions are axis units, 0 to length(). Positions never fall as events go on; events
// between two steps may share one. A stretch [first, last) of events covers at(first) to at(last);
// the index behind the last event is allowed, its position is length(). Memory: proportional to
// steps and timers, not to events.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "runtime/picture/guide.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

enum class AxisKind : std::uint8_t { Elastic, Time, Steps };
[[nodiscard]] std::string_view name_of(AxisKind kind);  ///< "elastic", "time", "steps"

/// A piece of the ruler. Stretches cover 0 to the end of the run in order, without gaps.
struct Stretch {
    enum class Kind : std::uint8_t {
        Instant,  ///< steps that all happen at `time`
        Idle,     ///< nothing was ready; the clock jumped by `duration` from `time`
        Busy,     ///< a step during which `duration` passed from `time`
    };
    double first = 0;
    double last = 0;
    Kind kind = Kind::Instant;
    Nanoseconds time = 0;
    Nanoseconds duration = 0;     ///< 0 for an instant
    std::uint32_t iteration = 0;  ///< the loop iteration in which it begins
};

struct CommonAxes;

class Axis {
public:
    /// An axis of length 1 without events.
    Axis();
    /// Costs one pass over the trace. Keeps nothing of `timeline`.
    Axis(const Timeline& timeline, AxisKind kind);

    [[nodiscard]] AxisKind kind() const { return kind_; }
    /// Greater than 0, even for an empty run. Includes a little room behind the last event, and
    /// more of it if the run hung.
    [[nodiscard]] double length() const { return length_; }
    /// Where the run ends; behind it is only the trailing room.
    [[nodiscard]] double end() const { return end_; }
    /// Position of an event; length() for indices behind the last. O(log steps).
    [[nodiscard]] double at(EventIndex event) const;
    /// Last event at or before `position`; 0 if there is none. O(log steps).
    [[nodiscard]] EventIndex event_at(double position) const;
    /// First event at or behind `position`; size() if there is none. O(log steps).
    [[nodiscard]] EventIndex first_at(double position) const;
    /// How [first, last] is shared out among a task's states, by Share; they add up to 1. nullopt
    /// where so few of its intervals lie that they are better looked at one by one. O(log n).
    [[nodiscard]] std::optional<std::array<double, kShares>> shares(const TaskInfo& task,
                                                                    double first,
                                                                    double last) const;
    /// Position of a moment, inside a step or an idle stretch too. The first position with this
    /// time.
    [[nodiscard]] double at_time(Nanoseconds time) const;
    /// The moment at a position. Inverse of at_time where time passes.
    [[nodiscard]] Nanoseconds time_at(double position) const;
    [[nodiscard]] std::span<const Stretch> stretches() const { return stretches_; }
    /// Steps of at least Timeline::kLongStep, by index into timeline.steps(), also those that are
    /// open: few, so that a picture can show each slow one at any zoom.
    [[nodiscard]] std::span<const std::uint32_t> long_steps() const { return long_steps_; }
    /// Number of events the axis knows.
    [[nodiscard]] EventIndex size() const { return size_; }

private:
    /// Positions between two knots lie on a line.
    struct Knot {
        EventIndex event = 0;
        double position = 0;
    };
    /// What the states of a task cover up to `position`, where one of its intervals begins.
    struct Mark {
        double position = 0;
        std::array<double, kShares> covered{};
    };
    class Builder;
    class SharesBuilder;
    class Aligner;
    friend CommonAxes common_axes(const Timeline& left, const Timeline& right, AxisKind kind);
    void add_guides();
    void add_shares(const Timeline& timeline);
    /// Of knots [first, last], the first that is not `before`.
    template <class Before>
    [[nodiscard]] std::size_t first_knot(std::size_t first, std::size_t last, Before before) const;
    /// The first knot that is behind this event or position.
    [[nodiscard]] std::size_t knot_behind(EventIndex event) const;
    [[nodiscard]] std::size_t knot_behind(double position) const;
    /// `next` is the first knot behind the event.
    [[nodiscard]] double at(EventIndex event, std::size_t next) const;

    AxisKind kind_ = AxisKind::Elastic;
    std::vector<Knot> knots_;
    detail::Guide events_;  ///< where they are, by event and by position
    detail::Guide positions_;
    std::vector<Stretch> stretches_;
    std::vector<std::uint32_t> long_steps_;
    struct Marks {
        std::vector<Mark> marks;
        detail::Guide guide;  ///< by position
    };
    std::vector<Marks> marks_;                  ///< of tasks with many intervals
    std::vector<std::uint32_t> marks_of_task_;  ///< by TaskId: index into marks_
    double length_ = 1;
    double end_ = 0;
    EventIndex size_ = 0;
};

}  // namespace coroscope
