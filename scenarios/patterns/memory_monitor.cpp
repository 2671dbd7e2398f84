// A memory monitor
//
// A server keeps the answer of each request, in case that somebody asks again. Nobody ever removes
// one. A monitor takes a sample every second: how much is alive now, how much at most, and whether
// it grows. A sample alone tells nothing; the trend does.
//
// Watch:  the curve "memory in KiB": it climbs for ever, or it climbs until the cache is full.
// Source: article A, AsyncMemoryMonitor; article D, analyze_memory and check_memory_leaks.

#include <deque>

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

constexpr int kSamplesOfATrend = 5;

/// Answers by request, the oldest first. It forgets those beyond `most`, 0: none.
class Cache {
public:
    Cache(Gauge& memory, int most) : memory_(memory), most_(most) {}
    void keep(int kib) {
        memory_.add(kib);
        kept_.push_back(kib);
        if (most_ > 0 && static_cast<int>(kept_.size()) > most_) {
            memory_.add(-kept_.front());
            kept_.pop_front();
        }
    }

private:
    Gauge& memory_;
    int most_;
    std::deque<int> kept_;
};

Coroutine<> serve(Stage& stage, Gauge& memory, Cache& cache) {
    const int body = stage.integer("body");
    for (int i = 0; i < stage.integer("requests"); ++i) {
        co_await sleep(stage.duration("gap"));
        memory.add(body);  // the request itself, gone when it is answered
        co_await sleep(stage.duration("answer"));
        cache.keep(stage.integer("kept"));
        memory.add(-body);
    }
}

class Monitor {
public:
    explicit Monitor(const Gauge& memory) : memory_(memory) {}

    /// Until it is cancelled.
    Coroutine<> run(Duration period) {
        while (true) {
            co_await sleep(period);
            samples_.push_back(memory_.value());
            if (rises() && !warned_) {
                warned_ = true;
                log("{} samples, each higher than the one before: {} KiB", kSamplesOfATrend,
                    samples_.back());
            }
        }
    }
    /// KiB from a sample to the next, in the mean over the second half.
    [[nodiscard]] std::int64_t trend() const {
        const std::size_t half = samples_.size() / 2;
        if (samples_.size() < 2) {
            return 0;
        }
        const auto steps = static_cast<std::int64_t>(samples_.size() - 1 - half);
        return steps == 0 ? 0 : (samples_.back() - samples_[half]) / steps;
    }

private:
    [[nodiscard]] bool rises() const {
        if (samples_.size() < kSamplesOfATrend) {
            return false;
        }
        const auto last = samples_.end() - kSamplesOfATrend;
        return std::ranges::adjacent_find(last, samples_.end(), std::greater_equal<>()) ==
               samples_.end();
    }
    const Gauge& memory_;
    std::vector<std::int64_t> samples_;
    bool warned_ = false;
};

Coroutine<std::string> watch_memory(Stage& stage, int most) {
    Gauge memory("memory in KiB");
    Cache cache(memory, most);
    Monitor monitor(memory);
    auto watching = create_task(monitor.run(stage.duration("period")), "monitor");
    co_await serve(stage, memory, cache);
    watching.cancel();
    co_await gather(return_exceptions, watching);
    stage.expect(monitor.trend() <= 0, "memory stops growing");
    co_return fmt::format("{} KiB alive, {} KiB at most, {:+} KiB each sample", memory.value(),
                          memory.highest(), monitor.trend());
}

Coroutine<std::string> keeps_all(Stage& stage) {
    const std::string result = co_await watch_memory(stage, 0);
    co_return result;
}
Coroutine<std::string> keeps_some(Stage& stage) {
    const std::string result = co_await watch_memory(stage, stage.integer("most"));
    co_return result;
}

}  // namespace

const Scenario kMemoryMonitor{
    ScenarioId("patterns/memory-monitor"),
    Title("A memory monitor", "内存监控"),
    Difficulty::Easy,
    Params()
        .integer("requests", 60, AtLeast(1), AtMost(300))
        .integer("body", 16, AtLeast(0), AtMost(1024))
        .integer("kept", 4, AtLeast(0), AtMost(1024))
        .integer("most", 20, AtLeast(1), AtMost(300))
        .duration("gap", 150ms, AtLeast<Duration>(1ms), AtMost<Duration>(10s))
        .duration("answer", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("period", 1s, AtLeast<Duration>(10ms), AtMost<Duration>(1min)),
    Variants()
        .broken(keeps_all, Expected()
                               .ends_at(12s)
                               .check_fails("memory stops growing")
                               .result("240 KiB alive, 256 KiB at most, +20 KiB each sample"))
        .fixed(keeps_some,
               Expected().ends_at(12s).result("80 KiB alive, 100 KiB at most, +0 KiB each sample")),
};

}  // namespace coroscope
