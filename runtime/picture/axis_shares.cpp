// How the width of an axis is shared out among the states of a task.
#include <algorithm>

#include "runtime/picture/axis.h"

namespace coroscope {

// Walks the trace once more, and adds up for each task with many intervals what its states cover.
class Axis::SharesBuilder {
public:
    SharesBuilder(Axis& axis, const Timeline& timeline) : axis_(axis), timeline_(timeline) {}

    void build() {
        axis_.marks_of_task_.assign(timeline_.tasks().size() + 1, kNoMarks);
        for (const TaskInfo& task : timeline_.tasks()) {
            if (task.intervals.size() >= 2 * kPerMark) {
                axis_.marks_of_task_[task.id] = static_cast<std::uint32_t>(walks_.size());
                walks_.push_back({.task = &task, .next = task.intervals.firsts().begin()});
            }
        }
        axis_.marks_.assign(walks_.size(), {});
        const Trace& trace = timeline_.trace();
        for (EventIndex i = 0; i < trace.size() && !walks_.empty();) {
            for (const TraceEvent& event : trace.run_at(i)) {
                if (event.kind >= EventKind::TaskCreated &&
                    event.kind <= EventKind::TaskAbandoned &&
                    event.task < axis_.marks_of_task_.size()) {
                    look_at(i, axis_.marks_of_task_[event.task]);
                }
                ++i;
            }
        }
        for (auto& [marks, guide] : axis_.marks_) {
            guide = {marks.size(), marks.empty() ? 0 : marks.back().position,
                     [&each = marks](std::size_t i) { return each[i].position; }};
        }
    }

    static constexpr std::uint32_t kNoMarks = ~std::uint32_t{0};

private:
    static constexpr std::size_t kPerMark = 16;
    struct Walk {
        const TaskInfo* task = nullptr;
        EventList::iterator next;
        std::size_t begun = 0;
        Mark mark{};
    };

    void look_at(EventIndex event, std::uint32_t number) {
        if (number == kNoMarks) {
            return;
        }
        Walk& walk = walks_[number];
        const Intervals& intervals = walk.task->intervals;
        if (walk.begun == intervals.size() || *walk.next != event) {
            return;
        }
        const double position = position_of(event);
        if (walk.begun > 0 && !is_over(intervals.state(walk.begun - 1))) {
            const Share share = share_of(intervals.state(walk.begun - 1));
            walk.mark.covered[static_cast<std::size_t>(share)] += position - walk.mark.position;
        }
        walk.mark.position = position;
        if (walk.begun % kPerMark == 0 || walk.begun + 1 == intervals.size()) {
            axis_.marks_[number].marks.push_back(walk.mark);
        }
        ++walk.begun;
        ++walk.next;
    }

    // As Axis::at(), for events that rise.
    double position_of(EventIndex event) {
        const std::vector<Knot>& knots = axis_.knots_;
        while (knot_ < knots.size() && knots[knot_].event <= event) {
            ++knot_;
        }
        return axis_.at(event, knot_);
    }

    Axis& axis_;
    const Timeline& timeline_;
    std::vector<Walk> walks_;
    std::size_t knot_ = 0;
};

void Axis::add_shares(const Timeline& timeline) { SharesBuilder(*this, timeline).build(); }

std::optional<std::array<double, kShares>> Axis::shares(const TaskInfo& task, double first,
                                                        double last) const {
    if (task.id >= marks_of_task_.size() || marks_of_task_[task.id] == SharesBuilder::kNoMarks) {
        return std::nullopt;
    }
    const Marks& of_task = marks_[marks_of_task_[task.id]];
    const std::vector<Mark>& marks = of_task.marks;
    const auto near = [&](double position) {
        const auto [begin, end] = of_task.guide.near(position);
        return std::ranges::subrange(marks.begin() + static_cast<std::ptrdiff_t>(begin),
                                     marks.begin() + static_cast<std::ptrdiff_t>(end));
    };
    const auto from = std::ranges::upper_bound(near(first), first, {}, &Mark::position);
    const auto until = std::ranges::lower_bound(near(last), last, {}, &Mark::position);
    if (until - from < 2) {
        return std::nullopt;
    }
    // Between two marks a task's intervals are taken as evenly mixed.
    const auto covered = [&](auto behind, double position) {
        if (behind == marks.begin() || behind == marks.end()) {
            return behind == marks.begin() ? std::array<double, kShares>{} : marks.back().covered;
        }
        const Mark& left = *(behind - 1);
        const double width = behind->position - left.position;
        const double part = width > 0 ? (position - left.position) / width : 0;
        std::array<double, kShares> sum = left.covered;
        for (std::size_t i = 0; i < kShares; ++i) {
            sum[i] += part * (behind->covered[i] - left.covered[i]);
        }
        return sum;
    };
    const std::array<double, kShares> before = covered(from, first);
    std::array<double, kShares> shares = covered(until, last);
    double sum = 0;
    for (std::size_t i = 0; i < kShares; ++i) {
        shares[i] = std::max(0.0, shares[i] - before[i]);
        sum += shares[i];
    }
    if (!(sum > 0)) {
        return std::nullopt;
    }
    std::ranges::for_each(shares, [sum](double& share) { share /= sum; });
    return shares;
}

}  // namespace coroscope
