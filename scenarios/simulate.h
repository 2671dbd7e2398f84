// simulate: RunSpec -> Trace.
#pragma once

#include <stop_token>
#include <string>
#include <variant>

#include "runtime/core/choice_log.h"
#include "runtime/trace/recorder.h"
#include "scenarios/runspec.h"

namespace coroscope {

/// What a run may use up before it is ended with Outcome::Budget. A scenario that never ends or
/// that floods the trace ends here, and everything recorded so far stays.
struct Budget {
    std::uint64_t steps = 2'000'000;
    std::uint64_t events = 20'000'000;
    Nanoseconds until =
        366LL * 24 * 3600 *
        1'000'000'000;  ///< of virtual time; the run ends before the first step after it
    bool record_frames =
        false;  ///< coroutine frames go into the trace; their sizes are the compiler's
};

/// Runs the scenario to its end, its budget, or until somebody asks `stop` (looked at between
/// steps), and writes every event to `recorder` (its TraceInfo should come from trace_info()).
/// Never throws for what a scenario does: a scenario that throws is a run that failed. `choices`
/// gets every choice that the run had; the trace is the same without. Requires: spec is checked
/// (see check() in runspec.h).
void simulate(const RunSpec& spec, Recorder& recorder, const Budget& budget = {},
              std::stop_token stop = {}, ChoiceLog* choices = nullptr);

/// The same, with a recorder of its own.
[[nodiscard]] Trace simulate(const RunSpec& spec, const Budget& budget = {});

[[nodiscard]] TraceInfo trace_info(const RunSpec& spec);

}  // namespace coroscope
