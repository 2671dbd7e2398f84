// W3 parked: a million tasks that wait, on a timer each or on one future, in bytes each: (resident
// set with all of them parked - before) / n.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench/floor_timers.h"
#include "bench/memory.h"
#include "bench/trace_sample.h"
#include "bench/work.h"
#include "runtime/core/sleep.h"
#include "runtime/core/task.h"
#include "runtime/trace/timeline.h"

namespace coroscope::bench {

double resident_bytes() {
    unsigned long total = 0;
    unsigned long resident = 0;
    std::FILE* const file = std::fopen("/proc/self/statm", "r");
    require(file != nullptr && std::fscanf(file, "%lu %lu", &total, &resident) == 2,
            "/proc/self/statm can be read");
    std::fclose(file);
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

void report_memory(std::string_view name, double bytes_each, double index_each) {
    std::printf(R"({"name": "%.*s", "bytes": %.1f, "index": %.1f})"
                "\n",
                static_cast<int>(name.size()), name.data(), bytes_each, index_each);
    std::fflush(stdout);
    std::_Exit(0);
}

namespace {

constexpr int kParked = 1'000'000;

floor_runtime::Detached floor_on_timer() { co_await floor_runtime::sleep(3'600'000'000'000); }

/// A future that is never set.
struct FloorFuture {
    struct Wait {
        FloorFuture& future;
        Wait* next = nullptr;
        std::coroutine_handle<> task;
        explicit Wait(FloorFuture& f) : future(f) {}
        bool await_ready() noexcept { return false; }
        void await_suspend(std::coroutine_handle<> self) noexcept {
            task = self;
            next = future.waiting;
            future.waiting = this;
        }
        void await_resume() noexcept {}
    };
    Wait* waiting = nullptr;
};
floor_runtime::Detached floor_on_future(FloorFuture& future) { co_await FloorFuture::Wait(future); }

void park_on_floor(std::string_view name, bool timer) {
    FloorFuture future;
    const double before = resident_bytes();
    for (int i = 0; i < kParked; ++i) {
        floor_runtime::spawn(timer ? floor_on_timer() : floor_on_future(future));
        if (i % 1000 == 999) {
            floor_runtime::run_ready();
        }
    }
    report_memory(name, (resident_bytes() - before) / kParked);
}

Coroutine<> on_timer() { co_await sleep(std::chrono::hours(1)); }
Coroutine<> on_future(Future<> future) { co_await future; }

/// Nobody keeps a handle to the tasks: the loop does.
Coroutine<> park(std::string_view name, bool timer) {
    const Future<> never("never");
    const double before = resident_bytes();
    for (int i = 0; i < kParked; ++i) {
        if (timer) {
            create_task(on_timer());
        } else {
            create_task(on_future(never));
        }
        if (i % 1000 == 999) {
            co_await sleep(Duration::zero());
        }
    }
    co_await sleep(Duration::zero());
    report_memory(name, (resident_bytes() - before) / kParked);
}

void park_ours(std::string_view name, bool timer, Mode mode) {
    const std::unique_ptr<Recorder> recorder = make_recorder(mode);
    LoopOptions options;
    options.recorder = recorder.get();
    EventLoop loop(options);
    loop.run(park(name, timer));
}

void trace_memory(std::string_view name) {
    const double before = resident_bytes();
    const Trace trace = record_sample(kManyEvents);
    const double recorded = resident_bytes();
    const Timeline timeline(trace);
    const auto count = static_cast<double>(trace.size());
    report_memory(name, (recorded - before) / count, (resident_bytes() - recorded) / count);
}

}  // namespace

bool measure_memory(std::string_view name) {
    for (const bool timer : {true, false}) {
        for (const Mode mode : {Mode::Floor, Mode::Untraced, Mode::Reused}) {
            std::string each = timer ? "parked-timer-" : "parked-future-";
            each += name_of(mode);
            if (name != each) {
                continue;
            }
            if (mode == Mode::Floor) {
                park_on_floor(name, timer);
            }
            park_ours(name, timer, mode);
        }
    }
    if (name == "trace") {
        trace_memory(name);
    }
    return false;
}

}  // namespace coroscope::bench
