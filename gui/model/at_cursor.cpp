#include "gui/model/at_cursor.h"

#include <algorithm>
#include <span>
#include <utility>

#include "runtime/analysis/explain.h"

namespace coroscope::gui {
namespace {

// A longer move looks at every task instead.
constexpr EventIndex kSmallMove = 2'000;

bool is_alive(TaskState state) { return state != TaskState::NotYet && !is_over(state); }

/// `ids` is sorted; makes it have `id`, or not.
void put(std::vector<TaskId>& ids, TaskId id, bool is_in) {
    const auto place = std::ranges::lower_bound(ids, id);
    const bool was_in = place != ids.end() && *place == id;
    if (is_in && !was_in) {
        ids.insert(place, id);
    } else if (!is_in && was_in) {
        ids.erase(place);
    }
}

}  // namespace

void AtCursor::move_to(const Timeline& timeline, std::uint64_t revision, EventIndex cursor) {
    const bool same = timeline_ == &timeline && revision_ == revision;
    if (same && cursor_ == cursor) {
        return;
    }
    const EventIndex before = std::exchange(cursor_, cursor);
    timeline_ = &timeline;
    revision_ = revision;
    ready_.reset();
    graph_.reset();
    explanation_.reset();
    const auto [first, last] = std::minmax(before, cursor);
    if (!same || last - first > kSmallMove || last >= timeline.trace().size()) {
        look_at_all();
    } else {
        look_at_events(first + 1, last + 1);
    }
}

void AtCursor::look_at_all() {
    alive_.clear();
    waiting_.clear();
    for (const TaskInfo& task : timeline_->tasks()) {
        if (task.created > cursor_) {
            break;
        }
        if (task.ended > cursor_) {
            alive_.push_back(task.id);
            if (timeline_->state_at(task.id, cursor_).state == TaskState::Waiting) {
                waiting_.push_back(task.id);
            }
        }
    }
}

// A task's state changes with an event of its own only.
void AtCursor::look_at_events(EventIndex first, EventIndex last) {
    for (EventIndex i = first; i < last; ++i) {
        look_at(timeline_->trace()[i].task);
    }
}

void AtCursor::look_at(TaskId task) {
    if (timeline_->task(task) != nullptr) {
        const TaskState state = timeline_->state_at(task, cursor_).state;
        put(alive_, task, is_alive(state));
        put(waiting_, task, state == TaskState::Waiting);
    }
}

const std::vector<TaskId>& AtCursor::ready() const {
    if (!ready_) {
        ready_ = timeline_->ready_at(cursor_);
    }
    return *ready_;
}

const std::vector<Message>& AtCursor::explanation() const {
    if (!explanation_) {
        explanation_ = explain(*timeline_, cursor_);
    }
    return *explanation_;
}

const WaitGraph& AtCursor::graph() const {
    if (!graph_) {
        const std::span<const TaskId> all(waiting_);
        graph_ = wait_graph(*timeline_, cursor_, all.first(std::min(all.size(), kMostInGraph)));
    }
    return *graph_;
}

}  // namespace coroscope::gui
