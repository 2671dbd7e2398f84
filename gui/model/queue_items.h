// Queue items: what is in a queue at a cursor, and which task put it there.
#pragma once

#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope::gui {

struct QueueItem {
    TextId text = 0;
    TaskId put_by = 0;  ///< 0: nobody known
};

/// Next to be taken first. Those behind the first `most` have no put_by. Cost: the queue's last few
/// thousand events.
[[nodiscard]] std::vector<QueueItem> queue_items(const Timeline& timeline, ObjectId queue,
                                                 EventIndex cursor, std::size_t most);

}  // namespace coroscope::gui
