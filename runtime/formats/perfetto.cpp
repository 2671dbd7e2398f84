#include "runtime/formats/perfetto.h"

#include <algorithm>
#include <vector>

#include "runtime/formats/event_words.h"
#include "runtime/formats/perfetto_packets.h"
#include "runtime/formats/plotted_counters.h"
#include "runtime/formats/rows_to_write.h"
#include "runtime/formats/spread_times.h"
#include "runtime/formats/step_lanes.h"
#include "runtime/formats/titles.h"
#include "runtime/formats/wake_arrows.h"
#include "runtime/formats/worker_lanes.h"

namespace coroscope {

namespace {

using Kind = PerfettoTrack::Kind;

// Numbers of tracks; those of tasks, workers and counters carry their own number in the low half.
constexpr std::uint64_t kProcessTrack = 1;
constexpr std::uint64_t kRunTrack = 3;
constexpr std::uint64_t kTasksTrack = 4;
constexpr std::uint64_t kCountersTrack = 5;
constexpr std::uint64_t of_task(TaskId task) { return (std::uint64_t{1} << 32) + task; }
constexpr std::uint64_t of_state(TaskId task) { return (std::uint64_t{2} << 32) + task; }
constexpr std::uint64_t of_worker(std::size_t index) { return (std::uint64_t{3} << 32) + index; }
constexpr std::uint64_t of_loop(std::size_t index) { return (std::uint64_t{5} << 32) + index; }
constexpr std::uint64_t of_plot(std::size_t index) { return (std::uint64_t{4} << 32) + index; }

constexpr std::size_t kFirstWorkerThread = 100;
/// More than is usual: what is not used costs nothing.
constexpr std::size_t kBytesPerEvent = 96;

class PerfettoWriter {
public:
    PerfettoWriter(const Timeline& timeline, std::span<const Moment> moments, Work* work)
        : timeline_(timeline),
          work_(work),
          trace_(timeline.trace()),
          moments_(moments),
          times_(timeline.trace()),
          loops_(step_lanes(timeline)),
          workers_(worker_lanes(timeline)),
          plots_(plotted_counters(timeline)),
          ends_(wake_arrows(timeline)),
          begins_(ends_),
          packets_(kBytesPerEvent * timeline.trace().size()) {
        std::ranges::sort(begins_, {}, [](const WakeArrow& arrow) {
            return std::pair(arrow.waker, arrow.cause);
        });
    }

    std::string write() && {
        expect(work_, rows_to_write(timeline_));
        packets_.add({.uuid = kProcessTrack, .name = "Coroscope", .kind = Kind::Process});
        write_tracks();
        write_run();
        for (std::size_t i = 0; i < loops_.size(); ++i) {
            for (const Step& step : loops_[i].steps) {
                write_step(step, of_loop(i));
                advance(work_);
            }
        }
        for (std::size_t i = 0; i < workers_.size(); ++i) {
            for (const LaneJob& job : workers_[i].jobs) {
                write_job(job, of_worker(i));
            }
        }
        next_begin_ = begins_.begin();
        next_end_ = ends_.begin();
        for (const TaskInfo& task : timeline_.tasks()) {
            for (const Interval& interval : task.intervals) {
                write_state(task, interval);
                advance(work_);
            }
        }
        for (std::size_t i = 0; i < plots_.size(); ++i) {
            for (const Counter::Change& change : plots_[i].values) {
                packets_.count(times_.of(change.event), of_plot(i), change.value);
            }
        }
        for (const Moment& moment : moments_) {
            write_moment(moment);
        }
        return std::move(packets_).take();
    }

private:
    void write_tracks() {
        for (std::size_t i = 0; i < loops_.size(); ++i) {
            thread(of_loop(i), loops_[i].title, 1 + i);
        }
        const std::size_t first_worker = std::max(kFirstWorkerThread, 1 + loops_.size());
        for (std::size_t i = 0; i < workers_.size(); ++i) {
            thread(of_worker(i), workers_[i].title, first_worker + i);
        }
        group(kRunTrack, "run", 1);
        group(kTasksTrack, "tasks", 2);
        for (const TaskInfo& task : timeline_.tasks()) {
            packets_.add({.uuid = of_task(task.id),
                          .name = task_title(timeline_, task.id),
                          .parent = kTasksTrack,
                          .rank = static_cast<std::int32_t>(task.id)});
            packets_.add({.uuid = of_state(task.id),
                          .name = "state",
                          .parent = of_task(task.id),
                          .kind = Kind::State,
                          .rank = 1});
        }
        group(kCountersTrack, "counters", 3);
        for (std::size_t i = 0; i < plots_.size(); ++i) {
            packets_.add({.uuid = of_plot(i),
                          .name = plots_[i].title,
                          .parent = kCountersTrack,
                          .kind = Kind::Counter,
                          .unit = plots_[i].unit,
                          .rank = static_cast<std::int32_t>(i + 1)});
        }
    }
    void thread(std::uint64_t uuid, std::string_view name, std::size_t number) {
        packets_.add({.uuid = uuid,
                      .name = name,
                      .parent = kProcessTrack,
                      .kind = Kind::Thread,
                      .thread = static_cast<std::int32_t>(number)});
    }
    void group(std::uint64_t uuid, std::string_view name, std::int32_t rank) {
        packets_.add({.uuid = uuid,
                      .name = name,
                      .parent = kProcessTrack,
                      .orders_children = true,
                      .rank = rank});
    }

    /// What run this is, at its start.
    void write_run() {
        const TraceInfo& info = trace_.info();
        auto event = packets_.instant(0, kRunTrack, info.title.empty() ? "run" : info.title);
        event.category("run");
        event.annotate("runspec", info.runspec);
        event.annotate("title", info.title);
        event.annotate("producer", info.producer);
        event.annotate("outcome", name_of(timeline_.outcome()));
        event.annotate("axis", axis_note(times_));
    }

    void annotate_times(PerfettoPackets::Event& event, Nanoseconds begin, Nanoseconds end) const {
        event.annotate("virtual_begin_ns", begin);
        event.annotate("virtual_end_ns", end);
    }
    void annotate_site(PerfettoPackets::Event& event, SiteId id) const {
        if (const Site& site = trace_.site(id); !site.file.empty()) {
            event.annotate("file", site.file);
            event.annotate("line", std::int64_t{site.line});
        }
    }

    void write_step(const Step& step, std::uint64_t track) {
        {
            auto event = packets_.slice(times_.of(step.first), track,
                                        packets_.name(task_title(timeline_, step.task)));
            event.category("step");
            event.correlate(step.task);
            annotate_times(event, step.begin, step.end);
            event.annotate("task", std::int64_t{step.task});
            event.annotate("iteration", std::int64_t{step.iteration});
            annotate_site(event, timeline_.state_at(step.task, step.first - 1).site);
        }
        packets_.end_slice(times_.of(end_of(timeline_, step)), track);
    }

    void write_job(const LaneJob& job, std::uint64_t track) {
        const JobInfo& info = *job.info;
        {
            auto event = packets_.slice(times_.of(info.started), track, trace_.text(info.name));
            event.category("job");
            annotate_times(event, time_at(timeline_, info.started), time_at(timeline_, job.last));
            event.annotate("submitted_by", task_title(timeline_, info.submitter));
            if (info.error != 0) {
                event.annotate("error", trace_.text(info.error));
            }
            if (info.submitted != kNoEvent) {
                annotate_site(event, trace_[info.submitted].site);
            }
        }
        packets_.end_slice(times_.of(job.last), track);
    }

    void write_state(const TaskInfo& task, const Interval& interval) {
        const std::uint64_t begin = times_.of(interval.first);
        if (is_over(interval.state)) {
            packets_.state(begin, of_state(task.id), 0);
            return;  // its life ends where its last slice ends
        }
        packets_.state(begin, of_state(task.id), packets_.name(name_of(interval.state)));
        write_slice(task, interval);
        packets_.end_slice(times_.of(interval.last), of_task(task.id));
        if (interval.last >= trace_.size()) {
            packets_.state(times_.of(interval.last), of_state(task.id), 0);
        }
    }
    void write_slice(const TaskInfo& task, const Interval& interval) {
        const std::string what = interval.state == TaskState::Waiting
                                     ? waits_for_title(timeline_, interval)
                                     : std::string();
        std::string name(name_of(interval.state));
        if (!what.empty()) {
            name += ": " + what;
        }
        auto event =
            packets_.slice(times_.of(interval.first), of_task(task.id), packets_.name(name));
        event.category("state");
        event.correlate(task.id);
        annotate_times(event, interval.begin, interval.end);
        if (interval.reason != WaitReason::None) {
            event.annotate("reason", name_of(interval.reason));
        }
        if (interval.reason == WaitReason::Sleep) {
            event.annotate("deadline_ns", interval.extra);
        } else if (!what.empty()) {
            event.annotate("waits_for", what);
        }
        annotate_wake(event, interval);
        annotate_place(event, task, interval);
        if (interval.state == TaskState::Running) {
            write_flows(event, task, interval);
        }
    }
    void annotate_wake(PerfettoPackets::Event& event, const Interval& interval) const {
        if (interval.woken_by == kNoEvent) {
            return;
        }
        const TraceEvent& wake = trace_[interval.woken_by];
        event.annotate("woken_by", task_title(timeline_, waker_of(timeline_, wake)));
        event.annotate("wake_reason", name_of(wake_reason(wake)));
    }
    /// The await's stack where the task stands in one, else the line.
    void annotate_place(PerfettoPackets::Event& event, const TaskInfo& task,
                        const Interval& interval) {
        annotate_site(event, interval.site);
        if (interval.state != TaskState::Waiting && interval.state != TaskState::Sleeping) {
            return;
        }
        frames_.clear();
        for (const Timeline::Frame& frame : timeline_.await_stack(task.id, interval.first)) {
            const Site& site = trace_.site(frame.site);
            frames_.push_back({trace_.text(frame.function), site.file, site.line});
        }
        event.stack(frames_);
    }
    /// Arrows that begin in this step, and the one that ends there. Tasks and intervals come in the
    /// order of both lists.
    void write_flows(PerfettoPackets::Event& event, const TaskInfo& task,
                     const Interval& interval) {
        for (; next_begin_ != begins_.end() && next_begin_->waker == task.id &&
               next_begin_->cause < interval.last;
             ++next_begin_) {
            event.flow(next_begin_->cause + 1);
        }
        if (next_end_ != ends_.end() && next_end_->woken == task.id &&
            next_end_->resumed == interval.first) {
            event.flow_ends(next_end_->cause + 1);
            ++next_end_;
        }
    }

    void write_moment(const Moment& moment) {
        const std::uint64_t track = moment.is_global   ? kRunTrack
                                    : moment.task == 0 ? of_loop(0)
                                                       : of_task(moment.task);
        auto event = packets_.instant(times_.of(moment.at), track, moment.words);
        event.category(moment.category);
        event.annotate("virtual_ns", time_at(timeline_, moment.at));
        if (!moment.detail.empty()) {
            event.annotate("detail", moment.detail);
        }
        if (moment.at < trace_.size()) {
            annotate_site(event, trace_[moment.at].site);
        }
    }

    const Timeline& timeline_;
    Work* work_;
    const Trace& trace_;
    std::span<const Moment> moments_;
    SpreadTimes times_;
    std::vector<StepLane> loops_;
    std::vector<WorkerLane> workers_;
    std::vector<PlottedCounter> plots_;
    std::vector<WakeArrow> ends_;    ///< by woken task
    std::vector<WakeArrow> begins_;  ///< by waker
    std::vector<WakeArrow>::const_iterator next_begin_;
    std::vector<WakeArrow>::const_iterator next_end_;
    std::vector<PerfettoFrame> frames_;
    PerfettoPackets packets_;
};

}  // namespace

std::string encode_perfetto(const Timeline& timeline, std::span<const Moment> moments, Work* work) {
    return PerfettoWriter(timeline, moments, work).write();
}

Exported export_perfetto(const Timeline& timeline, const ExportSettings& settings) {
    const std::vector<Moment> moments =
        moments_and_findings(timeline, settings.language, settings.work);
    return {.bytes = encode_perfetto(timeline, moments, settings.work), .problem = {}};
}

}  // namespace coroscope
