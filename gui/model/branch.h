// Branches: the choices a user made by hand, one on top of the other, and the way back.
//
// Choosing runs the scenario again: with the choices that the shown run made so far and the chosen
// one here, so that both runs are the same up to this choice. Nothing else is a history: every
// level is a RunSpec and where the cursor stood.
//
//     session.branches.choose(session, 2);       // the third candidate of the choice at the cursor
//     session.branches.take_back(session);       // the run and the cursor as they were
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gui/model/choices.h"
#include "gui/model/run_request.h"

namespace coroscope::gui {

class Session;
struct Indexed;

/// Where the cursor goes in a run that is made now, while its beginning is the old run's.
struct Landing {
    std::uint64_t steps_before = 0;     ///< so many steps begin before the choice
    TaskId task = 0;                    ///< into the next step of this task; 0: into the next step
    bool at_beginning = false;          ///< of that step, not at its end
    std::optional<EventIndex> event{};  ///< exactly there instead
    /// The event, nullopt if the run has not got so far. `complete`: it will not grow any more.
    [[nodiscard]] std::optional<EventIndex> in(const Timeline& timeline, bool complete) const;
};

/// A choice made by hand.
struct Branch {
    std::size_t number = 0;  ///< its place in RunSpec::choices, from 0
    std::string chosen;      ///< names of tasks
    std::string instead_of;
};

class Branches {
public:
    /// Runs the n-th candidate (from 0) of the next choice; the one that runs anyway is just
    /// stepped to. Requires: why_not(session, n) is "".
    void choose(Session& session, std::size_t n);
    /// The same of the choice with this number, wherever the cursor is. Requires: there is one.
    void choose_at(Session& session, std::size_t number, std::size_t n);
    /// Undoes the choice that was made last. Requires: made() is not empty.
    void take_back(Session& session);
    /// Makes the choice again that was taken back last. Requires: can_redo().
    void redo(Session& session);
    void clear();

    /// Message id of the reason, "" if it can be done.
    [[nodiscard]] static std::string_view why_not(const Session& session, std::size_t n);
    [[nodiscard]] std::vector<Branch> made() const;  ///< oldest first
    [[nodiscard]] bool empty() const { return made_.empty(); }
    [[nodiscard]] bool can_redo() const { return !taken_back_.empty(); }
    /// The numbers of the choices that are not as the policy would have them: made here, or in the
    /// RunSpec that was opened. Rising.
    [[nodiscard]] std::vector<std::size_t> by_hand(const Session& session) const;

private:
    struct Level {
        Branch branch;
        RunRequest before;
        EventIndex cursor = 0;
        std::shared_ptr<const Indexed> recording;  // of `before`, if it is a file
        std::shared_ptr<const ChoiceLog> choices;  // the recording's
        RunSpec after;
        Landing landing;
    };
    std::vector<Level> made_;
    std::vector<Level> taken_back_;
};

}  // namespace coroscope::gui
