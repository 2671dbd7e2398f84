// Events and traces: what it costs to write one event, and to open, index, ask and export many.

#include <benchmark/benchmark.h>

#include <filesystem>

#include "bench/trace_sample.h"
#include "bench/work.h"
#include "runtime/formats/chrome.h"
#include "runtime/formats/csv.h"
#include "runtime/formats/perfetto.h"
#include "runtime/formats/sqlite.h"
#include "runtime/trace/ctrace.h"
#include "runtime/trace/timeline.h"

namespace coroscope::bench {
namespace {

void append(benchmark::State& state, Mode mode) {
    constexpr int kEvents = 1'000'000;
    for (auto _ : state) {
        const std::unique_ptr<Recorder> recorder = make_recorder(mode);
        for (int i = 0; i < kEvents; ++i) {
            TraceEvent event;
            event.time = i;
            event.kind = EventKind::TaskReady;
            recorder->append(event);
            recorder->publish();
        }
    }
    state.counters["operations"] = kEvents;
}
BENCHMARK_CAPTURE(append, reused, Mode::Reused)->Name("event append/reused");
BENCHMARK_CAPTURE(append, kept, Mode::Kept)->Name("event append/kept");

/// The samples are made once, by whoever needs them first.
const Trace& many_events() {
    static const Trace trace = record_sample(kManyEvents);
    return trace;
}
const Timeline& indexed() {
    static const Timeline timeline(many_events());
    return timeline;
}

class SampleFile {
public:
    SampleFile() : path_(std::filesystem::temp_directory_path() / "coroscope-bench.ctrace") {
        require(write_ctrace(path_, many_events()).empty(), "the sample can be written");
    }
    ~SampleFile() { std::filesystem::remove(path_); }
    SampleFile(const SampleFile&) = delete;
    SampleFile& operator=(const SampleFile&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

void open_trace(benchmark::State& state) {
    static const SampleFile file;
    for (auto _ : state) {
        const CtraceResult result = read_ctrace(file.path());
        require(result.trace && result.trace->size() >= kManyEvents, "the sample can be read");
    }
    state.counters["operations"] = 1;
}
BENCHMARK(open_trace)->Name("open 10M/ours")->Iterations(1)->Repetitions(3);

void index_trace(benchmark::State& state) {
    const Trace& trace = many_events();
    for (auto _ : state) {
        const Timeline timeline(trace);
        require(timeline.tasks().size() > 1, "the sample has tasks");
    }
    state.counters["operations"] = 1;
}
BENCHMARK(index_trace)->Name("index 10M/ours")->Iterations(1)->Repetitions(3);

void ask_state(benchmark::State& state) {
    const Timeline& timeline = indexed();
    Durations somewhere(1);
    std::size_t found = 0;
    for (auto _ : state) {
        found += ask_everything(timeline, timeline.trace().size() / 1001 * somewhere.next());
    }
    require(found > 0, "something is there at a cursor");
    state.counters["operations"] = 1;
}
BENCHMARK(ask_state)->Name("state at cursor/ours");

void export_as(benchmark::State& state, Exported (*encode)(const Timeline&)) {
    static const Timeline timeline(record_sample(kSomeEvents));
    std::size_t bytes = 0;
    for (auto _ : state) {
        const Exported exported = encode(timeline);
        require(exported.problem.empty(), "the sample can be exported");
        bytes = exported.bytes.size();
    }
    state.counters["operations"] = 1;
    state.counters["bytes"] = static_cast<double>(bytes);
}
Exported chrome(const Timeline& timeline) {
    return {.bytes = encode_chrome(timeline, moments(timeline)), .problem = {}};
}
BENCHMARK_CAPTURE(export_as, chrome, chrome)
    ->Name("export chrome/ours")
    ->Iterations(1)
    ->Repetitions(3);
Exported perfetto(const Timeline& timeline) {
    return {.bytes = encode_perfetto(timeline, moments(timeline)), .problem = {}};
}
BENCHMARK_CAPTURE(export_as, perfetto, perfetto)
    ->Name("export perfetto/ours")
    ->Iterations(1)
    ->Repetitions(3);
Exported sqlite(const Timeline& timeline) { return export_sqlite(timeline, {}); }
BENCHMARK_CAPTURE(export_as, sqlite, sqlite)
    ->Name("export sqlite/ours")
    ->Iterations(1)
    ->Repetitions(3);
Exported csv(const Timeline& timeline) { return export_csv(timeline, {}); }
BENCHMARK_CAPTURE(export_as, csv, csv)->Name("export csv/ours")->Iterations(1)->Repetitions(3);

}  // namespace
}  // namespace coroscope::bench
