#include "runtime/picture/common_axes.h"

#include <algorithm>
#include <array>

#include "runtime/picture/sketch.h"

namespace coroscope {

namespace {

/// A piece of an own axis and the piece of the common one that it becomes.
struct Piece {
    double from = 0;
    double to = 0;  ///< behind `from`
    double first = 0;
    double last = 0;
};

/// From positions of an own axis to the common one. Where the common one has room that the own one
/// has not, an event stands before the room.
class Mapping {
public:
    void add(Piece piece) {
        if (piece.to > piece.from) {
            pieces_.push_back(piece);
        }
    }
    [[nodiscard]] double operator()(double position) const {
        const auto piece = std::ranges::lower_bound(pieces_, position, {}, &Piece::to);
        if (piece == pieces_.end()) {
            return pieces_.empty() ? 0 : pieces_.back().last;
        }
        if (position == piece->to) {
            return piece->last;  // exactly, whatever rounding would make of it
        }
        const double part = (position - piece->from) / (piece->to - piece->from);
        return piece->first + std::max(part, 0.0) * (piece->last - piece->first);
    }

private:
    std::vector<Piece> pieces_;  ///< rising, both ways
};

/// A moment of an axis: where the virtual time gets to `time`, and how long it stays there.
struct Moment {
    Nanoseconds time = 0;
    double first = 0;
    double last = 0;
    bool busy_before = false;  ///< a step lets the time before it pass
};

/// The times at which the ruler of an axis bends.
std::vector<Moment> moments_of(const Axis& axis) {
    std::vector<Moment> moments;
    const auto add = [&](Nanoseconds time, double position, bool busy = false) {
        if (moments.empty() || moments.back().time < time) {
            moments.push_back({time, position, position, busy});
        } else {
            moments.back().last = position;
        }
    };
    add(0, 0);
    for (const Stretch& stretch : axis.stretches()) {
        add(stretch.time, stretch.first);
        add(detail::difference(stretch.time, -stretch.duration), stretch.last,
            stretch.kind == Stretch::Kind::Busy);
    }
    if (moments.back().last < axis.end()) {
        moments.back().last = axis.end();
    }
    return moments;
}

/// Goes through the moments of a run; between two of them the time passes evenly.
class Walk {
public:
    explicit Walk(const Axis& axis) : moments_(moments_of(axis)), end_(axis.end()) {}

    [[nodiscard]] bool over() const { return next_ == moments_.size(); }
    [[nodiscard]] Nanoseconds time() const { return moments_[next_].time; }
    /// Requires: no later than time(), unless it is over.
    Moment take(Nanoseconds at) {
        if (over()) {
            return {at, end_, end_, false};
        }
        if (moments_[next_].time == at) {
            return moments_[next_++];
        }
        const Moment& behind = moments_[next_];
        const Moment before = next_ == 0 ? Moment{} : moments_[next_ - 1];
        const double part =
            static_cast<double>(at - before.time) / static_cast<double>(behind.time - before.time);
        const double position = before.last + part * (behind.first - before.last);
        return {at, position, position, behind.busy_before};
    }

private:
    std::vector<Moment> moments_;
    std::size_t next_ = 0;
    double end_;
};

}  // namespace

class Axis::Aligner {
public:
    Aligner(Axis& left, Axis& right) : axes_{&left, &right} {}

    void align_time() {
        length_ = std::max(axes_[0]->length_, axes_[1]->length_);
        for (Axis* axis : axes_) {
            axis->length_ = length_;
        }
    }

    void align_moments() {
        std::array<Walk, 2> walks{Walk(*axes_[0]), Walk(*axes_[1])};
        while (!walks[0].over() || !walks[1].over()) {
            const Nanoseconds time = walks[0].over()   ? walks[1].time()
                                     : walks[1].over() ? walks[0].time()
                                                       : std::min(walks[0].time(), walks[1].time());
            const std::array<Moment, 2> now{walks[0].take(time), walks[1].take(time)};
            gap({now[0].first, now[1].first});
            const double arrived = position_;
            if (arrived > since_.first) {
                const bool busy = now[0].busy_before || now[1].busy_before;
                stretches_.push_back({since_.first, arrived,
                                      busy ? Stretch::Kind::Busy : Stretch::Kind::Idle, since_.time,
                                      detail::difference(time, since_.time), 0});
            }
            stay({now[0].last, now[1].last});
            if (position_ > arrived) {
                stretches_.push_back({arrived, position_, Stretch::Kind::Instant, time, 0, 0});
            }
            since_ = {time, position_, position_, false};
        }
        finish();
    }

    void align_steps(const Timeline& left, const Timeline& right) {
        const std::array<const Timeline*, 2> runs{&left, &right};
        const std::size_t most = std::max(left.steps().size(), right.steps().size());
        for (std::size_t i = 0; i < most; ++i) {
            std::array<double, 2> at{};
            for (std::size_t side = 0; side < 2; ++side) {
                const EventList& steps = runs[side]->steps().events();
                at[side] = i < steps.size() ? axes_[side]->at(steps[i]) : axes_[side]->end_;
                at[side] = std::clamp(at[side], at_[side], axes_[side]->end_);
            }
            gap(at);
        }
        gap({axes_[0]->end_, axes_[1]->end_});
        finish();
    }

private:
    /// From here to `to` the run that has more sets the width, and the other one fills it.
    void gap(std::array<double, 2> to) {
        const double width = std::max(to[0] - at_[0], to[1] - at_[1]);
        for (std::size_t side = 0; side < 2; ++side) {
            mappings_[side].add({at_[side], to[side], position_, position_ + width});
        }
        at_ = to;
        position_ += width;
    }
    /// The same, but both keep their own scale: who has less leaves room.
    void stay(std::array<double, 2> to) {
        double width = 0;
        for (std::size_t side = 0; side < 2; ++side) {
            const double own = to[side] - at_[side];
            mappings_[side].add({at_[side], to[side], position_, position_ + own});
            width = std::max(width, own);
        }
        at_ = to;
        position_ += width;
    }

    void finish() {
        length_ = position_ +
                  std::max(axes_[0]->length_ - axes_[0]->end_, axes_[1]->length_ - axes_[1]->end_);
        for (std::size_t side = 0; side < 2; ++side) {
            Axis& axis = *axes_[side];
            const Mapping& map = mappings_[side];
            const double end = map(axis.end_);
            for (Knot& knot : axis.knots_) {
                knot.position = knot.position > axis.end_ ? length_ : map(knot.position);
            }
            axis.end_ = end;
            axis.length_ = length_;
            if (axis.kind_ == AxisKind::Elastic) {
                axis.stretches_ = stretches_;
            }
        }
    }

    std::array<Axis*, 2> axes_;
    std::array<Mapping, 2> mappings_;
    std::array<double, 2> at_{};  ///< how far on each own axis
    double position_ = 0;         ///< how far on the common one
    Moment since_;                ///< the moment before
    std::vector<Stretch> stretches_;
    double length_ = 0;
};

CommonAxes common_axes(const Timeline& left, const Timeline& right, AxisKind kind) {
    CommonAxes axes{Axis(left, kind), Axis(right, kind)};
    Axis::Aligner aligner(axes.left, axes.right);
    switch (kind) {
    case AxisKind::Elastic: aligner.align_moments(); break;
    case AxisKind::Time: aligner.align_time(); break;
    case AxisKind::Steps: aligner.align_steps(left, right); break;
    }
    axes.left.add_guides();
    axes.right.add_guides();
    axes.left.add_shares(left);
    axes.right.add_shares(right);
    return axes;
}

}  // namespace coroscope
