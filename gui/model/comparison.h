// Comparison: the other run beside the session's own, where the two part, and the axes on which the
// same position is the same moment in both. "Own" is the session's run, above; "other" the one
// below.
//
//     session.compare_with(request);               // loads in the background
//     if (session.comparison.shown()) {
//         const Compared& both = session.comparison.both();
//         session.other_cursor();
//     }
//
// States: closed, loading, comparing (the own run grew or changed), shown. Threads: the window's
// thread calls everything here; runs and what is computed of them are immutable.
#pragma once

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gui/model/loader.h"
#include "runtime/analysis/difference.h"
#include "runtime/analysis/verdict.h"
#include "runtime/picture/common_axes.h"

namespace coroscope::gui {

/// What is computed once of two complete runs.
struct Compared {
    std::shared_ptr<const Indexed> own;
    std::shared_ptr<const Indexed> other;
    RunDifference difference;  ///< left is the own run
    std::optional<Parting> parting;
    Verdict own_verdict;
    Verdict other_verdict;
    MatchedNames matched;             ///< from the own run's tasks and resources to the other's
    std::vector<Badge> badges;        ///< of the other run: a task has the badge of its namesake
    RowOrder order;                   ///< of the other run, in the order of the own one
    std::vector<TaskId> own_choices;  ///< who was taken, choice by choice; 0: not a task
    std::vector<TaskId> other_choices;

    [[nodiscard]] ObjectId other_resource(ObjectId own_resource) const;
    [[nodiscard]] TaskId other_task(TaskId own_task) const;
};
[[nodiscard]] std::shared_ptr<const Compared> compare_runs(std::shared_ptr<const Indexed> own,
                                                           std::shared_ptr<const Indexed> other);

class Comparison {
public:
    /// Loads the other run; a small one is there when this returns.
    void open(const RunRequest& other, const LoadOptions& options);
    void close();
    /// Has the findings of the other run computed anew, and compares again.
    void find_again(const LoadOptions& options);
    /// `own` is the session's run, nullptr while it loads. Returns true if something changed.
    bool poll(const std::shared_ptr<const Indexed>& own);

    [[nodiscard]] bool is_open() const { return open_; }
    [[nodiscard]] bool shown() const { return open_ && compared_ != nullptr; }
    /// Why the other run could not be read, "" if it could.
    [[nodiscard]] const std::string& problem() const { return problem_; }
    [[nodiscard]] const RunRequest& request() const { return request_; }
    /// Requires: shown().
    [[nodiscard]] const Compared& both() const { return *compared_; }
    /// Requires: shown().
    [[nodiscard]] const CommonAxes& axes(AxisKind kind) const;
    /// Where the other run stands when the own one is at `cursor`: at the same step on the axis of
    /// steps, else at the same moment. Requires: shown().
    [[nodiscard]] EventIndex follow(EventIndex cursor, AxisKind kind) const;
    /// The own run is another one from now on: nothing is shown until it has been compared.
    void forget_own();
    /// The other run, in exchange for the own one. Requires: shown().
    std::shared_ptr<const Indexed> swap(RunRequest& own);
    /// Increases when something else is shown.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }
    /// The name of the other run: its RunSpec or file.
    [[nodiscard]] std::string name() const;

    /// A thread of it has not ended yet. Destroying it waits for that.
    [[nodiscard]] bool working();

private:
    bool take_other();
    void drop_work();

    bool open_ = false;
    bool loading_ = false;
    RunRequest request_;
    Loader loader_;
    std::string problem_;
    std::shared_ptr<const Indexed> other_;
    std::shared_ptr<const Indexed> wanted_;  ///< the own run that is compared, or shall be
    std::shared_ptr<const Compared> compared_;
    std::future<std::shared_ptr<const Compared>> working_;
    std::vector<std::future<std::shared_ptr<const Compared>>> dropped_;
    std::uint64_t revision_ = 0;
    mutable std::optional<CommonAxes> axes_;
};

/// The variable or resource that the comparison is about: the selected one if both runs have it,
/// else a variable with another end or with a lost update, else what the first difference touches.
/// 0 if there is none. An id of the own run.
[[nodiscard]] ObjectId resource_concerned(const Compared& both, ObjectId selected);

/// One line of "What happened to counter".
struct AccessLine {
    EventIndex event = 0;
    TaskId task = 0;
    bool write = false;
    std::string_view value{};
    std::optional<std::string_view> old_value{};  ///< what a write that loses updates was based on
};
/// The reads and writes of a variable around an event, in order; the initial value is not one.
[[nodiscard]] std::vector<AccessLine> accesses_around(const Timeline& timeline, ObjectId variable,
                                                      EventIndex around, std::size_t most);

/// A row of "Choices", or where none are recorded, of the steps around the parting.
struct ChoiceRow {
    std::size_t number = 0;  ///< of the choice or step, from 1
    TaskId own = 0;          ///< who was chosen; 0: the run makes no such choice, or is over
    TaskId other = 0;
    bool same = true;
    bool parting = false;  ///< here they part
};
struct ChoiceTable {
    bool of_steps = false;
    std::size_t own = 0;  ///< how many choices are recorded
    std::size_t other = 0;
    std::vector<ChoiceRow> rows{};
};
[[nodiscard]] ChoiceTable choice_table(const Compared& both, std::size_t most);

}  // namespace coroscope::gui
