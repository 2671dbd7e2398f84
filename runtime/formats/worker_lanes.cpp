#include "runtime/formats/worker_lanes.h"

#include <map>
#include <utility>

#include "runtime/formats/titles.h"

namespace coroscope {

namespace {

using Key = std::pair<ObjectId, std::int64_t>;

/// The jobs of one executor that were submitted, and its workers.
class Collector {
public:
    explicit Collector(const Timeline& timeline) : timeline_(timeline) {}

    std::vector<WorkerLane> collect() {
        for (const ResourceInfo& resource : timeline_.resources()) {
            if (resource.type == ResourceType::Executor) {
                for (const EventIndex event : resource.events) {
                    add(event);
                }
            }
        }
        std::vector<WorkerLane> result;
        DistinctTitles titles;
        for (auto& [key, lane] : lanes_) {
            const ResourceInfo& executor = *timeline_.resource(lane.executor);
            lane.title = titles.distinct(
                resource_title(timeline_, executor) + " worker " + std::to_string(lane.worker),
                lane.executor);
            result.push_back(std::move(lane));
        }
        return result;
    }

private:
    void add(EventIndex index) {
        const TraceEvent& event = timeline_.trace()[index];
        if (event.kind == EventKind::JobSubmitted) {
            submitted_.try_emplace({event.subject, event.a}, index);
        } else if (event.kind == EventKind::JobStarted) {
            start(index);
        } else if (event.kind == EventKind::JobFinished) {
            const auto lane = lanes_.find({event.subject, event.detail});
            if (lane != lanes_.end() && lane->second.jobs.back().finished == kNoEvent &&
                lane->second.jobs.back().number == event.a) {
                lane->second.jobs.back().finished = index;
                lane->second.jobs.back().error = event.b;
            }
        }
    }
    void start(EventIndex index) {
        const TraceEvent& event = timeline_.trace()[index];
        WorkerLane& lane = lanes_[{event.subject, event.detail}];
        lane.executor = event.subject;
        lane.worker = event.detail;
        if (!lane.jobs.empty() && lane.jobs.back().finished == kNoEvent) {
            lane.jobs.back().finished = index;  // only in nonsense: a worker does one job at a time
        }
        LaneJob job{.number = event.a, .name = event.b, .started = index};
        const auto from = submitted_.find({event.subject, event.a});
        if (from != submitted_.end()) {
            const TraceEvent& submission = timeline_.trace()[from->second];
            job.submitted = from->second;
            job.submitter = timeline_.task(submission.task) != nullptr ? submission.task : 0;
            job.site = submission.site;
        }
        lane.jobs.push_back(job);
    }

    const Timeline& timeline_;
    std::map<Key, WorkerLane> lanes_;
    std::map<Key, EventIndex> submitted_;
};

}  // namespace

std::vector<WorkerLane> worker_lanes(const Timeline& timeline) {
    return Collector(timeline).collect();
}

}  // namespace coroscope
