// ReadyTasks: the tasks among the handles of a ready queue, in order: the candidates of a choice.
// It follows the queue, so that each handle is looked at once, however long the queue is.
//
//     tasks.follow(queue);                     // before each question
//     queue.take(tasks.take(queue, index));    // a task leaves the queue
//     tasks.callback_left();                   // the head leaves it, and is no task
//
// Memory: a queue that never gets empty of tasks would let it grow; what has left is forgotten when
// it is more than half.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "runtime/core/ready_queue.h"

namespace coroscope {

class ReadyTasks {
public:
    /// Takes in what was queued since the last time.
    void follow(const ReadyQueue& queue) {
        for (; known_ < queue.size(); ++known_) {
            if (const TaskId task = queue[known_].task_id(); task != 0) {
                tasks_.push_back(task);
            }
        }
    }
    /// In ready-queue order.
    [[nodiscard]] std::span<const TaskId> tasks() const { return std::span(tasks_).subspan(gone_); }
    /// The n-th task leaves. Returns its place in the queue. Cost: O(n).
    std::size_t take(const ReadyQueue& queue, std::size_t n) {
        std::size_t place = 0;
        for (std::size_t before = n;; ++place) {
            if (queue[place].task_id() != 0 && before-- == 0) {
                break;
            }
        }
        const auto first = tasks_.begin() + static_cast<std::ptrdiff_t>(gone_);
        std::rotate(first, first + static_cast<std::ptrdiff_t>(n),
                    first + static_cast<std::ptrdiff_t>(n) + 1);
        leave_first();
        --known_;
        return place;
    }
    /// The head of the queue has left, and it was no task.
    void callback_left() { --known_; }

private:
    void leave_first() {
        if (++gone_ * 2 >= tasks_.size()) {
            tasks_.erase(tasks_.begin(), tasks_.begin() + static_cast<std::ptrdiff_t>(gone_));
            gone_ = 0;
        }
    }

    std::vector<TaskId> tasks_;  // the first gone_ have left
    std::size_t gone_ = 0;
    std::size_t known_ = 0;  // so many handles of the queue, from its head, have been looked at
};

}  // namespace coroscope
