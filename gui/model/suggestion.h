// Suggestion: which other candidate of the choice at the cursor is worth trying, and why.
#pragma once

#include <optional>

#include "gui/model/choices.h"
#include "runtime/text/message.h"

namespace coroscope::gui {

class Session;

struct Suggestion {
    std::size_t candidate = 0;  ///< from 0
    TaskId task = 0;
    Message words;  ///< "let producer-1 run first. The queue is full, so ..."
};

/// Nothing unless every candidate's branch is known, and one of them ends otherwise than the shown
/// run, or has to wait at once where the one that is next need not.
[[nodiscard]] std::optional<Suggestion> suggestion(const Session& session);

}  // namespace coroscope::gui
