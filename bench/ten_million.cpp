#include "bench/ten_million.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "bench/stopwatch.h"
#include "bench/trace_sample.h"
#include "bench/work.h"
#include "runtime/formats/export.h"
#include "runtime/picture/picture.h"
#include "runtime/trace/ctrace.h"
#include "runtime/trace/timeline.h"

namespace coroscope::bench {
namespace {

/// The most bytes that were resident so far.
double peak_bytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) {
            return 1024 * std::stod(line.substr(6));
        }
    }
    return 0;
}

struct Figures {
    double cpu = 0;    ///< seconds
    double wall = 0;   ///< seconds
    double bytes = 0;  ///< read or written
    double worst = 0;  ///< of many: seconds of CPU
    double count = 0;  ///< of what was done many times: `cpu` is the median then
};

void print(const Figures& figures) {
    std::printf(R"({"cpu": %.6f, "wall": %.6f, "bytes": %.0f, "worst": %.6f, "count": %.0f, )"
                R"("peak": %.0f})"
                "\n",
                figures.cpu, figures.wall, figures.bytes, figures.worst, figures.count,
                peak_bytes());
}

/// CPU seconds of each of many.
Figures figures_of(std::vector<double> each) {
    std::ranges::sort(each);
    return {.cpu = each[each.size() / 2],
            .worst = each.back(),
            .count = static_cast<double>(each.size())};
}

constexpr double kEventBytes = sizeof(TraceEvent);

Figures record() {
    const Stopwatch watch;
    const Trace trace = record_sample(kManyEvents);
    return {.cpu = watch.cpu(),
            .wall = watch.wall(),
            .bytes = kEventBytes * static_cast<double>(trace.size())};
}

Figures save(const std::filesystem::path& file) {
    const Trace trace = record_sample(kManyEvents);
    const Stopwatch watch;
    require(write_ctrace(file, trace).empty(), "the sample can be written");
    return {.cpu = watch.cpu(),
            .wall = watch.wall(),
            .bytes = kEventBytes * static_cast<double>(trace.size())};
}

Trace read(const std::filesystem::path& file) {
    const CtraceResult result = read_ctrace(file);
    require(result.trace && result.trace->size() >= kManyEvents, "the sample can be read");
    return *result.trace;
}

Figures open(const std::filesystem::path& file) {
    const Stopwatch watch;
    const Trace trace = read(file);
    return {.cpu = watch.cpu(),
            .wall = watch.wall(),
            .bytes = kEventBytes * static_cast<double>(trace.size())};
}

Figures index(const std::filesystem::path& file) {
    const Trace trace = read(file);
    const Stopwatch watch;
    const Timeline timeline(trace);
    require(timeline.tasks().size() > 1, "the sample has tasks");
    return {.cpu = watch.cpu(),
            .wall = watch.wall(),
            .bytes = kEventBytes * static_cast<double>(trace.size())};
}

Figures query(const std::filesystem::path& file) {
    const Timeline timeline(read(file));
    Durations somewhere(1);
    std::vector<double> each;
    std::size_t found = 0;
    for (int i = 0; i < 1000; ++i) {
        const EventIndex cursor = timeline.trace().size() / 1001 * somewhere.next();
        const Stopwatch watch;
        found += ask_everything(timeline, cursor);
        each.push_back(watch.cpu());
    }
    require(found > 0, "something is there at a cursor");
    return figures_of(std::move(each));
}

/// The whole run, then ever closer, at several places and on each axis.
Figures picture(const std::filesystem::path& file) {
    const Timeline timeline(read(file));
    const std::vector<Badge> badges = task_badges(timeline);
    const RowOrder order(timeline);
    std::vector<double> each;
    for (const AxisKind kind : {AxisKind::Elastic, AxisKind::Time, AxisKind::Steps}) {
        const Axis axis(timeline, kind);
        const double least = axis.length() / static_cast<double>(timeline.trace().size());
        for (double width = axis.length(); width > least; width /= 2) {
            for (const double place : {0.0, 0.31, 0.77, 1.0}) {
                PictureOptions options;
                options.axis = &axis;
                options.first = place * (axis.length() - width);
                options.last = options.first + width;
                options.badges = &badges;
                options.order = &order;
                options.cursor = axis.event_at(options.first + width / 2);
                const Stopwatch watch;
                const Picture drawn = make_picture(timeline, options);
                each.push_back(watch.cpu());
                require(!drawn.rows.empty(), "the picture has rows");
            }
        }
    }
    return figures_of(std::move(each));
}

Figures exported(const std::filesystem::path& file, const ExportFormat& format) {
    const Timeline timeline(read(file));
    const Stopwatch watch;
    const Exported result = format.encode(timeline, {});
    require(result.problem.empty(), "the sample can be exported");
    return {.cpu = watch.cpu(),
            .wall = watch.wall(),
            .bytes = static_cast<double>(result.bytes.size())};
}

}  // namespace

bool measure_ten_million(std::string_view stage, const std::filesystem::path& file) {
    if (stage == "record") {
        print(record());
    } else if (stage == "save") {
        print(save(file));
    } else if (stage == "open") {
        print(open(file));
    } else if (stage == "index") {
        print(index(file));
    } else if (stage == "query") {
        print(query(file));
    } else if (stage == "picture") {
        print(picture(file));
    } else if (const ExportFormat* format = export_format(stage)) {
        print(exported(file, *format));
    } else {
        return false;
    }
    return true;
}

}  // namespace coroscope::bench
