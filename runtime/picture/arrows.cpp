// Wake-up arrows: from who woke to who was woken, at the place of the wake-up.
#include <algorithm>

#include "runtime/picture/sketch.h"

namespace coroscope::detail {

EventIndex first_active(const Sketch& sketch) {
    const EventIndex cursor = sketch.options.cursor;
    const auto index = sketch.timeline.step_at(cursor);
    if (!index) {
        return 0;
    }
    const Step step = sketch.timeline.steps()[*index];
    const bool inside = cursor <= step.last || step.last == step.first;
    return inside ? step.first : step.last + 1;
}

void leave_out(Sketch& sketch, std::string_view message, std::size_t count) {
    if (count == 0) {
        return;
    }
    Picture& picture = sketch.picture;
    picture.arrows_left_out += count;
    picture.arrows_note += picture.arrows_note.empty() ? "" : " · ";
    picture.arrows_note +=
        sketch.words(Message(message, {number_arg("count", static_cast<std::int64_t>(count))}));
}

namespace {

class Arrows {
public:
    explicit Arrows(Sketch& sketch)
        : sketch_(sketch), all_(sketch.timeline.wakeups()), first_active_(first_active(sketch)) {
        for (const Row& row : sketch.picture.rows) {
            if (row.kind == RowKind::Task) {
                rows_.push_back(&row);
            }
        }
        std::ranges::sort(rows_, {}, &Row::id);
    }

    void draw() {
        const EventList& events = all_.events();
        const auto before = [&](EventIndex event) {
            return event == 0 ? 0 : events.count_until(event - 1);
        };
        std::size_t first = before(sketch_.first_event);
        std::size_t last = events.count_until(sketch_.last_event);
        const std::size_t visible = last - first;
        std::size_t left_out = 0;
        if (visible > kMaxArrows) {
            // Those around the cursor.
            constexpr std::size_t half = kMaxArrows / 2;
            const std::size_t middle =
                std::clamp(before(sketch_.options.cursor), first + half, last - half);
            first = middle - half;
            last = middle + half;
            left_out = visible - kMaxArrows;
        }
        for (std::size_t i = first; i < last; ++i) {
            left_out += add(all_[i]) ? 0U : 1U;
        }
        leave_out(sketch_, "picture.more_wakeups", left_out);
    }

private:
    [[nodiscard]] const Row* row_of(TaskId task) const {
        const auto row = std::ranges::lower_bound(rows_, task, {}, &Row::id);
        return row != rows_.end() && (*row)->id == task ? *row : nullptr;
    }

    /// The row of the loop that the task runs in, nullptr if it is not visible.
    [[nodiscard]] const Row* loop_of(TaskId task) const {
        for (const Row& row : sketch_.picture.rows) {
            const bool is_loop = row.kind == RowKind::Loop || row.kind == RowKind::Thread;
            if (is_loop && sketch_.is_of_loop(row, task)) {
                return &row;
            }
        }
        return nullptr;
    }

    /// Is this what put the selected task into its state at the cursor?
    [[nodiscard]] bool of_selection(const WakeUp& wake) const {
        const auto selected = sketch_.options.selected_task;
        if (!selected || wake.woken != *selected) {
            return false;
        }
        return sketch_.timeline.state_at(*selected, sketch_.options.cursor).woken_by == wake.event;
    }

    /// False if the arrow would cover one that is there.
    bool add(const WakeUp& wake) {
        const double position = sketch_.axis.at(wake.event);
        const Row* woken = row_of(wake.woken);
        const Row* waker = wake.waker == 0 ? loop_of(wake.woken) : row_of(wake.waker);
        const bool by_loop = wake.waker == 0 && wake.reason != WakeReason::TimerFired;
        if (position < sketch_.picture.first || position > sketch_.picture.last ||
            woken == nullptr || waker == nullptr || waker == woken || by_loop) {
            return true;
        }
        const bool down = waker->y < woken->y;
        const SpanLook look =
            wake.reason == WakeReason::Created ? SpanLook::Created : SpanLook::Ready;
        const Box from =
            wake.waker == 0 ? middle(*waker) : bar_box(sketch_, *waker, SpanLook::Running);
        const Box to = bar_box(sketch_, *woken, look);
        Arrow arrow;
        arrow.x0 = arrow.x1 = sketch_.x_of(wake.event);
        arrow.y0 = down ? from.y1 : from.y0;
        arrow.y1 = down ? to.y0 : to.y1;
        arrow.event = wake.event;
        arrow.waker = wake.waker;
        arrow.woken = wake.woken;
        const bool selected = of_selection(wake);
        arrow.active =
            selected || (wake.event >= first_active_ && wake.event <= sketch_.options.cursor);
        arrow.faded = sketch_.options.selected_task && !arrow.active &&
                      wake.woken != *sketch_.options.selected_task &&
                      wake.waker != *sketch_.options.selected_task;
        arrow.future = wake.event > sketch_.options.cursor;
        if (!arrow.active && covers(arrow)) {
            return false;
        }
        sketch_.picture.arrows.push_back(arrow);
        return true;
    }
    [[nodiscard]] bool covers(const Arrow& arrow) const {
        const auto& drawn = sketch_.picture.arrows;
        for (auto it = drawn.rbegin(); it != drawn.rend(); ++it) {
            if (arrow.x0 - it->x0 > sketch_.px(2)) {
                return false;
            }
            if (it->waker == arrow.waker && it->woken == arrow.woken) {
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] Box middle(const Row& row) const {
        const float y = row.y + row.height / 2;
        return {0, y - sketch_.px(5), 0, y + sketch_.px(5)};
    }

    Sketch& sketch_;
    WakeUpList all_;
    EventIndex first_active_;
    std::vector<const Row*> rows_;  // of tasks, by id
};

}  // namespace

void draw_arrows(Sketch& sketch) { Arrows(sketch).draw(); }

}  // namespace coroscope::detail
