#include "runtime/core/ready_tasks.h"

#include <doctest/doctest.h>

#include <deque>

#include "runtime/core/policy.h"

using namespace coroscope;

namespace {

struct Fake final : Handle {
    explicit Fake(TaskId id) : task(id) {}
    void run() override {}
    void discard() noexcept override {}
    [[nodiscard]] TaskId task_id() const override { return task; }
    TaskId task;
};

std::vector<TaskId> tasks_in(const ReadyQueue& queue) {
    std::vector<TaskId> ids;
    for (std::size_t i = 0; i < queue.size(); ++i) {
        if (queue[i].task_id() != 0) {
            ids.push_back(queue[i].task_id());
        }
    }
    return ids;
}

}  // namespace

TEST_CASE("the ready tasks are those of the queue, whatever is pushed and taken") {
    Random random(1);
    std::deque<Fake> handles;
    ReadyQueue queue;
    ReadyTasks ready;
    for (TaskId id = 1; id < 3000; ++id) {
        for (std::uint64_t pushes = random.below(4); pushes > 0; --pushes) {
            handles.emplace_back(random.below(4) == 0 ? 0 : id);
            queue.push(handles.back());
        }
        if (queue.empty()) {
            continue;
        }
        ready.follow(queue);
        const auto tasks = ready.tasks();
        REQUIRE(std::vector<TaskId>(tasks.begin(), tasks.end()) == tasks_in(queue));
        if (queue[0].task_id() == 0) {
            ready.callback_left();
            (void)queue.pop();
            continue;
        }
        const std::size_t n = random.below(tasks.size());
        const TaskId wanted = tasks[n];
        REQUIRE(queue.take(ready.take(queue, n)).task_id() == wanted);
    }
}
