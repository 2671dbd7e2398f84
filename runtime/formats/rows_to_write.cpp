#include "runtime/formats/rows_to_write.h"

namespace coroscope {

std::uint64_t rows_to_write(const Timeline& timeline) {
    std::uint64_t rows = timeline.steps().size();
    for (const TaskInfo& task : timeline.tasks()) {
        rows += task.intervals.size();
    }
    return rows;
}

}  // namespace coroscope
