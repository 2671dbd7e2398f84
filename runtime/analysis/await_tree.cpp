#include "runtime/analysis/await_tree.h"

#include <algorithm>
#include <utility>

namespace coroscope {
namespace {

class Builder {
public:
    Builder(const Timeline& timeline, EventIndex cursor)
        : timeline_(timeline),
          cursor_(cursor),
          awaited_(timeline.tasks().size() + 1),
          written_(awaited_.size()),
          on_path_(awaited_.size()) {}

    AwaitTree run() {
        for (const TaskInfo& task : timeline_.tasks()) {
            if (task.created > cursor_) {
                break;
            }
            for (const TaskId child : awaited_by(task.id)) {
                awaited_[child] = true;
            }
        }
        write_roots([this](TaskId task) { return !awaited_[task]; });
        // Those left await one another in rings.
        write_roots([](TaskId) { return true; });
        return {.nodes = std::move(nodes_), .cursor = cursor_};
    }

private:
    [[nodiscard]] bool alive(TaskId task) const {
        const TaskState state = timeline_.state_at(task, cursor_).state;
        return state != TaskState::NotYet && !is_over(state);
    }

    /// The tasks that `task` awaits and that are not over, each once.
    [[nodiscard]] std::vector<TaskId> awaited_by(TaskId task) const {
        const Interval state = timeline_.state_at(task, cursor_);
        std::vector<TaskId> all;
        if (state.state != TaskState::Waiting) {
            return all;
        }
        if (state.reason == WaitReason::Task) {
            all.push_back(static_cast<TaskId>(state.extra));
        } else if (const ResourceInfo* group = timeline_.resource(state.subject);
                   group != nullptr && waits_for_linked(state.reason)) {
            all = group->linked;
        }
        std::vector<TaskId> result;
        std::vector<TaskId> seen = all;
        std::ranges::sort(seen);
        const bool twice = std::ranges::adjacent_find(seen) != seen.end();
        for (const TaskId id : all) {
            const bool known = twice && std::ranges::find(result, id) != result.end();
            if (!known && timeline_.task(id) != nullptr && alive(id)) {
                result.push_back(id);
            }
        }
        return result;
    }

    template <class Wanted>
    void write_roots(Wanted&& wanted) {
        for (const TaskInfo& task : timeline_.tasks()) {
            if (task.created > cursor_) {
                break;
            }
            if (!written_[task.id] && alive(task.id) && wanted(task.id)) {
                write_from(task.id);
            }
        }
    }

    /// Depth first with a stack of its own: tasks may await each other in long chains.
    void write_from(TaskId root) {
        struct Level {
            TaskId task;
            std::vector<TaskId> children;
            std::size_t next = 0;
        };
        std::vector<Level> path;
        const auto descend = [&](TaskId task) {
            write(task, path.size());
            on_path_[task] = true;
            path.push_back({.task = task, .children = awaited_by(task)});
        };
        descend(root);
        while (!path.empty()) {
            Level& level = path.back();
            if (level.next == level.children.size()) {
                on_path_[level.task] = false;
                path.pop_back();
                continue;
            }
            const TaskId child = level.children[level.next++];
            if (written_[child]) {
                nodes_.push_back({.task = child,
                                  .depth = path.size(),
                                  .state = timeline_.state_at(child, cursor_),
                                  .repeated = true,
                                  .in_ring = on_path_[child]});
            } else {
                descend(child);
            }
        }
    }

    void write(TaskId task, std::size_t depth) {
        written_[task] = true;
        AwaitNode node{.task = task, .depth = depth, .state = timeline_.state_at(task, cursor_)};
        node.stack = timeline_.await_stack(task, cursor_);
        if (node.state.reason == WaitReason::Lock || node.state.reason == WaitReason::Semaphore) {
            node.holders = timeline_.holders_at(node.state.subject, cursor_);
        }
        nodes_.push_back(std::move(node));
    }

    const Timeline& timeline_;
    EventIndex cursor_;
    std::vector<bool> awaited_;  ///< by TaskId, as the next two
    std::vector<bool> written_;
    std::vector<bool> on_path_;
    std::vector<AwaitNode> nodes_;
};

}  // namespace

AwaitTree await_tree(const Timeline& timeline, EventIndex cursor) {
    if (timeline.trace().empty()) {
        return {};
    }
    return Builder(timeline, std::min(cursor, timeline.trace().size() - 1)).run();
}

}  // namespace coroscope
