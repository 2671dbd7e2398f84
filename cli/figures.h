// Figures: everything that `coroscope stats` tells of a run, computed once for its tables and its
// JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "cli/console.h"
#include "runtime/analysis/critical_path.h"
#include "runtime/analysis/distributions.h"
#include "runtime/analysis/executor_statistics.h"
#include "runtime/analysis/frame_memory.h"
#include "runtime/analysis/held_waits.h"
#include "runtime/analysis/resource_statistics.h"
#include "runtime/analysis/statistics.h"
#include "runtime/text/message.h"

namespace coroscope::cli {

struct Figures {
    EventIndex cursor = 0;
    std::uint64_t step = 0;    ///< at the cursor
    std::string_view outcome;  ///< as `coroscope run` names it; "" before the end
    RunStatistics run;
    Distributions distributions;
    ResourceFigures resources;
    std::vector<ExecutorStatistics> executors;
    std::vector<HeldWait> waits;
    CriticalPath path;
    std::vector<FunctionMemory> frames;
};

[[nodiscard]] Figures figures_of(const Timeline& timeline, EventIndex cursor);

/// Keys and units: docs/statistics.md.
[[nodiscard]] nlohmann::ordered_json to_json(const Timeline& timeline, const Figures& figures,
                                             Language language);

struct FiguresLook {
    Language language = Language::English;
    bool ascii = false;
};
void print(const Timeline& timeline, const Figures& figures, const FiguresLook& look,
           Console& console);

}  // namespace coroscope::cli
