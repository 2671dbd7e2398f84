// Badge: the colour and the one or two letters by which a task is known in every panel.
//
// The colour depends only on the order of creation, so the same task has the same colour in every
// run of a scenario; main has the last one, which is grey. Monograms: the initials of the words
// ("transfer A→B" AB), or the first letter and the number ("producer-1" P1), "main" M; a clash
// takes the next letter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

inline constexpr int kTaskColours = 12;

struct Badge {
    int colour = 0;        ///< index into look::...task, 0 to 11; main is 11
    std::string monogram;  ///< one or two characters, upper case
    friend bool operator==(const Badge&, const Badge&) = default;
};

/// Badges of every task, by TaskId - 1.
[[nodiscard]] std::vector<Badge> task_badges(const Timeline& timeline);
/// The badge of one task; {11, "?"} for a task that does not exist. Costs as much as all of them.
[[nodiscard]] Badge task_badge(const Timeline& timeline, TaskId task);
/// The same from names in order of creation. For tests and views without a timeline.
[[nodiscard]] std::vector<Badge> badges_for(const std::vector<std::string_view>& names);
/// A name short enough for a sentence inside a span: its last word ("transfer A→B" is "A→B").
[[nodiscard]] std::string_view short_name(std::string_view task_name);

}  // namespace coroscope
