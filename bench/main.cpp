// coroscope_bench: every Work in every Mode, with Google Benchmark's options. bench/run calls it.
//
//     coroscope_bench --benchmark_filter='W1.*'
//     coroscope_bench --once 'W1 switch' reused 100000     one run and nothing else, to be profiled
//     coroscope_bench --memory parked-timer-untraced       see memory.h
//     coroscope_bench --ten-million picture FILE           see ten_million.h
//     coroscope_bench --window FILE | --window-heavy       see whole_window.h

#include <benchmark/benchmark.h>

#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "bench/memory.h"
#include "bench/ten_million.h"
#include "bench/whole_window.h"
#include "bench/work.h"

namespace coroscope::bench {
namespace {

constexpr Mode kModes[] = {Mode::Floor, Mode::Untraced, Mode::Kept, Mode::Reused};

void measure(benchmark::State& state, const Work& work, Mode mode) {
    double events = 0;
    for (auto _ : state) {
        std::unique_ptr<Recorder> recorder = make_recorder(mode);
        run_once(work, work.operations, mode, recorder.get());
        state.PauseTiming();  // giving the memory back is no part of the run
        events = recorder ? static_cast<double>(recorder->size()) : 0;
        recorder.reset();
        malloc_trim(0);  // else the next run finds pages that are not fresh
        state.ResumeTiming();
    }
    const auto operations = static_cast<double>(work.operations);
    state.counters["operations"] = operations;
    state.counters["events"] = events / operations;
}

bool run_to_be_profiled(int argc, char** argv) {
    if (argc != 5) {
        return false;
    }
    for (const Work* work : all_work()) {
        for (const Mode mode : kModes) {
            if (work->name == argv[2] && name_of(mode) == argv[3]) {
                const std::unique_ptr<Recorder> recorder = make_recorder(mode);
                run_once(*work, std::strtoull(argv[4], nullptr, 10), mode, recorder.get());
                return true;
            }
        }
    }
    return false;
}

int main(int argc, char** argv) {
    const std::string_view what = argc > 1 ? argv[1] : "";
    if (what == "--window" && argc == 3) {
        measure_window(argv[2]);
        return 0;
    }
    if (what == "--window-heavy" && argc == 2) {
        measure_heavy_windows();
        return 0;
    }
    if (what == "--memory" || what == "--once" || what == "--ten-million") {
        const bool known = what == "--once" ? run_to_be_profiled(argc, argv)
                           : what == "--memory"
                               ? argc == 3 && measure_memory(argv[2])
                               : argc == 4 && measure_ten_million(argv[2], argv[3]);
        if (!known) {
            std::fprintf(stderr, "coroscope_bench: there is nothing of that name; see main.cpp\n");
        }
        return known ? 0 : 2;
    }
    for (const Work* work : all_work()) {
        for (const Mode mode : kModes) {
            const std::string name = std::string(work->name) + "/" + std::string(name_of(mode));
            auto* const registered =
                benchmark::RegisterBenchmark(name.c_str(), measure, *work, mode);
            if (work == &kMillionSleepers) {
                registered->Iterations(1)->Repetitions(3);  // seconds each
            }
        }
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return 2;
    }
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

}  // namespace
}  // namespace coroscope::bench

int main(int argc, char** argv) { return coroscope::bench::main(argc, argv); }
