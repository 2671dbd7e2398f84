#include "runtime/trace/event_list.h"

#include <algorithm>

namespace coroscope {

std::size_t EventList::count_until(EventIndex cursor) const {
    if (size_ == 0 || cursor >= last_) {
        return size_;
    }
    // The last block that something at or before the cursor comes before.
    std::size_t block = 0;
    if (blocks_) {
        const auto behind = std::ranges::upper_bound(*blocks_, cursor, {}, &Block::before);
        block = static_cast<std::size_t>(behind - blocks_->begin());
    }
    std::size_t count = block * kPerBlock;
    Place place = entry(block);
    for (place.take(); place.value <= cursor; place.take()) {
        ++count;  // ends at the last one at the latest: that is behind the cursor
    }
    return count;
}

std::size_t EventList::count_in(EventIndex first, EventIndex last) const {
    if (last <= first || last == 0) {
        return 0;
    }
    return count_until(last - 1) - (first == 0 ? 0 : count_until(first - 1));
}

}  // namespace coroscope
