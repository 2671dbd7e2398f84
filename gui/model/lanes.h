// Lanes: which tasks have a lane of their own in the timeline. Of very many tasks the siblings
// whose names differ only in their numbers ("worker-1" ... "worker-100000") are folded: the first
// few have lanes, one line says how many more there are, and the task in focus always has its lane.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/picture/row_order.h"
#include "runtime/trace/timeline.h"

namespace coroscope::gui {

class Lanes {
public:
    /// What of `whole` is shown. `revision` differs between timelines. Requires: `whole` stays
    /// until the next call. Cost: a look at each task once for each revision, then little.
    const RowOrder& shown(const Timeline& timeline, std::uint64_t revision, const RowOrder& whole,
                          TaskId focus);

    /// Runs with no more tasks are shown whole.
    static constexpr std::size_t kMany = 100;
    /// So many siblings of one name are still shown one by one, else so many of them.
    static constexpr std::size_t kMostAlike = 24;
    static constexpr std::size_t kFirstAlike = 12;

private:
    void fold(const Timeline& timeline, const RowOrder& whole);
    void unfold_focus(const RowOrder& whole, TaskId focus);

    std::uint64_t revision_ = 0;
    TaskId focus_ = 0;
    std::vector<RowOrder::Task> folded_;  ///< without a look at the focus
    RowOrder shown_;
    bool is_whole_ = true;
};

}  // namespace coroscope::gui
