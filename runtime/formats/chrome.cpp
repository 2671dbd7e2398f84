#include "runtime/formats/chrome.h"

#include <algorithm>
#include <charconv>
#include <concepts>
#include <string_view>
#include <vector>

#include "runtime/formats/json_text.h"
#include "runtime/formats/plotted_counters.h"
#include "runtime/formats/rows_to_write.h"
#include "runtime/formats/spread_times.h"
#include "runtime/formats/step_lanes.h"
#include "runtime/formats/titles.h"
#include "runtime/formats/wake_arrows.h"
#include "runtime/formats/worker_lanes.h"

namespace coroscope {

namespace {

constexpr std::uint64_t kLoopThread = 1;
constexpr std::uint64_t kFirstWorkerThread = 100;
constexpr std::uint64_t kFirstTaskThread = 1000;

/// Writes one event at a time: begin(), then args in any number, then end().
class EventWriter {
public:
    explicit EventWriter(std::string& out) : out_(out) {}

    void begin(char phase, std::string_view category, std::string_view name, std::uint64_t thread,
               std::uint64_t time_ns) {
        out_ += first_ ? "\n{\"ph\":\"" : ",\n{\"ph\":\"";
        first_ = false;
        out_ += phase;
        out_ += "\",\"pid\":1,\"tid\":";
        number(thread);
        out_ += ",\"ts\":";
        microseconds(time_ns);
        text_field("cat", category);
        text_field("name", name);
    }
    void duration(std::uint64_t ns) {
        out_ += ",\"dur\":";
        microseconds(ns);
    }
    void text_field(std::string_view key, std::string_view value) {
        out_ += ",\"";
        out_ += key;
        out_ += "\":";
        append_json_text(out_, value);
    }
    void number_field(std::string_view key, std::uint64_t value) {
        out_ += ",\"";
        out_ += key;
        out_ += "\":";
        number(value);
    }
    void arg(std::string_view key, std::string_view value) {
        next_arg(key);
        append_json_text(out_, value);
    }
    void arg(std::string_view key, std::integral auto value) {
        next_arg(key);
        number(value);
    }
    void end() {
        out_ += in_args_ ? "}}" : "}";
        in_args_ = false;
    }

private:
    void next_arg(std::string_view key) {
        out_ += in_args_ ? ",\"" : ",\"args\":{\"";
        in_args_ = true;
        out_ += key;
        out_ += "\":";
    }
    void number(std::integral auto value) {
        char buffer[24];
        out_.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
    }
    /// With all three decimals: exact.
    void microseconds(std::uint64_t ns) {
        number(ns / 1000);
        const auto rest = static_cast<unsigned>(ns % 1000);
        const char decimals[] = {'.', static_cast<char>('0' + rest / 100),
                                 static_cast<char>('0' + rest / 10 % 10),
                                 static_cast<char>('0' + rest % 10)};
        out_.append(decimals, sizeof decimals);
    }

    std::string& out_;
    bool first_ = true;
    bool in_args_ = false;
};

class ChromeWriter {
public:
    ChromeWriter(const Timeline& timeline, std::span<const Moment> moments, Work* work)
        : timeline_(timeline),
          work_(work),
          trace_(timeline.trace()),
          moments_(moments),
          times_(timeline.trace()),
          loops_(step_lanes(timeline)),
          workers_(worker_lanes(timeline)),
          first_worker_thread_(std::max(kFirstWorkerThread, kLoopThread + loops_.size())),
          first_task_thread_(std::max(kFirstTaskThread, first_worker_thread_ + workers_.size())),
          events_(out_) {}

    std::string write() {
        expect(work_, rows_to_write(timeline_));
        // Room that is never touched costs nothing; growing copies what is there, again and again.
        constexpr std::size_t kBytesPerEvent = 168;
        out_.reserve(kBytesPerEvent * trace_.size());
        out_ = "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[";
        write_names();
        for (std::size_t i = 0; i < loops_.size(); ++i) {
            for (const Step& step : loops_[i].steps) {
                write_step(step, kLoopThread + i);
                advance(work_);
            }
        }
        for (std::size_t i = 0; i < workers_.size(); ++i) {
            for (const LaneJob& job : workers_[i].jobs) {
                write_job(job, first_worker_thread_ + i);
            }
        }
        for (const TaskInfo& task : timeline_.tasks()) {
            for (const Interval& interval : task.intervals) {
                write_state(task, interval);
                advance(work_);
            }
        }
        for (const WakeArrow& arrow : wake_arrows(timeline_)) {
            write_arrow(arrow);
            advance(work_, 0);
        }
        for (const PlottedCounter& plot : plotted_counters(timeline_)) {
            write_plot(plot);
        }
        for (const Moment& moment : moments_) {
            write_moment(moment);
        }
        out_ += "\n],\n\"metadata\":";
        write_metadata();
        out_ += "}\n";
        return std::move(out_);
    }

private:
    [[nodiscard]] std::uint64_t thread_of(TaskId task) const {
        return task == 0 ? kLoopThread : first_task_thread_ + task;
    }

    void write_names() {
        const TraceInfo& info = trace_.info();
        name("process_name", kLoopThread,
             info.title.empty() ? "Coroscope" : "Coroscope: " + info.title);
        for (std::size_t i = 0; i < loops_.size(); ++i) {
            name_thread(kLoopThread + i, loops_[i].title);
        }
        for (std::size_t i = 0; i < workers_.size(); ++i) {
            name_thread(first_worker_thread_ + i, workers_[i].title);
        }
        for (const TaskInfo& task : timeline_.tasks()) {
            name_thread(thread_of(task.id), task_title(timeline_, task.id));
        }
    }
    void name(std::string_view what, std::uint64_t thread, std::string_view value) {
        events_.begin('M', "__metadata", what, thread, 0);
        events_.arg("name", value);
        events_.end();
    }
    /// Threads are shown in the order of their numbers.
    void name_thread(std::uint64_t thread, std::string_view title) {
        name("thread_name", thread, title);
        events_.begin('M', "__metadata", "thread_sort_index", thread, 0);
        events_.arg("sort_index", thread);
        events_.end();
    }

    void site_args(SiteId id) {
        const Site& site = trace_.site(id);
        if (!site.file.empty()) {
            events_.arg("file", site.file);
            events_.arg("line", site.line);
        }
    }
    /// Ends a little before the next begins: viewers add ts and dur in doubles, and a sum that
    /// comes out too late is an overlap for them.
    void begin_slice(std::string_view category, std::string_view name, std::uint64_t thread,
                     EventIndex first, EventIndex last) {
        events_.begin('X', category, name, thread, times_.of(first));
        events_.duration(times_.of(last) - times_.of(first) - times_.unit());
    }
    void time_args(Nanoseconds begin, Nanoseconds end) {
        events_.arg("virtual_begin_ns", begin);
        events_.arg("virtual_end_ns", end);
    }

    void write_step(const Step& step, std::uint64_t thread) {
        begin_slice("step", task_title(timeline_, step.task), thread, step.first,
                    end_of(timeline_, step));
        time_args(step.begin, step.end);
        events_.arg("task", step.task);
        events_.arg("iteration", step.iteration);
        site_args(timeline_.state_at(step.task, step.first - 1).site);  // where it goes on
        events_.end();
    }

    void write_job(const LaneJob& job, std::uint64_t thread) {
        const JobInfo& info = *job.info;
        begin_slice("job", trace_.text(info.name), thread, info.started, job.last);
        time_args(time_at(timeline_, info.started), time_at(timeline_, job.last));
        events_.arg("job", info.number);
        events_.arg("submitted_by", task_title(timeline_, info.submitter));
        if (info.error != 0) {
            events_.arg("error", trace_.text(info.error));
        }
        if (info.submitted != kNoEvent) {
            site_args(trace_[info.submitted].site);
        }
        events_.end();
    }

    void write_state(const TaskInfo& task, const Interval& interval) {
        if (is_over(interval.state)) {
            return;  // its life ends where its last slice ends
        }
        begin_slice("state", coroscope::name_of(interval.state), thread_of(task.id), interval.first,
                    interval.last);
        time_args(interval.begin, interval.end);
        events_.arg("task", task.id);
        if (interval.reason != WaitReason::None) {
            events_.arg("reason", coroscope::name_of(interval.reason));
        }
        if (interval.reason == WaitReason::Sleep) {
            events_.arg("deadline_ns", interval.extra);
        } else if (const std::string what = waits_for_title(timeline_, interval); !what.empty()) {
            events_.arg("waits_for", what);
        }
        site_args(interval.site);
        events_.end();
    }

    /// Both ends lie in slices, which are in the file before the arrows.
    void write_arrow(const WakeArrow& arrow) {
        events_.begin('s', "wake", "wakes", thread_of(arrow.waker), times_.of(arrow.cause));
        events_.number_field("id", arrow.cause + 1);
        events_.end();
        events_.begin('f', "wake", "wakes", thread_of(arrow.woken), times_.of(arrow.resumed));
        events_.number_field("id", arrow.cause + 1);
        events_.text_field("bp", "e");
        events_.end();
    }

    void write_plot(const PlottedCounter& plot) {
        for (const Counter::Change& change : plot.values) {
            events_.begin('C', "counter", plot.title, kLoopThread, times_.of(change.event));
            events_.arg(plot.unit, change.value);
            events_.end();
        }
    }

    void write_moment(const Moment& moment) {
        events_.begin('i', moment.category, moment.words, thread_of(moment.task),
                      times_.of(moment.at));
        events_.text_field("s", moment.is_global ? "p" : "t");
        events_.arg("virtual_ns", time_at(timeline_, moment.at));
        if (!moment.detail.empty()) {
            events_.arg(moment.category == "choice" ? "of" : "statement", moment.detail);
        }
        if (moment.at < trace_.size()) {
            site_args(trace_[moment.at].site);
        }
        events_.end();
    }

    void write_metadata() {
        const TraceInfo& info = trace_.info();
        const auto field = [&](std::string_view before, std::string_view value) {
            out_ += before;
            append_json_text(out_, value);
        };
        field("{\"runspec\":", info.runspec);
        field(",\"title\":", info.title);
        field(",\"producer\":", info.producer);
        field(",\"outcome\":", coroscope::name_of(timeline_.outcome()));
        field(",\"axis\":", axis_note(times_));
        out_ += "}";
    }

    const Timeline& timeline_;
    Work* work_;
    const Trace& trace_;
    std::span<const Moment> moments_;
    SpreadTimes times_;
    std::vector<StepLane> loops_;
    std::vector<WorkerLane> workers_;
    std::uint64_t first_worker_thread_;
    std::uint64_t first_task_thread_;
    std::string out_;
    EventWriter events_;
};

}  // namespace

std::string encode_chrome(const Timeline& timeline, std::span<const Moment> moments, Work* work) {
    return ChromeWriter(timeline, moments, work).write();
}

Exported export_chrome(const Timeline& timeline, const ExportSettings& settings) {
    const std::vector<Moment> moments =
        moments_and_findings(timeline, settings.language, settings.work);
    return {.bytes = encode_chrome(timeline, moments, settings.work), .problem = {}};
}

}  // namespace coroscope
