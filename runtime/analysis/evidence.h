// Evidence: what a finding points at. Each event, task, resource and line is there once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "runtime/analysis/finding.h"

namespace coroscope::detail {

/// A finding that happens a thousand times shows the first events only.
inline constexpr std::size_t kMostEvidence = 100;

/// Adds it to the end, unless it is 0 or there already.
template <class T>
void add_once(std::vector<T>& all, T one) {
    if (one != 0 && std::ranges::find(all, one) == all.end()) {
        all.push_back(one);
    }
}

/// The event with its task and its line. Harmless if there is no such event, or enough of them.
void add_event(const Timeline& timeline, EventIndex event, Finding& finding);

/// Puts the events in order, each once. To be called when all are in.
void sort_events(Finding& finding);

}  // namespace coroscope::detail
