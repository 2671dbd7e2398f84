#include "runtime/formats/chrome_tasks.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace coroscope {

namespace {

constexpr std::size_t kLongestLabel = 200;

std::string label(const ChromeEvents& file, std::uint32_t name, std::string_view kind,
                  std::uint32_t number) {
    return name != 0
               ? std::string(cut_text(file.texts[name], kLongestLabel))
               : std::string(kind) + " " + std::string(cut_text(file.texts[number], kLongestLabel));
}

/// True if the event says something about a task of its thread.
bool needs_task(const ChromeEvents& file, const ChromeEvent& event) {
    const bool mark = event.phase == 'i' || event.phase == 'I' || event.phase == 'R';
    return (mark && event.scope == 't' && !file.by_coroscope) || is_chrome_state(file, event);
}

class Planner {
public:
    Planner(const ChromeEvents& file, const ChromeLanes& laid_out)
        : file_(file), laid_out_(laid_out) {}

    ChromeTasks run() {
        tasks_.of_track.assign(laid_out_.tracks.size(), 0);
        for (const ChromeLane& lane : laid_out_.lanes) {
            plan(lane);
        }
        plan_without_slices();
        tasks_.one_process = has_one_process();
        sort();
        for (std::size_t i = 0; i < tasks_.list.size(); ++i) {
            if (tasks_.list[i].number == 0) {
                tasks_.of_track[tasks_.list[i].track] = static_cast<TaskId>(i + 1);
            }
        }
        give_names();
        give_parents();
        return std::move(tasks_);
    }

private:
    [[nodiscard]] bool is_async(std::uint32_t track) const { return laid_out_.tracks[track].async; }

    void plan(const ChromeLane& lane) {
        const Nanoseconds begin = laid_out_.slices[lane.first].begin;
        tasks_.list.push_back({.track = lane.track,
                               .number = lane.number,
                               .first = lane.first,
                               .last = lane.last,
                               .created = is_async(lane.track) ? begin : laid_out_.begin});
        tasks_.of_track[lane.track] = 1;
    }

    /// Tracks that have instants or states only.
    void plan_without_slices() {
        for (const std::uint32_t index : laid_out_.order) {
            const ChromeEvent& event = file_.events[index];
            const std::uint32_t track = laid_out_.track_of[index];
            if (tasks_.of_track[track] == 0 && (is_async(track) || needs_task(file_, event))) {
                const bool late = is_async(track) || file_.by_coroscope;
                tasks_.list.push_back(
                    {.track = track, .created = late ? event.time : laid_out_.begin});
                tasks_.of_track[track] = 1;
            }
        }
    }

    [[nodiscard]] const ChromeThread& thread_of(const ChromeTask& task) const {
        return file_.threads[laid_out_.tracks[task.track].thread];
    }

    [[nodiscard]] bool has_one_process() const {
        return std::ranges::all_of(tasks_.list, [&](const ChromeTask& task) {
            return thread_of(task).process == thread_of(tasks_.list.front()).process;
        });
    }

    void sort() {
        std::ranges::stable_sort(tasks_.list, [&](const ChromeTask& left, const ChromeTask& right) {
            return place(left) < place(right);
        });
    }
    using Place = std::tuple<Nanoseconds, bool, Nanoseconds, std::uint32_t, Nanoseconds,
                             std::uint32_t, std::uint32_t>;
    [[nodiscard]] Place place(const ChromeTask& task) const {
        const ChromeThread& thread = thread_of(task);
        return is_async(task.track)
                   ? Place{task.created, true, 0, 0, 0, task.track, task.number}
                   : Place{task.created,   false,       file_.processes[thread.process].sort,
                           thread.process, thread.sort, task.track,
                           task.number};
    }

    void give_names() {
        std::map<std::string, int> uses;
        for (ChromeTask& task : tasks_.list) {
            task.name = plain_name(task);
            uses[task.name] += task.number == 0 ? 1 : 0;
        }
        for (ChromeTask& task : tasks_.list) {
            if (uses[task.name] > 1 && !file_.by_coroscope) {
                task.name += " " + number(task);
            }
            if (task.number > 0) {
                task.name += " (" + std::to_string(task.number + 1) + ")";
            }
        }
    }
    [[nodiscard]] std::string plain_name(const ChromeTask& task) const {
        const ChromeThread& thread = thread_of(task);
        std::string name;
        if (is_async(task.track)) {
            const ChromeEvent& event = file_.events[laid_out_.tracks[task.track].event];
            name = label(file_, event.name, "operation", event.id);
        } else {
            name = label(file_, thread.name, "thread", thread.tid);
        }
        return tasks_.one_process ? name : process_label(file_, thread.process) + "/" + name;
    }
    /// What tells it from another one of the same name.
    [[nodiscard]] std::string number(const ChromeTask& task) const {
        const ChromeTrack& track = laid_out_.tracks[task.track];
        const ChromeThread& thread = thread_of(task);
        const std::string id(cut_text(
            file_.texts[track.async ? file_.events[track.event].id : thread.tid], kLongestLabel));
        return tasks_.one_process || track.async
                   ? id
                   : std::string(cut_text(file_.texts[thread.pid], kLongestLabel)) + ":" + id;
    }

    /// An operation belongs to the thread that began it, a further lane to its track's own.
    void give_parents() {
        for (std::size_t i = 0; i < tasks_.list.size(); ++i) {
            ChromeTask& task = tasks_.list[i];
            const std::uint32_t track = task.number > 0        ? task.track
                                        : is_async(task.track) ? laid_out_.tracks[task.track].thread
                                                               : task.track;
            const TaskId parent = tasks_.of_track[track];
            task.parent = parent <= i ? parent : 0;
        }
    }

    const ChromeEvents& file_;
    const ChromeLanes& laid_out_;
    ChromeTasks tasks_;
};

}  // namespace

std::string process_label(const ChromeEvents& file, std::uint32_t process) {
    return label(file, file.processes[process].name, "process", file.processes[process].pid);
}

bool is_chrome_state(const ChromeEvents& file, const ChromeEvent& event) {
    return (event.phase == 'T' && event.has_duration) ||
           (file.by_coroscope && event.phase == 'X' && file.texts[event.category] == "state");
}

ChromeTasks tasks_of(const ChromeEvents& file, const ChromeLanes& laid_out) {
    return Planner(file, laid_out).run();
}

}  // namespace coroscope
