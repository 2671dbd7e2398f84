// How the two runs of a comparison are told apart in every panel: red fails, green passes, and
// where neither or both do, the colours of quiet text.
#pragma once

#include <string>
#include <vector>

#include "gui/model/run_sides.h"
#include "gui/views/ui.h"

namespace coroscope::gui {

[[nodiscard]] look::Color standing_ink(const Ui& ui, Standing standing);
/// The ground of a card or banner.
[[nodiscard]] look::Color standing_ground(const Ui& ui, Standing standing);
[[nodiscard]] const char* standing_icon(Standing standing);
/// "counter = 1, check fails: every increment counts"
[[nodiscard]] std::string joined_words(const Ui& ui, const std::vector<Message>& words);

}  // namespace coroscope::gui
