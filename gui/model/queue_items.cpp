#include "gui/model/queue_items.h"

#include <algorithm>

namespace coroscope::gui {

std::vector<QueueItem> queue_items(const Timeline& timeline, ObjectId queue, EventIndex cursor,
                                   std::size_t most) {
    std::vector<QueueItem> items;
    for (const TextId text : timeline.items_at(queue, cursor)) {
        items.push_back({text, 0});
    }
    const ResourceInfo* const info = timeline.resource(queue);
    if (info == nullptr) {
        return items;
    }
    // The last puts are those whose items are still in it; of equal items the last in line is the
    // one that was put last.
    static constexpr std::size_t kMostLooked = 4000;
    std::size_t left = std::min(items.size(), most);
    const std::size_t behind = info->events.count_until(cursor);
    const std::size_t first = behind > kMostLooked ? behind - kMostLooked : 0;
    for (std::size_t i = behind; i > first && left > 0; --i) {
        const TraceEvent& event = timeline.trace()[info->events[i - 1]];
        if (event.kind != EventKind::QueuePut) {
            continue;
        }
        const auto is_its = [&](const QueueItem& item) {
            return item.put_by == 0 && item.text == event.b;
        };
        const auto end = items.begin() + static_cast<std::ptrdiff_t>(std::min(items.size(), most));
        const auto found = std::find_if(std::make_reverse_iterator(end), items.rend(), is_its);
        if (found != items.rend()) {
            found->put_by = event.task;
            --left;
        }
    }
    return items;
}

}  // namespace coroscope::gui
