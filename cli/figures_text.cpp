// What `coroscope stats` prints on a terminal.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

#include "cli/figures.h"
#include "cli/report.h"
#include "cli/table.h"
#include "runtime/analysis/statistics_words.h"
#include "runtime/picture/utf8.h"

namespace coroscope::cli {

namespace {

constexpr std::size_t kMostRows = 16;
constexpr std::size_t kMostSentences = 8;
constexpr int kMostBar = 50;

std::string percent(double share) { return short_number(share * 100.0) + " %"; }
/// Nothing where there is nothing: a table full of zeros is hard to read.
std::string time_or_blank(Nanoseconds time) { return time == 0 ? "·" : short_duration(time); }
std::string number_or_blank(std::uint64_t number) {
    return number == 0 ? "·" : std::to_string(number);
}

class Writer {
public:
    Writer(const Timeline& timeline, const Figures& figures, const FiguresLook& look,
           Console& console)
        : timeline_(timeline), figures_(figures), look_(look), console_(console) {}

    void write() {
        write_run();
        write_distributions();
        write_tasks();
        write_task_waits();
        write_resources();
        write_queues();
        write_executors();
        write_held_waits();
        write_path();
        write_memory();
    }

private:
    void heading(std::string_view title) {
        console_.out << '\n' << painted(console_, Paint::Strong, title) << '\n';
    }
    void field(std::string_view name, std::string_view value) {
        console_.out << "  " << painted(console_, Paint::Faint, padded(name, 14)) << "  " << value
                     << '\n';
    }
    void sentence(const Message& message) {
        const std::string text = detail::wrapped(to_string(message, look_.language),
                                                 std::max(20, console_.width - 2), 2);
        console_.out << "  " << text;
    }
    void more(std::size_t count) {
        if (count > 0) {
            console_.out << "  "
                         << painted(console_, Paint::Faint, fmt::format("and {} more", count))
                         << '\n';
        }
    }
    [[nodiscard]] std::string resource_name(ObjectId id) const {
        const std::string_view name = timeline_.resource_name(id);
        return name.empty() ? "#" + std::to_string(id) : std::string(name);
    }

    void write_run() {
        const RunStatistics& run = figures_.run;
        console_.out << painted(console_, Paint::Strong, "Run") << '\n';
        if (const std::string& spec = timeline_.trace().info().runspec; !spec.empty()) {
            field("run", spec);
        }
        field(figures_.outcome.empty() ? "at" : "end", figures_.outcome.empty()
                                                           ? fmt::format("step {}", figures_.step)
                                                           : std::string(figures_.outcome));
        field("virtual time", format_duration(run.virtual_time));
        heading("Loop");
        field("steps", fmt::format("{} in {} iterations", run.steps, run.iterations));
        field("busy", fmt::format("{} ({})", short_duration(run.busy),
                                  percent(ratio(run.busy, run.virtual_time))));
        field("idle", short_duration(run.idle));
        if (run.steps > 0) {
            field("longest step",
                  short_duration(run.longest_step) +
                      (run.longest_step > 0 ? " by " + task_label(timeline_, run.longest_step_task)
                                            : ""));
        }
        field("ready tasks", fmt::format("{} on the average over time, at most {}",
                                         short_number(run.ready_mean()), run.ready_most));
    }

    void write_distributions() {
        Table table({{"how long"},
                     {"count", Align::Right},
                     {"mean", Align::Right, 2},
                     {"p50", Align::Right},
                     {"p90", Align::Right},
                     {"p99", Align::Right, 1},
                     {"longest", Align::Right}});
        const auto add = [&](const char* name, const DurationSummary& summary) {
            if (summary.count > 0) {
                table.add({name, std::to_string(summary.count), short_duration(summary.mean()),
                           short_duration(summary.p50), short_duration(summary.p90),
                           short_duration(summary.p99), short_duration(summary.longest)});
            }
        };
        const std::array all{std::pair{"steps", &figures_.distributions.steps},
                             std::pair{"ready delays", &figures_.distributions.ready_delays},
                             std::pair{"waits for locks", &figures_.resources.lock_waits},
                             std::pair{"stays in queues", &figures_.resources.queue_stays}};
        for (const auto& [name, summary] : all) {
            add(name, *summary);
        }
        if (table.empty()) {
            return;
        }
        heading("Distributions");
        table.print(console_);
        for (const auto& [name, summary] : all) {
            write_histogram(name, *summary);
        }
    }

    void write_histogram(std::string_view name, const DurationSummary& summary) {
        if (summary.longest == 0) {
            return;  // a single bar tells no more than the table
        }
        std::uint64_t most = 1;
        int width = 0;
        std::vector<std::string> labels;
        for (const DurationBucket& bucket : summary.buckets) {
            most = std::max(most, bucket.count);
            labels.push_back(bucket.from == 0 ? "0 ms"
                                              : short_duration(bucket.from) + " to " +
                                                    short_duration(bucket.to));
            width = std::max(width, columns(labels.back()));
        }
        console_.out << '\n' << "  " << painted(console_, Paint::Faint, name) << '\n';
        const int room = std::clamp(console_.width - width - 16, 8, kMostBar);
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const std::uint64_t count = summary.buckets[i].count;
            console_.out << "  "
                         << std::string(static_cast<std::size_t>(width - columns(labels[i])), ' ')
                         << labels[i] << "  " << bar(count, most, room) << ' ' << count << '\n';
        }
    }

    /// In eighths of a column; whatever is not 0 shows.
    [[nodiscard]] std::string bar(std::uint64_t count, std::uint64_t most, int room) const {
        static constexpr std::array<std::string_view, 8> kParts = {"",  "▏", "▎", "▍",
                                                                   "▌", "▋", "▊", "▉"};
        const double share = static_cast<double>(count) / static_cast<double>(most);
        const auto eighths =
            std::max<std::size_t>(static_cast<std::size_t>(share * room * 8.0), count > 0 ? 1 : 0);
        std::string text;
        if (look_.ascii) {
            text.assign((eighths + 7) / 8, '#');
            return text;
        }
        for (std::size_t i = 0; i < eighths / 8; ++i) {
            text += "█";
        }
        text += kParts[eighths % 8];
        return painted(console_, Paint::Good, text);
    }

    void write_tasks() {
        heading("Tasks");
        Table table({{"task"},
                     {"state"},
                     {"running", Align::Right},
                     {"ready", Align::Right},
                     {"sleeping", Align::Right},
                     {"waiting", Align::Right},
                     {"steps", Align::Right, 1},
                     {"woken", Align::Right, 3},
                     {"longest step", Align::Right, 4},
                     {"longest ready", Align::Right, 5}});
        table.limit(kMostRows);
        for (const TaskStatistics& task : figures_.run.tasks) {
            if (task.final_state == TaskState::NotYet) {
                continue;
            }
            table.add({task_label(timeline_, task.task), std::string(name_of(task.final_state)),
                       time_or_blank(task.running), time_or_blank(task.ready),
                       time_or_blank(task.sleeping), time_or_blank(task.waiting),
                       number_or_blank(task.steps), number_or_blank(task.wakeups),
                       time_or_blank(task.longest_step), time_or_blank(task.longest_ready)});
        }
        table.print(console_);
    }

    void write_task_waits() {
        Table table({{"task"},
                     {"waits for"},
                     {"times", Align::Right},
                     {"total", Align::Right},
                     {"mean", Align::Right, 1},
                     {"longest", Align::Right}});
        table.limit(kMostRows);
        for (const TaskStatistics& task : figures_.run.tasks) {
            for (const WaitTotal& wait : task.waits) {
                const auto count = static_cast<Nanoseconds>(wait.count);
                table.add({task_label(timeline_, task.task), std::string(name_of(wait.reason)),
                           std::to_string(wait.count), short_duration(wait.total),
                           short_duration(wait.total / count), short_duration(wait.longest)});
            }
        }
        if (!table.empty()) {
            heading("What tasks wait for");
            table.print(console_);
        }
    }

    void write_resources() {
        Table table({{"resource"},
                     {"type"},
                     {"waits", Align::Right},
                     {"mean wait", Align::Right},
                     {"longest", Align::Right, 2},
                     {"all waits", Align::Right, 3},
                     {"holds", Align::Right, 1},
                     {"held", Align::Right},
                     {"in use", Align::Right, 1}});
        table.limit(kMostRows);
        for (const ResourceStatistics& one : figures_.resources.resources) {
            const DurationSummary& waits = one.waits;
            if (waits.count == 0 && !one.holds) {
                continue;  // its table is another one, or nothing happened to it
            }
            table.add({resource_name(one.resource), std::string(name_of(one.type)),
                       number_or_blank(waits.count), time_or_blank(waits.mean()),
                       time_or_blank(waits.longest), time_or_blank(waits.total),
                       one.holds ? number_or_blank(one.holds->count) : "",
                       one.holds ? percent(one.holds->utilisation) : "",
                       one.holds ? short_number(one.holds->mean_in_use) : ""});
        }
        if (!table.empty()) {
            heading("Resources");
            table.print(console_);
        }
    }

    void write_queues() {
        Table table({{"queue"},
                     {"put", Align::Right},
                     {"taken", Align::Right},
                     {"left", Align::Right},
                     {"mean depth", Align::Right},
                     {"most", Align::Right},
                     {"full for", Align::Right, 1},
                     {"mean stay", Align::Right},
                     {"longest stay", Align::Right, 2}});
        table.limit(kMostRows);
        std::vector<Message> laws;
        for (const ResourceStatistics& one : figures_.resources.resources) {
            if (!one.queue) {
                continue;
            }
            const QueueStatistics& queue = *one.queue;
            table.add({resource_name(one.resource), std::to_string(queue.put),
                       std::to_string(queue.got), number_or_blank(queue.left),
                       short_number(queue.little.mean_depth()), std::to_string(queue.most),
                       time_or_blank(queue.full), time_or_blank(queue.stays.mean()),
                       time_or_blank(queue.stays.longest)});
            if (queue.little.window > 0 && queue.little.arrivals > 0) {
                laws.push_back(describe(timeline_, one.resource, queue.little));
            }
        }
        if (table.empty()) {
            return;
        }
        heading("Queues");
        table.print(console_);
        if (!laws.empty()) {
            heading("Little's law");
            write_sentences(laws);
        }
    }

    void write_sentences(const std::vector<Message>& sentences) {
        const std::size_t shown = std::min(sentences.size(), kMostSentences);
        std::for_each_n(sentences.begin(), shown, [&](const Message& one) { sentence(one); });
        more(sentences.size() - shown);
    }

    void write_executors() {
        Table table({{"executor"},
                     {"workers", Align::Right},
                     {"jobs", Align::Right},
                     {"failed", Align::Right, 2},
                     {"busy", Align::Right},
                     {"mean in line", Align::Right},
                     {"longest in line", Align::Right, 1},
                     {"mean job", Align::Right},
                     {"longest job", Align::Right, 1}});
        Table workers({{"executor"},
                       {"worker", Align::Right},
                       {"jobs", Align::Right},
                       {"busy", Align::Right},
                       {"share", Align::Right}});
        table.limit(kMostRows);
        workers.limit(kMostRows);
        for (const ExecutorStatistics& one : figures_.executors) {
            const std::string name = resource_name(one.executor);
            table.add({name, std::to_string(one.capacity), std::to_string(one.submitted),
                       number_or_blank(one.failed), percent(one.utilisation),
                       time_or_blank(one.queueing.mean()), time_or_blank(one.queueing.longest),
                       time_or_blank(one.running.mean()), time_or_blank(one.running.longest)});
            for (std::size_t i = 0; i < one.workers.size(); ++i) {
                const WorkerStatistics& worker = one.workers[i];
                workers.add({name, std::to_string(i), std::to_string(worker.jobs),
                             time_or_blank(worker.busy),
                             percent(ratio(worker.busy, figures_.run.virtual_time))});
            }
        }
        if (!table.empty()) {
            heading("Executors");
            table.print(console_);
            console_.out << '\n';
            workers.print(console_);
        }
    }

    void write_held_waits() {
        if (figures_.waits.empty()) {
            return;
        }
        heading("Who waited for whom");
        const std::size_t shown = std::min(figures_.waits.size(), kMostSentences);
        std::for_each_n(figures_.waits.begin(), shown,
                        [&](const HeldWait& wait) { sentence(describe(timeline_, wait)); });
        more(figures_.waits.size() - shown);
    }

    void write_path() {
        const CriticalPath& path = figures_.path;
        heading("Critical path");
        if (path.length == 0) {
            console_.out << "  no virtual time passed; in the order of events:\n";
        }
        for (const Message& message : describe(timeline_, path)) {
            sentence(message);
        }
        std::array<Nanoseconds, 8> by_kind{};
        for (const Segment& segment : path.segments) {
            by_kind[static_cast<std::size_t>(segment.kind)] += segment.length();
        }
        if (path.length == 0) {
            return;
        }
        console_.out << '\n';
        Table table({{"the path is"}, {"time", Align::Right}, {"share", Align::Right}});
        for (std::size_t kind = 0; kind < by_kind.size(); ++kind) {
            if (by_kind[kind] > 0) {
                table.add({std::string(name_of(static_cast<SegmentKind>(kind))),
                           short_duration(by_kind[kind]),
                           percent(ratio(by_kind[kind], path.length))});
            }
        }
        table.print(console_);
    }

    void write_memory() {
        heading("Memory");
        field("events", fmt::format("{} in {} bytes", figures_.run.events,
                                    figures_.run.events * sizeof(TraceEvent)));
        field("tasks", std::to_string(figures_.run.tasks.size()));
        if (figures_.frames.empty()) {
            return;
        }
        console_.out << '\n';
        Table table({{"coroutine"},
                     {"calls", Align::Right},
                     {"bytes now", Align::Right, 1},
                     {"most bytes", Align::Right}});
        table.limit(kMostRows);
        for (const FunctionMemory& memory : figures_.frames) {
            table.add({std::string(timeline_.trace().text(memory.function)),
                       std::to_string(memory.calls), std::to_string(memory.live_bytes),
                       std::to_string(memory.peak_bytes)});
        }
        table.print(console_);
    }

    const Timeline& timeline_;
    const Figures& figures_;
    const FiguresLook& look_;
    Console& console_;
};

}  // namespace

void print(const Timeline& timeline, const Figures& figures, const FiguresLook& look,
           Console& console) {
    Writer(timeline, figures, look, console).write();
}

}  // namespace coroscope::cli
