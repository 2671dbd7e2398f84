// Loader: makes a run visible without holding up the window. Worker threads simulate (or read a
// file) and index; the window asks for what there is so far.
//
//     Loader loader;
//     loader.start(request);
//     loader.wait(30ms);                      // small runs are complete by then
//     Progress now = loader.progress();       // any number of times, until now.done
//
// Threads: one window thread calls everything here; results are immutable values that it may keep.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "gui/model/run_request.h"
#include "runtime/analysis/finding.h"
#include "runtime/core/choice_log.h"
#include "runtime/picture/badge.h"
#include "runtime/picture/row_order.h"
#include "runtime/trace/timeline.h"

namespace coroscope::gui {

/// A trace with all that is computed from it once. Immutable.
struct Indexed {
    Timeline timeline;
    std::vector<Finding> findings;  ///< empty until the run is complete
    std::vector<Badge> badges;      ///< by TaskId - 1
    RowOrder order;
};
/// Everything at once. Costs a few passes over the trace.
[[nodiscard]] std::shared_ptr<const Indexed> make_indexed(Trace trace,
                                                          const FindingOptions& options = {});

struct Progress {
    std::shared_ptr<const Indexed> indexed;  ///< null until there is something
    bool done = true;
    /// The choices of a run that was simulated to its end; null until then, and for a file.
    std::shared_ptr<const ChoiceLog> choices;
    std::string problem;         ///< "" or one sentence: the file could not be read (fully)
    std::vector<Message> notes;  ///< what of another program's trace could not be shown as it is
};

class Loader {
public:
    Loader();
    /// Stops what is running and waits for it: at most until the end of the current step.
    ~Loader();
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

    /// Drops what was loading before.
    void start(const RunRequest& request, const FindingOptions& options = {});
    /// The same run with its findings computed anew.
    void find_again(std::shared_ptr<const Indexed> indexed, const FindingOptions& options);
    /// Waits until it is done, at most so long.
    void wait(std::chrono::milliseconds limit);
    [[nodiscard]] Progress progress() const;
    void stop();

private:
    struct Job;
    std::unique_ptr<Job> job_;
};

}  // namespace coroscope::gui
