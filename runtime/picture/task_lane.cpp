// A task's lane: one span per state, merged where they get too narrow to be told apart.
#include <algorithm>
#include <array>

#include "look/tokens.h"
#include "runtime/picture/columns.h"
#include "runtime/picture/lane_words.h"
#include "runtime/picture/sketch.h"

namespace coroscope::detail {

namespace {

constexpr Nanoseconds kLeastLateness = 1'000'000;

class TaskLane {
public:
    TaskLane(Sketch& sketch, Row& row)
        : sketch_(sketch),
          row_(row),
          task_(*sketch.timeline.task(row.id)),
          all_(task_.intervals),
          begun_(all_.firsts()),
          sampled_(all_.firsts()) {}

    void draw() {
        const Picture& picture = sketch_.picture;
        // The first that ends behind the left edge, and what has no width at the edge.
        const std::size_t ended = all_.begun_until(sketch_.axis.event_at(picture.first));
        std::size_t i = ended == 0 ? 0 : ended - 1;
        if (i == all_.size() || start(i) >= right()) {
            return;
        }
        i = std::min(i, sketch_.first_inside == 0 ? 0 : all_.begun_until(sketch_.first_inside - 1));
        pen_ = std::max(sketch_.left(), start(i));
        while (i < all_.size() && start(i) < right() && !is_over(all_.state(i))) {
            i = is_narrow(i) ? cluster(i) : (single(i), i + 1);
        }
        if (i < all_.size() && is_over(all_.state(i))) {
            cap(all_[i]);
        }
    }

private:
    [[nodiscard]] float right() const { return sketch_.right(); }
    /// Where interval i begins; behind the last one, where the trace ends.
    struct Edge {
        std::size_t i = kNoEvent;
        EventIndex event = 0;
        float x = 0;
    };
    /// Where one interval ends the next begins: most questions are asked again at once, and most
    /// others are about the next one.
    [[nodiscard]] const Edge& edge(std::size_t i) const {
        for (const Edge& known : known_) {
            if (known.i == i) {
                return known;
            }
        }
        known_[1] = known_[0];
        EventIndex event = sketch_.timeline.trace().size();
        if (i < all_.size()) {
            const auto ahead = static_cast<std::ptrdiff_t>(i) - (reader_ - all_.firsts().begin());
            if (ahead == 1) {
                ++reader_;  // much cheaper than any other move
            } else if (ahead != 0) {
                reader_ += ahead;
            }
            event = *reader_;
        }
        known_[0] = {i, event, sketch_.x(sketch_.axis.at(event))};
        return known_[0];
    }
    [[nodiscard]] EventIndex first_event(std::size_t i) const { return edge(i).event; }
    [[nodiscard]] EventIndex last_event(std::size_t i) const { return edge(i + 1).event; }
    [[nodiscard]] float start(std::size_t i) const { return edge(i).x; }
    [[nodiscard]] float end(std::size_t i) const { return edge(i + 1).x; }
    [[nodiscard]] float least() const { return sketch_.px(look::kSize.span_min_width); }
    [[nodiscard]] float least_drawn() const { return sketch_.px(0.75F); }
    [[nodiscard]] bool is_narrow(std::size_t i) const {
        return is_over(all_.state(i)) || end(i) - start(i) < sketch_.px(look::kSize.merge_below_px);
    }
    [[nodiscard]] bool is_slow(const Interval& interval) const {
        return interval.state == TaskState::Running &&
               difference(interval.end, interval.begin) >= sketch_.options.slow_step;
    }
    [[nodiscard]] bool is_stuck(std::size_t i) const {
        const bool last = i + 1 == all_.size() || is_over(all_.state(i + 1));
        return last && std::ranges::binary_search(sketch_.order.stuck, task_.id);
    }

    [[nodiscard]] SpanLook look_of(std::size_t i, const Interval& interval) const {
        if (interval.state == TaskState::Created) {
            return SpanLook::Created;
        }
        if (interval.state == TaskState::Ready) {
            return SpanLook::Ready;
        }
        if (interval.state == TaskState::Running) {
            return is_slow(interval) ? SpanLook::Slow : SpanLook::Running;
        }
        if (interval.state == TaskState::Sleeping) {
            return SpanLook::Sleeping;
        }
        if (is_stuck(i)) {
            return SpanLook::Stuck;
        }
        return is_outside(interval.reason) ? SpanLook::Io : SpanLook::Waiting;
    }

    /// Draws from the pen to `x1`, at least `width` wide.
    Span* emit(SpanLook look, const Interval& interval, float x1, float width) {
        x1 = std::min(std::max(x1, pen_ + width), right());
        if (x1 - pen_ < least_drawn()) {
            return nullptr;
        }
        Span span;
        span.look = look;
        span.box = bar_box(sketch_, row_, look);
        span.box.x0 = pen_;
        span.box.x1 = x1;
        pen_ = x1;
        span.task = task_.id;
        span.subject = interval.subject;
        span.first = interval.first;
        span.last = interval.last;
        span.cut_left = sketch_.is_left_of_view(interval.first);
        span.cut_right = sketch_.is_right_of_view(interval.last);
        const EventIndex cursor = sketch_.options.cursor;
        span.selected = row_.selected && interval.first <= cursor && cursor < interval.last;
        sketch_.picture.spans.push_back(std::move(span));
        return &sketch_.picture.spans.back();
    }

    void emit_with_words(SpanLook look, const Interval& interval, float x1, float width) {
        Span* span = emit(look, interval, x1, width);
        if (span == nullptr || span->box.width() < sketch_.px(20)) {
            return;
        }
        LaneWords words = words_for(sketch_, look, interval);
        span->icon = words.icon;
        span->labels = std::move(words.labels);
        place_label(sketch_, *span);
    }

    void single(std::size_t i) {
        const bool running = all_.state(i) == TaskState::Running;
        if (!running && std::min(end(i), right()) - pen_ < least_drawn()) {
            return;
        }
        const Interval interval = all_[i];
        const SpanLook look = look_of(i, interval);
        const bool late = look == SpanLook::Sleeping && interval.extra > interval.begin &&
                          difference(interval.end, interval.extra) >= kLeastLateness;
        if (late) {
            const float due = sketch_.x(sketch_.axis.at_time(interval.extra));
            if (due > pen_ && end(i) - due >= sketch_.px(4)) {
                emit_with_words(SpanLook::Sleeping, interval, due, 0);
                emit_with_words(SpanLook::Overdue, interval, end(i), 0);
                return;
            }
            if (due <= pen_) {
                emit_with_words(SpanLook::Overdue, interval, end(i), 0);
                return;
            }
        }
        emit_with_words(look, interval, end(i), running ? least() : 0);
    }

    /// Spans that are too narrow, from i on: drawn one by one if there is room, else merged.
    /// Returns the first one behind them.
    std::size_t cluster(std::size_t i) {
        const std::size_t first = i;
        while (i < all_.size() && !is_over(all_.state(i)) && start(i) < right() && is_narrow(i)) {
            i = skip(i);
        }
        const bool few = i - first <= 2 * kMostBeads;
        std::size_t beads = 0;
        for (std::size_t k = first; k < i && few; ++k) {
            beads += all_.state(k) == TaskState::Running ? 1U : 0U;
        }
        const float x1 = end(i - 1);
        const float slack = sketch_.px(4);
        if (few && beads <= kMostBeads &&
            pen_ + static_cast<float>(beads) * least() <= x1 + slack) {
            for (std::size_t k = first; k < i; ++k) {
                single(k);
            }
        } else {
            merge(first, i, x1);
        }
        return i;
    }

    /// The interval behind i that may be wide: jumps over all that are narrower than three pixels.
    [[nodiscard]] std::size_t skip(std::size_t i) {
        // Every second pixel: what covers its first event, and begins and ends within a pixel and a
        // half of it, is narrow; and nothing wide lies between two of them.
        int half = 2 * (sketch_.pixel_of(start(i)) + 2);
        const int last = 2 * sketch_.pixel_of(right());
        std::size_t next = begun_.count_until(sketch_.event_at_half(half)) - 1;
        for (; half < last && next + 1 < all_.size(); half += 4) {
            if (begun_.last() <= sketch_.event_at_half(half - 3) ||
                begun_.next() > sketch_.event_at_half(half + 3)) {
                break;
            }
            next = begun_.count_until(sketch_.event_at_half(half + 4)) - 1;
        }
        return std::max(i + 1, next);
    }

    /// Slow steps stay visible: they cut the merged stretch into pieces.
    void merge(std::size_t first, std::size_t last, float x1) {
        const auto steps = sketch_.timeline.steps();
        const auto longs = sketch_.axis.long_steps();
        const EventIndex end_event = last_event(last - 1);
        const EventList& firsts = steps.events();
        auto it = std::ranges::lower_bound(longs, first_event(first), {},
                                           [&](std::uint32_t step) { return firsts[step]; });
        for (; it != longs.end() && firsts[*it] < end_event; ++it) {
            const Step step = steps[*it];
            const bool slow = step.task == task_.id && step.duration() >= sketch_.options.slow_step;
            const float x = sketch_.x_of(step.first);
            if (!slow || x < pen_) {
                continue;
            }
            const std::size_t index = all_.begun_until(step.first) - 1;
            preview(first, index, x);
            first = index + 1;
            emit(SpanLook::Slow, all_[index], x, sketch_.px(5));
        }
        preview(first, last, x1);
    }

    /// A merged stretch in bundles of about 140 px, each with its count.
    void preview(std::size_t first, std::size_t last, float x1) {
        x1 = std::min(x1, right());
        if (first >= last) {
            return;
        }
        const float width = x1 - pen_;
        const float bundle = sketch_.px(look::kSize.merge_bundle_px);
        const int bundles = std::max(1, static_cast<int>(width / bundle + 0.5F));
        const float from = pen_;
        for (int n = 1; n <= bundles && first < last; ++n) {
            const float until =
                n == bundles ? x1
                             : from + width * static_cast<float>(n) / static_cast<float>(bundles);
            std::size_t next = last;
            if (n < bundles) {
                next = std::clamp(all_.begun_until(sketch_.event_at_x(until)), first + 1, last);
            }
            preview_bundle(first, next, until);
            first = next;
        }
    }

    void preview_bundle(std::size_t first, std::size_t last, float x1) {
        Interval whole = all_[first];
        whole.last = last_event(last - 1);
        whole.subject = 0;
        Span* span = emit(SpanLook::Merged, whole, x1, least());
        if (span == nullptr) {
            return;
        }
        span->merged = static_cast<std::uint32_t>(last - first);
        span->labels = {sketch_.words(Message(
            "span.merged", {number_arg("count", static_cast<std::int64_t>(last - first))}))};
        span->columns = columns(*span, first, last);
        place_label(sketch_, *span);
    }

    std::vector<Column> columns(const Span& span, std::size_t first, std::size_t last) {
        const float step = sketch_.px(look::kSize.merge_column_px);
        std::vector<Column> raw;
        raw.reserve(static_cast<std::size_t>(span.box.width() / step) + 1);
        for (float x = span.box.x0; x < span.box.x1 - 0.01F; x += step) {
            Column& column = raw.emplace_back();
            column.x0 = x;
            column.x1 = std::min(x + step, span.box.x1);
            share_out(column, first, last);
        }
        return smoothed(raw);
    }

    void share_out(Column& column, std::size_t first, std::size_t last) {
        const Picture& picture = sketch_.picture;
        const auto shares = sketch_.axis.shares(task_, picture.position_from_x(column.x0),
                                                picture.position_from_x(column.x1));
        if (!shares) {
            sample(column, first, last);
            return;
        }
        const auto of = [&](Share share) {
            return static_cast<float>((*shares)[static_cast<std::size_t>(share)]);
        };
        column.running = of(Share::Running);
        column.ready = of(Share::Ready);
        column.sleeping = of(Share::Sleeping);
        column.waiting = of(Share::Waiting);
    }

    /// Looks at a few evenly spread places of the column. Where the axis has no width, at a few of
    /// its intervals.
    void sample(Column& column, std::size_t first, std::size_t last) {
        constexpr int kSamples = 4;
        const bool flat = end(last - 1) - start(first) < 1;
        for (int n = 0; n < kSamples; ++n) {
            std::size_t i =
                first + (last - first) * static_cast<std::size_t>(n) / std::size_t{kSamples};
            if (!flat) {
                const float x =
                    column.x0 + (column.x1 - column.x0) * (static_cast<float>(n) + 0.5F) / kSamples;
                const int half = static_cast<int>(2 * (x - sketch_.left()));
                const std::size_t begun = sampled_.count_until(sketch_.event_at_half(half));
                i = begun == 0 ? 0 : begun - 1;
            }
            const TaskState state = all_.state(i);
            const float part = 1.0F / kSamples;
            if (state == TaskState::Running) {
                column.running += part;
            } else if (state == TaskState::Ready || state == TaskState::Created) {
                column.ready += part;
            } else if (state == TaskState::Sleeping) {
                column.sleeping += part;
            } else {
                column.waiting += part;
            }
        }
    }

    void cap(const Interval& interval) {
        const float ideal = sketch_.x(sketch_.axis.at(interval.first));
        if (interval.state == TaskState::Abandoned || ideal < sketch_.left() ||
            ideal > right() + 0.5F) {
            return;
        }
        SpanLook look = SpanLook::Finished;
        if (interval.state != TaskState::Finished) {
            look = interval.state == TaskState::Failed ? SpanLook::Failed : SpanLook::Cancelled;
        }
        pen_ = std::max(pen_, std::min(ideal, right()));
        if (Span* span = emit(look, interval, pen_, sketch_.px(look::kSize.end_cap))) {
            span->cut_left = false;
            span->cut_right = false;
            const bool room = span->box.width() >= sketch_.px(14);
            span->icon = !room ? "" : look == SpanLook::Finished ? "finished" : "cancelled_failed";
            span->icon_x = (span->box.x0 + span->box.x1 - sketch_.px(11)) / 2;
            span->labels = {sketch_.words("state." + std::string(name_of(look)))};
        }
    }

    static constexpr std::size_t kMostBeads = 8;

    Sketch& sketch_;
    Row& row_;
    const TaskInfo& task_;
    const Intervals& all_;
    float pen_ = 0;
    EventCounter begun_;    // what skip() asks for
    EventCounter sampled_;  // what sample() asks for
    mutable EventList::iterator reader_ = all_.firsts().begin();
    mutable std::array<Edge, 2> known_;
};

}  // namespace

void draw_task_lane(Sketch& sketch, Row& row) { TaskLane(sketch, row).draw(); }

}  // namespace coroscope::detail
