// A performance monitor
//
// A monitor measures every call: how many, the fastest, the slowest, mean, median and standard
// deviation, and the last few. Among nine calls of 100 ms one takes two seconds. Which of the
// figures show it, and which hide it?
//
// Watch:  the curve of the duration of the last call; the summary in the log.
// Source: articles A, C and E, monitors with statistics.mean, median and stdev.

#include <algorithm>
#include <cmath>

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

class Monitor {
public:
    /// Awaits it and notes how long it took and whether it failed.
    Coroutine<> measure(Coroutine<> call) {
        const Duration start = now();
        std::exception_ptr error;
        try {
            co_await std::move(call);
        } catch (const ValueError& failure) {
            log("a call fails: {}", failure.message());
            ++failed_;
        }
        note(now() - start);
    }
    [[nodiscard]] int count() const { return static_cast<int>(times_.size()); }
    [[nodiscard]] int failed() const { return failed_; }
    [[nodiscard]] double mean() const {
        double sum = 0;
        for (const double each : times_) {
            sum += each;
        }
        return sum / static_cast<double>(times_.size());
    }
    [[nodiscard]] double median() const {
        std::vector<double> sorted = times_;
        std::ranges::sort(sorted);
        const std::size_t middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
    /// Of a sample: divided by one less than their number.
    [[nodiscard]] double deviation() const {
        if (times_.size() < 2) {
            return 0;
        }
        double squares = 0;
        for (const double each : times_) {
            squares += (each - mean()) * (each - mean());
        }
        return std::sqrt(squares / static_cast<double>(times_.size() - 1));
    }
    [[nodiscard]] double least() const { return std::ranges::min(times_); }
    [[nodiscard]] double most() const { return std::ranges::max(times_); }

private:
    void note(Duration time) {
        last_.set(time / 1ms);
        times_.push_back(static_cast<double>(time / 1ms));
    }
    Gauge last_{"last call in ms"};
    std::vector<double> times_;
    int failed_ = 0;
};

Coroutine<> call(Duration length, bool fails) {
    co_await sleep(length);
    if (fails) {
        throw ValueError("no answer");
    }
}

Coroutine<std::string> run(Stage& stage) {
    const int calls = stage.integer("calls");
    Monitor monitor;
    for (int i = 1; i <= calls; ++i) {
        const Duration length = stage.duration(i == stage.integer("slow") ? "outlier" : "usual");
        co_await monitor.measure(call(length, i == stage.integer("fails")));
    }
    log("{} calls, {} failed", monitor.count(), monitor.failed());
    log("from {:.0f} to {:.0f} ms", monitor.least(), monitor.most());
    co_return fmt::format("mean {:.0f} ms, median {:.0f} ms, deviation {:.0f} ms", monitor.mean(),
                          monitor.median(), monitor.deviation());
}

}  // namespace

const Scenario kPerformanceMonitor{
    ScenarioId("patterns/performance-monitor"),
    Title("A performance monitor", "性能监控"),
    Difficulty::Easy,
    Params()
        .integer("calls", 10, AtLeast(1), AtMost(300))
        .integer("slow", 6, AtLeast(0), AtMost(300))
        .integer("fails", 3, AtLeast(0), AtMost(300))
        .duration("usual", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("outlier", 2s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(
        run, Expected().ends_at(2900ms).result("mean 290 ms, median 100 ms, deviation 601 ms")),
};

}  // namespace coroscope
