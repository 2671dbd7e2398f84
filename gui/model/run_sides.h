// RunSides: the two halves of a comparison as a view shows them: own run above, other run below.
//
//     const std::array<RunSide, 2> sides = run_sides(session);
//     sides[0].heading;   // "ui.compare.failing"
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "gui/model/session.h"

namespace coroscope::gui {

/// Neutral: both runs do as they should, or neither.
enum class Standing : std::uint8_t { Failing, Passing, Neutral };

struct RunSide {
    bool is_own = true;
    const Indexed* run = nullptr;  ///< valid until the session's next frame
    const std::vector<Badge>* badges = nullptr;
    const RowOrder* order = nullptr;
    const Axis* axis = nullptr;
    EventIndex cursor = 0;
    std::string name{};
    Standing standing = Standing::Neutral;
    std::string_view heading{};            ///< message id
    std::vector<Message> words{};          ///< how it ends: "counter = 1", "check fails: ..."
    const PartingSide* parting = nullptr;  ///< nullptr if the runs are the same
    std::vector<Message> deeds{};          ///< what the task that runs there does, a few words each
    ObjectId concerned = 0;  ///< the variable or resource it is about; 0 if there is none

    [[nodiscard]] const Timeline& timeline() const { return run->timeline; }
    [[nodiscard]] Badge badge(TaskId task) const;
};

/// Requires: the comparison is shown.
[[nodiscard]] std::array<RunSide, 2> run_sides(const Session& session);

/// The task of the own run with this name, 0 if there is none: what a sentence can refer to.
[[nodiscard]] TaskId own_task(const Session& session, const RunSide& side, TaskId task);

/// Two or three sentences on where the runs part; the first piece of advice of a view that
/// explains.
[[nodiscard]] std::vector<Message> explain_parting(const Session& session);

/// True if the cursor is where the runs part, or in the step in which they do.
[[nodiscard]] bool at_parting(const Session& session);
/// True if the cursor is there or behind it.
[[nodiscard]] bool past_parting(const Session& session);

}  // namespace coroscope::gui
