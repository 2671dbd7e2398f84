// Choices: where the shown run could have gone another way, and what there is to choose at a
// cursor. (What a user chose is in branch.h.)
//
// A run that was simulated here brings its choices along. For a recording of one of our scenarios
// they are found by simulating it again in the background; what the new run has in common with the
// recording counts. Nothing can be chosen in what another program recorded.
//
// Threads: one window thread calls everything here.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "runtime/core/choice_log.h"
#include "runtime/trace/timeline.h"
#include "scenarios/runspec.h"

namespace coroscope::gui {

/// The choice that comes next behind a cursor.
struct ChoicePoint {
    std::size_t number = 0;  ///< its place in RunSpec::choices, from 0
    Choice choice;
    /// In order, the first kMostShown of choice.count: tasks, 0 for a timer that is nobody's.
    std::vector<TaskId> candidates;
    static constexpr std::size_t kMostShown = 40;
};

class Choices {
public:
    Choices();
    /// Stops looking for them.
    ~Choices();
    Choices(const Choices&) = delete;
    Choices& operator=(const Choices&) = delete;

    /// They are not known yet.
    void forget();
    void set(std::shared_ptr<const ChoiceLog> log);
    /// Finds those of a recording. `spec` is what it says it is a run of.
    void find(const RunSpec& spec, const Trace& recording);
    /// Another program's trace: there are none.
    void set_foreign();
    /// Takes what was found since. Returns true if something changed.
    bool poll();
    [[nodiscard]] bool searching() const { return search_ != nullptr; }

    /// Null while they are not known.
    [[nodiscard]] const std::shared_ptr<const ChoiceLog>& log() const { return log_; }
    /// "" if they are known, else the message id of the reason why not.
    [[nodiscard]] std::string_view problem() const { return problem_; }
    /// The choice that comes before any other step begins; nullopt if there is none.
    [[nodiscard]] std::optional<ChoicePoint> at(const Timeline& timeline, EventIndex cursor) const;
    /// The choice with this number. Requires: log() has it, and belongs to `timeline`.
    [[nodiscard]] ChoicePoint point(const Timeline& timeline, std::size_t number) const;
    /// How many of the first `n` were not the usual ones.
    [[nodiscard]] std::size_t unusual(std::size_t n) const;
    /// The numbers of those that were not the usual ones, rising.
    [[nodiscard]] const std::vector<std::size_t>& all_unusual() const { return unusual_; }

private:
    struct Search;
    std::shared_ptr<const ChoiceLog> log_;
    std::string_view problem_;
    std::vector<std::size_t> unusual_;
    std::unique_ptr<Search> search_;
};

}  // namespace coroscope::gui
