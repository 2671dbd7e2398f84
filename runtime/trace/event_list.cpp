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

void EventCounter::go_to(std::size_t block) {
    count_ = block * EventList::kPerBlock;
    if (count_ < list_->size_) {
        place_ = list_->entry(block);
        last_ = place_.value;
        place_.take();
    }
}

std::size_t EventCounter::count_until(EventIndex cursor) {
    if (list_->size_ == 0 || cursor >= list_->last_) {
        count_ = list_->size_;
        last_ = list_->last_;
        return count_;
    }
    if (count_ == list_->size_ || (count_ > 0 && cursor < last_)) {
        go_to(0);
    }
    if (list_->blocks_) {
        // From block to block in strides that double, then back by halves.
        const auto& blocks = *list_->blocks_;
        const std::size_t from = count_ / EventList::kPerBlock;
        std::size_t reach = 1;
        while (from + reach <= blocks.size() && blocks[from + reach - 1].before <= cursor) {
            reach *= 2;
        }
        const auto begin = blocks.begin() + static_cast<std::ptrdiff_t>(from + reach / 2);
        const auto end =
            blocks.begin() + static_cast<std::ptrdiff_t>(std::min(from + reach, blocks.size()));
        const auto behind =
            begin < end ? std::upper_bound(
                              begin, end, cursor,
                              [](EventIndex c, const auto& block) { return c < block.before; })
                        : begin;
        const auto block = static_cast<std::size_t>(behind - blocks.begin());
        if (block != from) {
            go_to(block);
        }
    }
    for (; place_.value <= cursor; place_.take()) {
        last_ = place_.value;
        ++count_;  // ends at the last one at the latest: that is behind the cursor
    }
    return count_;
}

}  // namespace coroscope
