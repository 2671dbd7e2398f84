#include "runtime/picture/row_order.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "runtime/analysis/end_of_run.h"
#include "runtime/analysis/wait_graph.h"

namespace coroscope {

namespace {

/// The list for resources of this type; nullptr if they have no row.
std::vector<ObjectId>* list_of(RowOrder& order, ResourceType type) {
    if (type == ResourceType::Lock) {
        return &order.locks;
    }
    if (type == ResourceType::Semaphore || type == ResourceType::Event ||
        type == ResourceType::Condition || type == ResourceType::Barrier) {
        return &order.sync;
    }
    if (type == ResourceType::Queue) {
        return &order.queues;
    }
    if (type == ResourceType::Variable) {
        return &order.variables;
    }
    return type == ResourceType::Counter ? &order.counters : nullptr;
}

std::uint8_t thread_of(const Timeline& timeline, TaskId task) {
    const TaskInfo* info = timeline.task(task);
    return info == nullptr ? std::uint8_t{0} : info->thread;
}

std::vector<RowOrder::Loop> loops_of(const Timeline& timeline) {
    constexpr std::size_t kMostThreads = 255;
    std::map<std::uint8_t, RowOrder::Loop> loops;
    const auto add = [&](std::uint8_t thread) -> RowOrder::Loop& {
        RowOrder::Loop& loop = loops[thread];
        loop.thread = thread;
        return loop;
    };
    add(0);
    for (std::size_t i = 1; i <= std::min(kMostThreads, timeline.threads().size()); ++i) {
        add(static_cast<std::uint8_t>(i));
    }
    for (const TaskInfo& task : timeline.tasks()) {
        add(task.thread);
    }
    if (loops.size() == 1 || timeline.iterations().empty()) {
        return {};
    }
    std::uint32_t i = 0;
    for (const Step& step : timeline.steps()) {
        RowOrder::Loop& loop = add(thread_of(timeline, step.task));
        loop.steps.push_back(i++);
        loop.firsts.push_back(step.first);
    }
    std::vector<RowOrder::Loop> result;
    for (auto& [thread, loop] : loops) {
        result.push_back(std::move(loop));
    }
    return result;
}

bool is_place(const Timeline& timeline, ObjectId id) {
    const ResourceInfo* resource = timeline.resource(id);
    return resource != nullptr && resource->type == ResourceType::Place;
}

/// Rows for places that no job has: they only send or get messages.
std::vector<WorkerJobs> places_with_messages_only(const Timeline& timeline,
                                                  const std::vector<WorkerJobs>& with_jobs) {
    std::set<ObjectId> places;
    for (const MessageInfo& message : timeline.messages()) {
        places.insert({message.sent.place, message.arrived.place});
    }
    for (const WorkerJobs& worker : with_jobs) {
        places.erase(worker.executor);
    }
    std::vector<WorkerJobs> result;
    for (const ObjectId place : places) {
        if (is_place(timeline, place)) {
            result.push_back({.executor = place, .worker = 0, .jobs = {}});
        }
    }
    return result;
}

}  // namespace

RowOrder::RowOrder(const Timeline& timeline) {
    const std::vector<TaskId> in_order = tasks_in_tree_order(timeline);
    std::vector<int> depths(in_order.size() + 1, 0);
    for (const TaskInfo& task : timeline.tasks()) {
        depths[task.id] = task.parent == 0 || task.parent >= task.id ? 0 : depths[task.parent] + 1;
    }
    tasks.reserve(in_order.size());
    for (const TaskId id : in_order) {
        tasks.push_back({id, depths[id]});
    }
    for (const ResourceInfo& resource : timeline.resources()) {
        if (std::vector<ObjectId>* list = list_of(*this, resource.type)) {
            list->push_back(resource.id);
        }
    }
    workers = worker_jobs(timeline);
    const auto silent = places_with_messages_only(timeline, workers);
    workers.insert(workers.end(), silent.begin(), silent.end());
    std::ranges::stable_sort(workers, {}, &WorkerJobs::executor);
    const auto places = std::ranges::stable_partition(
        workers, [&](const WorkerJobs& worker) { return !is_place(timeline, worker.executor); });
    executor_workers = workers.size() - places.size();
    loops = loops_of(timeline);
    if (timeline.outcome() == Outcome::Hang) {
        const EventIndex end = end_of_run(timeline);
        stuck = stuck_tasks(timeline, end);
        deadlock = !wait_graph(timeline, end).cycles.empty();
    }
}

std::vector<TaskId> tasks_in_tree_order(const Timeline& timeline) {
    const auto tasks = timeline.tasks();
    std::vector<std::vector<TaskId>> children(tasks.size() + 1);
    for (const TaskInfo& task : tasks) {
        const bool known = task.parent < task.id;
        children[known ? task.parent : 0].push_back(task.id);
    }
    std::vector<TaskId> order;
    std::vector<TaskId> open(children[0].rbegin(), children[0].rend());
    while (!open.empty()) {
        const TaskId task = open.back();
        open.pop_back();
        order.push_back(task);
        open.insert(open.end(), children[task].rbegin(), children[task].rend());
    }
    return order;
}

}  // namespace coroscope
