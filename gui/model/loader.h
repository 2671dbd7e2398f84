// Loader: makes a run visible without holding up the window. Worker threads simulate (or read a
// file) and index; the window asks for what there is so far.
//
//     Loader loader;
//     loader.start(request);
//     loader.wait(30ms);                      // small runs are complete by then
//     Progress now = loader.progress();       // any number of times, until now.done
//
// A run that grows is shown as it grows. A large one is shown whole before its findings are looked
// for.
//
// Threads: one window thread calls everything here; results are immutable values that it may keep.
// Nothing here waits for a worker but wait(), wait_for_rest() and the destructor.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "gui/model/run_request.h"
#include "runtime/analysis/finding.h"
#include "runtime/core/choice_log.h"
#include "runtime/picture/axis.h"
#include "runtime/picture/badge.h"
#include "runtime/picture/row_order.h"
#include "runtime/trace/recorder.h"
#include "runtime/trace/timeline.h"
#include "runtime/trace/work.h"

namespace coroscope::gui {

/// A trace with all that is computed from it once. Immutable.
struct Indexed {
    Timeline timeline;
    std::vector<Finding> findings;  ///< empty until they were looked for
    std::vector<Badge> badges;      ///< by TaskId - 1
    RowOrder order;
    /// Of a scenario that was simulated; null for a file, and until it is complete.
    std::shared_ptr<const ChoiceLog> choices;
    /// Of a large run, of the kind that was asked for; null for a small one.
    std::shared_ptr<const Axis> axis;
};
/// A run of so many events is large: what takes a pass over it is not done in a frame, and its
/// findings come after it.
inline constexpr EventIndex kLargeRun = 200'000;
/// Everything at once but the axis. Costs a few passes over the trace.
[[nodiscard]] std::shared_ptr<const Indexed> make_indexed(Trace trace,
                                                          const FindingOptions& options = {});

/// What another program recorded took real time: it is shown true to scale rather than elastic.
[[nodiscard]] AxisKind axis_for(const Timeline& timeline, AxisKind wanted);

enum class LoadPhase : std::uint8_t {
    Simulating,  ///< amount: events so far
    Reading,     ///< amount: bytes, of so many
    Indexing,    ///< no amount
    Findings,    ///< amount: kinds, of so many
};

struct Progress {
    std::shared_ptr<const Indexed> indexed;  ///< null until there is something
    bool done = true;
    LoadPhase phase = LoadPhase::Simulating;
    Work::Amount amount{};
    bool without_findings = false;  ///< done, but somebody did not want to wait for the findings
    std::string problem{};          ///< "" or one sentence: the file could not be read (fully)
    std::vector<Message> notes{};   ///< of another program's trace: what is not as it was
};

/// Makes a run: writes it to the recorder until it is over or somebody asks it to stop.
using Simulation = std::function<void(Recorder&, const std::stop_token&)>;

struct LoadOptions {
    AxisKind axis = AxisKind::Elastic;  ///< what the run is wanted on
    FindingOptions findings{};
};

class Loader {
public:
    Loader();
    /// Stops what is running and waits for it: at most until the end of the current step, or of
    /// one pass over a trace.
    ~Loader();
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

    /// Drops what was loading before.
    void start(const RunRequest& request, const LoadOptions& options = {});
    void start(TraceInfo info, Simulation simulation, const LoadOptions& options = {});
    /// The same run with its findings computed anew.
    void find_again(const std::shared_ptr<const Indexed>& indexed, const FindingOptions& options);
    /// Waits until it is done, at most so long.
    void wait(std::chrono::milliseconds limit);
    [[nodiscard]] Progress progress() const;
    /// Ends early: a simulation is stopped, and what there is of it is shown whole; a search for
    /// findings is left out. Reading a file cannot end early: see drop().
    void end_early();
    /// Forgets what is loading. Its threads end by themselves, soon.
    void drop();
    /// Waits for the threads of what was dropped, at most so long. Returns whether they have ended.
    bool wait_for_rest(std::chrono::milliseconds limit);

private:
    struct Job;
    std::shared_ptr<Job> new_job(const LoadOptions& options);
    void simulate_in_thread(TraceInfo info, Simulation simulation, const LoadOptions& options,
                            std::shared_ptr<const ChoiceLog> choices);

    std::shared_ptr<Job> job_;
    std::vector<std::shared_ptr<Job>> dropped_;
};

}  // namespace coroscope::gui
