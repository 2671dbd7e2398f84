#include "bench/work.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace coroscope::bench {

std::span<const Work* const> all_work() {
    static constexpr std::array kAll = {&kSwitch, &kSpawnOne,         &kSpawnMany,       &kCall,
                                        &kQueue,  &kThousandSleepers, &kMillionSleepers, &kLock};
    return kAll;
}

std::string_view name_of(Mode mode) {
    static constexpr std::array<std::string_view, 4> kNames = {"floor", "untraced", "kept",
                                                               "reused"};
    return kNames[static_cast<std::size_t>(mode)];
}

std::unique_ptr<Recorder> make_recorder(Mode mode) {
    if (mode == Mode::Kept) {
        return std::make_unique<Recorder>();
    }
    if (mode == Mode::Reused) {
        return std::make_unique<Recorder>(TraceInfo(), kLastEvents);
    }
    return nullptr;
}

void run_once(const Work& work, std::uint64_t operations, Mode mode, Recorder* recorder) {
    if (mode == Mode::Floor) {
        work.floor(operations);
        return;
    }
    LoopOptions options;
    options.recorder = recorder;
    EventLoop loop(options);
    require(loop.run(work.ours(operations)) == Outcome::Finished, "the run finishes");
}

void require(bool holds, std::string_view what) {
    if (!holds) {
        std::fprintf(stderr, "coroscope_bench: this does not hold: %.*s\n",
                     static_cast<int>(what.size()), what.data());
        std::exit(3);
    }
}

}  // namespace coroscope::bench
