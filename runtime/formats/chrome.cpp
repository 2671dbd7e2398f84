#include "runtime/formats/chrome.h"

#include <algorithm>
#include <charconv>
#include <concepts>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/analysis/finding.h"
#include "runtime/formats/json_text.h"

namespace coroscope {

namespace {

constexpr std::uint64_t kLoopThread = 1;
constexpr std::uint64_t kFirstTaskThread = 1000;

std::uint64_t thread_of(TaskId task) { return task == 0 ? kLoopThread : kFirstTaskThread + task; }

/// How the level of a resource is named; nothing for one that has no plot.
struct CounterWords {
    std::string_view prefix;
    std::string_view series;
};
std::optional<CounterWords> counter_words(ResourceType type) {
    if (type == ResourceType::Queue) {
        return CounterWords{"queue ", "items"};
    }
    if (type == ResourceType::Semaphore) {
        return CounterWords{"permits ", "free"};
    }
    return type == ResourceType::Counter ? std::optional(CounterWords{"", "value"}) : std::nullopt;
}

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
    ChromeWriter(const Timeline& timeline, std::span<const ChromeMark> marks)
        : timeline_(timeline), trace_(timeline.trace()), marks_(marks), events_(out_) {
        spread_times();
    }

    std::string write() {
        out_ = "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[";
        write_names();
        for (const Step& step : timeline_.steps()) {
            write_step(step);
        }
        for (const TaskInfo& task : timeline_.tasks()) {
            for (const Interval& interval : task.intervals) {
                write_state(task, interval);
            }
        }
        for (const TaskInfo& task : timeline_.tasks()) {
            write_flows(task);
        }
        write_counters();
        for (EventIndex i = 0; i < trace_.size(); ++i) {
            write_instant(i);
        }
        for (const ChromeMark& mark : marks_) {
            write_mark(mark);
        }
        out_ += "\n],\n\"metadata\":";
        write_metadata();
        out_ += "}\n";
        return std::move(out_);
    }

private:
    /// Every event at its virtual time, or 1 ns after the event before it, whichever is later.
    void spread_times() {
        times_.reserve(trace_.size() + 1);
        std::uint64_t earliest = 0;
        Nanoseconds last = 0;
        for (EventIndex i = 0; i < trace_.size(); ++i) {
            last = std::max(last, trace_[i].time);
            times_.push_back(std::max(earliest, static_cast<std::uint64_t>(last)));
            earliest = times_.back() + 1;
        }
        times_.push_back(earliest);
    }
    [[nodiscard]] std::uint64_t time(EventIndex event) const {
        return times_[std::min<std::size_t>(event, times_.size() - 1)];
    }

    void write_names() {
        const TraceInfo& info = trace_.info();
        name("process_name", kLoopThread,
             info.title.empty() ? "Coroscope" : "Coroscope: " + info.title);
        name("thread_name", kLoopThread, "event loop");
        sort_index(kLoopThread);
        for (const TaskInfo& task : timeline_.tasks()) {
            name("thread_name", thread_of(task.id), name_of_task(task.id));
            sort_index(thread_of(task.id));
        }
    }
    void name(std::string_view what, std::uint64_t thread, std::string_view value) {
        events_.begin('M', "__metadata", what, thread, 0);
        events_.arg("name", value);
        events_.end();
    }
    void sort_index(std::uint64_t thread) {
        events_.begin('M', "__metadata", "thread_sort_index", thread, 0);
        events_.arg("sort_index", thread);
        events_.end();
    }

    [[nodiscard]] std::string name_of_task(TaskId id) const {
        const std::string_view given = timeline_.task_name(id);
        return given.empty() ? "task " + std::to_string(id) : std::string(given);
    }
    [[nodiscard]] std::string name_of_resource(const ResourceInfo& resource) const {
        const std::string_view given = trace_.text(resource.name);
        return given.empty() ? std::string(coroscope::name_of(resource.type)) + " " +
                                   std::to_string(resource.id)
                             : std::string(given);
    }

    void site_args(SiteId id) {
        const Site& site = trace_.site(id);
        if (!site.file.empty()) {
            events_.arg("file", site.file);
            events_.arg("line", site.line);
        }
    }
    void time_args(Nanoseconds begin, Nanoseconds end) {
        events_.arg("virtual_begin_ns", begin);
        events_.arg("virtual_end_ns", end);
    }

    void write_step(const Step& step) {
        const EventIndex last = step.last == step.first ? trace_.size() : step.last;
        events_.begin('X', "step", name_of_task(step.task), kLoopThread, time(step.first));
        events_.duration(time(last) - time(step.first));
        time_args(step.begin, step.end);
        events_.arg("task", step.task);
        events_.arg("iteration", step.iteration);
        site_args(timeline_.state_at(step.task, step.first - 1).site);  // where it goes on
        events_.end();
    }

    void write_state(const TaskInfo& task, const Interval& interval) {
        if (is_over(interval.state)) {
            return;  // its life ends where its last slice ends
        }
        events_.begin('X', "state", coroscope::name_of(interval.state), thread_of(task.id),
                      time(interval.first));
        events_.duration(time(interval.last) - time(interval.first));
        time_args(interval.begin, interval.end);
        events_.arg("task", task.id);
        if (interval.reason != WaitReason::None) {
            events_.arg("reason", coroscope::name_of(interval.reason));
        }
        if (const ResourceInfo* resource = timeline_.resource(interval.subject)) {
            events_.arg("waits_for", name_of_resource(*resource));
        } else if (interval.reason == WaitReason::Task) {
            events_.arg("waits_for", timeline_.task_name(static_cast<TaskId>(interval.extra)));
        } else if (interval.reason == WaitReason::Sleep) {
            events_.arg("deadline_ns", interval.extra);
        }
        site_args(interval.site);
        events_.end();
    }

    /// From the step that woke the task to the step that this led to. Both are slices that the
    /// arrow lies in.
    void write_flows(const TaskInfo& task) {
        for (std::size_t i = 0; i + 1 < task.intervals.size(); ++i) {
            const EventIndex cause = task.intervals[i].woken_by;
            if (cause == kNoEvent || task.intervals[i + 1].state != TaskState::Running) {
                continue;
            }
            const TraceEvent& event = trace_[cause];
            const std::int64_t waker =
                event.kind == EventKind::TaskCreated ? event.subject : event.a;
            if (waker <= 0 || waker > std::int64_t{~TaskId{0}} ||
                timeline_.state_at(static_cast<TaskId>(waker), cause).state != TaskState::Running) {
                continue;
            }
            events_.begin('s', "wake", "wakes", thread_of(static_cast<TaskId>(waker)), time(cause));
            events_.number_field("id", cause + 1);
            events_.end();
            events_.begin('f', "wake", "wakes", thread_of(task.id),
                          time(task.intervals[i + 1].first));
            events_.number_field("id", cause + 1);
            events_.text_field("bp", "e");
            events_.end();
        }
    }

    void write_counters() {
        counter("ready tasks", "tasks", timeline_.ready_count(), 0);
        counter("timers", "timers", timeline_.timer_count(), 0);
        std::map<std::string, int> uses;  // viewers merge counters of one name
        for (const ResourceInfo& resource : timeline_.resources()) {
            const auto words = counter_words(resource.type);
            if (!words) {
                continue;
            }
            std::string title = std::string(words->prefix) + name_of_resource(resource);
            if (uses[title]++ > 0) {
                title += " (object " + std::to_string(resource.id) + ")";
            }
            counter(title, words->series, resource.level, resource.created);
        }
    }
    void counter(std::string_view title, std::string_view series, const Counter& values,
                 EventIndex from) {
        const auto write = [&](EventIndex event, std::int64_t value) {
            events_.begin('C', "counter", title, kLoopThread, time(event));
            events_.arg(series, value);
            events_.end();
        };
        if (values.changes.empty() || values.changes.front().event > from) {
            write(from, 0);
        }
        for (const auto& change : values.changes) {
            write(change.event, change.value);
        }
    }

    void write_instant(EventIndex index) {
        const TraceEvent& event = trace_[index];
        const std::string_view text = trace_.text(event.b);
        if (event.kind == EventKind::LogLine) {
            instant(index, "log", text, 't');
        } else if (event.kind == EventKind::LoopReport) {
            instant(index, "warning", text, 'p');
        } else if (event.kind == EventKind::CheckMade && event.detail == 0) {
            instant(index, "warning", "check failed: " + std::string(text), 'p');
        } else if (event.kind == EventKind::TaskFailed) {
            instant(index, "error", "failed: " + std::string(text), 't');
        } else if (event.kind == EventKind::RunEnded) {
            const auto outcome = coroscope::name_of(static_cast<Outcome>(event.detail));
            const bool fine = event.detail == static_cast<std::uint8_t>(Outcome::Finished);
            instant(index, fine ? "run" : "warning", "run ended: " + std::string(outcome), 'p');
        }
    }
    void instant(EventIndex index, std::string_view category, std::string_view words, char scope) {
        const TraceEvent& event = trace_[index];
        const bool known = timeline_.task(event.task) != nullptr;
        events_.begin('i', category, words, thread_of(known ? event.task : 0), time(index));
        events_.text_field("s", {&scope, 1});
        events_.arg("virtual_ns", event.time);
        site_args(event.site);
        events_.end();
    }
    void write_mark(const ChromeMark& mark) {
        events_.begin('i', "finding", mark.name, kLoopThread, time(mark.at));
        events_.text_field("s", "p");
        events_.arg("statement", mark.text);
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
        field(",\"axis\":",
              "virtual time; an event is at least 1 ns after the event before it, so that steps "
              "that take no time can "
              "be seen; args virtual_begin_ns and virtual_end_ns are exact");
        out_ += "}";
    }

    const Timeline& timeline_;
    const Trace& trace_;
    std::span<const ChromeMark> marks_;
    std::vector<std::uint64_t> times_;  ///< of each event and, last, of the trace's end
    std::string out_;
    EventWriter events_;
};

}  // namespace

std::string encode_chrome(const Timeline& timeline) { return encode_chrome(timeline, {}); }

std::string encode_chrome(const Timeline& timeline, std::span<const ChromeMark> marks) {
    return ChromeWriter(timeline, marks).write();
}

Exported export_chrome(const Timeline& timeline, const ExportSettings& settings) {
    std::vector<ChromeMark> marks;
    for (const Finding& finding : find_all(timeline)) {
        marks.push_back({finding.at, std::string(finding.kind),
                         to_string(finding.statement, settings.language)});
    }
    return {.bytes = encode_chrome(timeline, marks), .problem = {}};
}

}  // namespace coroscope
