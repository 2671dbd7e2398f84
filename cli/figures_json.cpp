// What `coroscope stats --json` writes. Its keys are documented in docs/statistics.md.
#include <nlohmann/json.hpp>

#include "cli/figures.h"
#include "cli/report.h"
#include "runtime/analysis/statistics_words.h"

namespace coroscope::cli {

namespace {

using Json = nlohmann::ordered_json;

Json resource_json(const Timeline& timeline, ObjectId id) {
    return id == 0 ? Json() : Json(std::string(timeline.resource_name(id)));
}
Json task_json(const Timeline& timeline, TaskId id) {
    return id == 0 ? Json() : Json(task_label(timeline, id));
}

Json summary_json(const DurationSummary& summary) {
    Json histogram = Json::array();
    for (const DurationBucket& bucket : summary.buckets) {
        histogram.push_back(
            {{"from_ns", bucket.from}, {"to_ns", bucket.to}, {"count", bucket.count}});
    }
    return {{"count", summary.count},    {"total_ns", summary.total}, {"mean_ns", summary.mean()},
            {"p50_ns", summary.p50},     {"p90_ns", summary.p90},     {"p99_ns", summary.p99},
            {"max_ns", summary.longest}, {"histogram", histogram}};
}

Json loop_json(const Timeline& timeline, const RunStatistics& run) {
    return {{"steps", run.steps},
            {"iterations", run.iterations},
            {"events", run.events},
            {"busy_ns", run.busy},
            {"idle_ns", run.idle},
            {"longest_step_ns", run.longest_step},
            {"longest_step_task", task_json(timeline, run.longest_step_task)},
            {"ready_mean", run.ready_mean()},
            {"ready_max", run.ready_most}};
}

Json tasks_json(const Timeline& timeline, const RunStatistics& run) {
    Json tasks = Json::array();
    for (const TaskStatistics& task : run.tasks) {
        Json waits = Json::array();
        for (const WaitTotal& wait : task.waits) {
            waits.push_back({{"reason", std::string(name_of(wait.reason))},
                             {"count", wait.count},
                             {"total_ns", wait.total},
                             {"max_ns", wait.longest}});
        }
        tasks.push_back({{"name", std::string(timeline.task_name(task.task))},
                         {"state", std::string(name_of(task.final_state))},
                         {"running_ns", task.running},
                         {"ready_ns", task.ready},
                         {"sleeping_ns", task.sleeping},
                         {"waiting_ns", task.waiting},
                         {"waits", waits},
                         {"steps", task.steps},
                         {"wakeups", task.wakeups},
                         {"longest_step_ns", task.longest_step},
                         {"longest_ready_ns", task.longest_ready}});
    }
    return tasks;
}

Json holds_json(const HoldStatistics& holds) {
    return {{"count", holds.count},
            {"total_ns", holds.total},
            {"max_ns", holds.longest},
            {"held_ns", holds.covered},
            {"utilisation", holds.utilisation},
            {"mean_in_use", holds.mean_in_use}};
}

Json queue_json(const QueueStatistics& queue) {
    return {{"put", queue.put},
            {"got", queue.got},
            {"dropped", queue.dropped},
            {"left", queue.left},
            {"max_depth", queue.most},
            {"full_ns", queue.full},
            {"stays", summary_json(queue.stays)},
            {"littles_law",
             {{"window_ns", queue.little.window},
              {"arrivals", queue.little.arrivals},
              {"mean_depth", queue.little.mean_depth()},
              {"arrivals_per_second", queue.little.arrivals_per_second()},
              {"mean_stay_ns", queue.little.mean_stay()},
              {"holds", queue.little.holds()}}}};
}

Json resources_json(const Timeline& timeline, const ResourceFigures& figures) {
    Json resources = Json::array();
    for (const ResourceStatistics& one : figures.resources) {
        resources.push_back({{"name", std::string(timeline.resource_name(one.resource))},
                             {"type", std::string(name_of(one.type))},
                             {"waits", summary_json(one.waits)},
                             {"holds", one.holds ? holds_json(*one.holds) : Json()},
                             {"queue", one.queue ? queue_json(*one.queue) : Json()}});
    }
    return resources;
}

Json executors_json(const Timeline& timeline, const std::vector<ExecutorStatistics>& executors) {
    Json list = Json::array();
    for (const ExecutorStatistics& one : executors) {
        Json workers = Json::array();
        for (const WorkerStatistics& worker : one.workers) {
            workers.push_back({{"jobs", worker.jobs}, {"busy_ns", worker.busy}});
        }
        list.push_back({{"name", std::string(timeline.resource_name(one.executor))},
                        {"capacity", one.capacity},
                        {"submitted", one.submitted},
                        {"started", one.started},
                        {"finished", one.finished},
                        {"failed", one.failed},
                        {"busy_ns", one.busy},
                        {"utilisation", one.utilisation},
                        {"queueing", summary_json(one.queueing)},
                        {"running", summary_json(one.running)},
                        {"workers", workers}});
    }
    return list;
}

Json waits_json(const Timeline& timeline, const std::vector<HeldWait>& waits, Language language) {
    Json list = Json::array();
    for (const HeldWait& wait : waits) {
        Json holders = Json::array();
        for (const HolderShare& share : wait.holders) {
            holders.push_back(
                {{"task", task_label(timeline, share.task)}, {"time_ns", share.time}});
        }
        list.push_back({{"task", task_label(timeline, wait.task)},
                        {"reason", std::string(name_of(wait.reason))},
                        {"resource", resource_json(timeline, wait.resource)},
                        {"count", wait.count},
                        {"total_ns", wait.total},
                        {"unheld_ns", wait.unheld},
                        {"holders", holders},
                        {"complete", wait.complete},
                        {"statement", to_string(describe(timeline, wait), language)}});
    }
    return list;
}

Json path_json(const Timeline& timeline, const CriticalPath& path, Language language) {
    Json statements = Json::array();
    for (const Message& sentence : describe(timeline, path)) {
        statements.push_back(to_string(sentence, language));
    }
    Json segments = Json::array();
    for (const Segment& segment : path.segments) {
        const std::string line = line_of(timeline, segment.site);
        segments.push_back({{"kind", std::string(name_of(segment.kind))},
                            {"task", task_json(timeline, segment.task)},
                            {"begin_ns", segment.begin},
                            {"end_ns", segment.end},
                            {"first_event", segment.first},
                            {"last_event", segment.last},
                            {"line", line.empty() ? Json() : Json(line)},
                            {"resource", resource_json(timeline, segment.resource)},
                            {"other", task_json(timeline, segment.other)}});
    }
    return {{"length_ns", path.length}, {"statements", statements}, {"segments", segments}};
}

Json memory_json(const Timeline& timeline, const Figures& figures) {
    Json frames = Json::array();
    for (const FunctionMemory& memory : figures.frames) {
        frames.push_back({{"function", std::string(timeline.trace().text(memory.function))},
                          {"calls", memory.calls},
                          {"live_bytes", memory.live_bytes},
                          {"peak_bytes", memory.peak_bytes}});
    }
    return {{"events", figures.run.events},
            {"event_bytes", figures.run.events * sizeof(TraceEvent)},
            {"tasks", figures.run.tasks.size()},
            {"frames", frames}};
}

}  // namespace

Json to_json(const Timeline& timeline, const Figures& figures, Language language) {
    const ResourceFigures& resources = figures.resources;
    return {{"runspec", timeline.trace().info().runspec},
            {"outcome", figures.outcome.empty() ? Json() : Json(std::string(figures.outcome))},
            {"step", figures.step},
            {"virtual_time_ns", figures.run.virtual_time},
            {"loop", loop_json(timeline, figures.run)},
            {"distributions",
             {{"steps", summary_json(figures.distributions.steps)},
              {"ready_delays", summary_json(figures.distributions.ready_delays)},
              {"lock_waits", summary_json(resources.lock_waits)},
              {"queue_stays", summary_json(resources.queue_stays)}}},
            {"tasks", tasks_json(timeline, figures.run)},
            {"resources", resources_json(timeline, resources)},
            {"executors", executors_json(timeline, figures.executors)},
            {"waits", waits_json(timeline, figures.waits, language)},
            {"critical_path", path_json(timeline, figures.path, language)},
            {"memory", memory_json(timeline, figures)}};
}

}  // namespace coroscope::cli
