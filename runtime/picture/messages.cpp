// Arrows of messages: from who sent one to who gets it: tasks, the loop, and places outside it.
#include <algorithm>

#include "look/tokens.h"
#include "runtime/picture/sketch.h"

namespace coroscope::detail {

namespace {

class Messages {
public:
    explicit Messages(Sketch& sketch)
        : sketch_(sketch), all_(sketch.timeline.messages()), first_active_(first_active(sketch)) {}

    void draw() {
        // By id they are in the order in which they were sent. Some that are still on their way
        // were sent to the left of the view.
        auto first = count_sent_before(sketch_.first_event);
        auto last = count_sent_before(sketch_.last_event + 1);
        first -= std::min(first, kMaxArrows);
        std::vector<std::size_t> visible;
        for (std::size_t i = first; i < last; ++i) {
            if (is_visible(all_[i])) {
                visible.push_back(i);
            }
        }
        std::size_t left_out = 0;
        if (visible.size() > kMaxArrows) {
            left_out = visible.size() - kMaxArrows;
            keep_those_around_the_cursor(visible);
        }
        for (const std::size_t i : visible) {
            left_out += add(all_[i]) ? 0U : 1U;
        }
        leave_out(sketch_, "picture.more_messages", left_out);
    }

private:
    [[nodiscard]] std::size_t count_sent_before(EventIndex event) const {
        const auto sent = [](const MessageInfo& message) { return message.sent.event; };
        return static_cast<std::size_t>(std::ranges::lower_bound(all_, event, {}, sent) -
                                        all_.begin());
    }
    [[nodiscard]] static bool is_lost(const MessageInfo& message) {
        return message.arrived.event == kNoEvent;
    }
    [[nodiscard]] bool is_visible(const MessageInfo& message) const {
        if (message.sent.event == kNoEvent || message.sent.event > sketch_.last_event) {
            return false;
        }
        return message.sent.event >= sketch_.first_event ||
               (!is_lost(message) && message.arrived.event >= sketch_.first_event);
    }
    void keep_those_around_the_cursor(std::vector<std::size_t>& visible) const {
        const std::size_t sent = count_sent_before(sketch_.options.cursor);
        const auto at = std::ranges::lower_bound(visible, sent) - visible.begin();
        constexpr std::size_t half = kMaxArrows / 2;
        const std::size_t middle =
            std::clamp(static_cast<std::size_t>(at), half, visible.size() - half);
        visible = {visible.begin() + static_cast<std::ptrdiff_t>(middle - half),
                   visible.begin() + static_cast<std::ptrdiff_t>(middle + half)};
    }

    /// The row that this end stands in, nullptr if it is not in sight.
    [[nodiscard]] const Row* row_of(const MessageInfo::End& end) const {
        if (end.place != 0) {
            return row_of_place(end);
        }
        if (end.task != 0) {
            return sketch_.task_row(end.task);
        }
        const auto& rows = sketch_.picture.rows;
        const auto loop = std::ranges::find(rows, RowKind::Loop, &Row::kind);
        return loop == rows.end() ? nullptr : &*loop;
    }
    [[nodiscard]] const Row* row_of_place(const MessageInfo::End& end) const {
        for (const Row& row : sketch_.picture.rows) {
            if (row.kind == RowKind::Worker && row.id == end.place) {
                const WorkerJobs& worker = sketch_.order.workers[row.lane];
                if (end.row == kNoRow || worker.jobs.empty() || worker.worker == end.row) {
                    return &row;
                }
            }
        }
        return nullptr;
    }

    /// False if the arrow would cover one that is there.
    bool add(const MessageInfo& message) {
        const Row* from = row_of(message.sent);
        const Row* to = is_lost(message) ? from : row_of(message.arrived);
        if (from == nullptr || to == nullptr || (from == to && !is_lost(message))) {
            return true;
        }
        Arrow arrow;
        arrow.kind = is_lost(message) ? ArrowKind::Lost : ArrowKind::Message;
        arrow.x0 = sketch_.x_of(message.sent.event);
        arrow.x1 = is_lost(message) ? arrow.x0 : sketch_.x_of(message.arrived.event);
        place(arrow, *from, *to);
        arrow.event = message.sent.event;
        arrow.waker = message.sent.task;
        arrow.woken = message.arrived.task;
        arrow.active = is_active(message.sent.event) || is_active(message.arrived.event);
        const auto selected = sketch_.options.selected_task;
        arrow.faded = selected && arrow.waker != *selected && arrow.woken != *selected;
        arrow.future = message.sent.event > sketch_.options.cursor;
        if (!arrow.active && covers(arrow)) {
            return false;
        }
        sketch_.picture.arrows.push_back(arrow);
        return true;
    }
    void place(Arrow& arrow, const Row& from, const Row& to) const {
        const Box sent = middle(from);
        if (arrow.kind == ArrowKind::Lost) {
            arrow.y0 = sent.y1;
            arrow.y1 = from.y + from.height - sketch_.px(2);
            return;
        }
        const bool down = from.y < to.y;
        const Box arrived = middle(to);
        arrow.y0 = down ? sent.y1 : sent.y0;
        arrow.y1 = down ? arrived.y0 : arrived.y1;
    }
    [[nodiscard]] Box middle(const Row& row) const {
        if (row.kind == RowKind::Task) {
            return bar_box(sketch_, row, SpanLook::Running);
        }
        const float y = row.y + row.height / 2;
        const float half = row.kind == RowKind::Worker
                               ? bar_box(sketch_, row, SpanLook::Io).height() / 2
                               : sketch_.px(5);
        return {0, y - half, 0, y + half};
    }
    [[nodiscard]] bool is_active(EventIndex event) const {
        return event >= first_active_ && event <= sketch_.options.cursor;
    }
    [[nodiscard]] bool covers(const Arrow& arrow) const {
        const auto& drawn = sketch_.picture.arrows;
        for (auto it = drawn.rbegin(); it != drawn.rend() && it->kind != ArrowKind::WakeUp; ++it) {
            if (arrow.x0 - it->x0 > sketch_.px(2)) {
                return false;
            }
            if (it->kind == arrow.kind && it->y0 == arrow.y0 && it->y1 == arrow.y1 &&
                std::abs(it->x1 - arrow.x1) <= sketch_.px(2)) {
                return true;
            }
        }
        return false;
    }

    Sketch& sketch_;
    std::span<const MessageInfo> all_;
    EventIndex first_active_;
};

}  // namespace

void draw_messages(Sketch& sketch) { Messages(sketch).draw(); }

}  // namespace coroscope::detail
