#include "runtime/formats/step_lanes.h"

#include <map>
#include <utility>

namespace coroscope {

namespace {

std::string title_of(const Timeline& timeline, std::uint8_t thread, std::size_t lane) {
    std::string title = "event loop";
    if (thread > 0) {
        const auto threads = timeline.threads();
        const std::string_view name = thread <= threads.size()
                                          ? timeline.trace().text(threads[thread - 1U].name)
                                          : std::string_view();
        title += " of " + (name.empty() ? "thread " + std::to_string(thread) : std::string(name));
    }
    return lane == 0 ? title : title + " (" + std::to_string(lane + 1) + ")";
}

}  // namespace

EventIndex end_of(const Timeline& timeline, const Step& step) {
    return step.is_open() ? timeline.trace().size() : step.last;
}

std::vector<StepLane> step_lanes(const Timeline& timeline) {
    std::map<std::uint8_t, std::vector<StepLane>> threads;
    threads[0].emplace_back();
    for (const Step& step : timeline.steps()) {
        const TaskInfo* task = timeline.task(step.task);
        std::vector<StepLane>& lanes = threads[task == nullptr ? std::uint8_t{0} : task->thread];
        std::size_t lane = 0;
        while (lane < lanes.size() && !lanes[lane].steps.empty() &&
               end_of(timeline, lanes[lane].steps.back()) > step.first) {
            ++lane;
        }
        if (lane == lanes.size()) {
            lanes.emplace_back();
        }
        lanes[lane].steps.push_back(step);
    }
    std::vector<StepLane> result;
    for (auto& [thread, lanes] : threads) {
        for (std::size_t i = 0; i < lanes.size(); ++i) {
            lanes[i].thread = thread;
            lanes[i].title = title_of(timeline, thread, i);
            result.push_back(std::move(lanes[i]));
        }
    }
    return result;
}

}  // namespace coroscope
