// Activity: what the session does in the background, in words, and how far it has come.
#pragma once

#include <optional>

#include "gui/model/loader.h"
#include "runtime/text/message.h"

namespace coroscope::gui {

class Session;

struct Activity {
    Message words;
    std::optional<double> part;  ///< 0 to 1; nullopt: nobody knows when it ends
};

/// nullopt if it does nothing. Loading comes before writing.
[[nodiscard]] std::optional<Activity> activity(const Session& session);

/// The sentence for a run that was not followed to its end: it was stopped, it used up its budget,
/// its findings were not looked for. Empty for all others.
[[nodiscard]] Message why_it_ended(const Progress& progress);

}  // namespace coroscope::gui
