#include "runtime/trace/counter.h"

#include <algorithm>

namespace coroscope {

namespace {

std::uint64_t take_number(const std::uint8_t*& next) {
    std::uint64_t number = *next & 0x7FU;
    for (unsigned shift = 7; (*next++ & 0x80U) != 0; shift += 7) {
        number |= std::uint64_t{*next & 0x7FU} << shift;
    }
    return number;
}

/// Small numbers of either sign as small numbers without.
std::uint64_t fold(std::uint64_t difference) {
    return difference << 1U ^ (difference >> 63U != 0 ? ~std::uint64_t{0} : 0);
}
std::uint64_t unfold(std::uint64_t number) {
    return number >> 1U ^ ((number & 1U) != 0 ? ~std::uint64_t{0} : 0);
}

void include(Extremes& found, Extremes more) {
    found.lowest = std::min(found.lowest, more.lowest);
    found.highest = std::max(found.highest, more.highest);
}

}  // namespace

void CounterChanges::Place::take() {
    value.event += take_number(next);
    // Differences of a hostile trace's values wrap around, here and back.
    value.value = static_cast<std::int64_t>(static_cast<std::uint64_t>(value.value) +
                                            unfold(take_number(next)));
}

CounterChanges::Place CounterChanges::Stored::seek(std::size_t i) const {
    const Block& block = blocks[i / kPerBlock];
    Place place{bytes.data() + block.offset, block.before};
    for (std::size_t left = i % kPerBlock + 1; left-- > 0;) {
        place.take();
    }
    return place;
}

CounterChanges::Place CounterChanges::seek(std::size_t i) const {
    return i < stored() ? stored_->seek(i) : Place{nullptr, last_};
}

void CounterChanges::advance(Place& place, std::size_t to) const {
    if (to < stored()) {
        place.take();
    } else {
        place.value = last_;
    }
}

void CounterChanges::set(EventIndex event, std::int64_t value) {
    if (has_last_ && last_.event == event) {
        has_last_ = false;
    }
    if (value == (empty() ? 0 : back().value)) {
        return;
    }
    if (has_last_) {
        stored_.made().push_back(last_);
    }
    last_ = {event, value};
    has_last_ = true;
}

void CounterChanges::Stored::push_back(CounterChange change) {
    if (size % kPerBlock == 0) {
        blocks.push_back({last, bytes.size()});
    }
    put(change.event - last.event);
    put(fold(static_cast<std::uint64_t>(change.value) - static_cast<std::uint64_t>(last.value)));
    last = change;
    ++size;
    note_extremes();
}

void CounterChanges::Stored::put(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7U) {
        bytes.push_back(static_cast<std::uint8_t>(number | 0x80U));
    }
    bytes.push_back(static_cast<std::uint8_t>(number));
}

void CounterChanges::Stored::note_extremes() {
    const Extremes now{last.value, last.value};
    include(all, now);
    if (size % kPerBlock == 1) {
        open = now;
    }
    include(open, now);
    Extremes full = open;
    std::size_t count = size;
    for (std::size_t level = 0; count % kPerBlock == 0; ++level) {
        if (level == levels.size()) {
            levels.emplace_back();
        }
        levels[level].push_back(full);
        count /= kPerBlock;
        if (count % kPerBlock == 0) {
            const auto group = levels[level].end() - kPerBlock;
            full = *group;
            std::for_each(group, levels[level].end(), [&](Extremes each) { include(full, each); });
        }
    }
}

std::size_t CounterChanges::Stored::count_until(EventIndex cursor) const {
    if (cursor >= last.event) {
        return size;
    }
    // The first block begins with the first change: nothing is before it.
    const auto behind =
        std::ranges::upper_bound(blocks.begin() + 1, blocks.end(), cursor, {},
                                 [](const Block& block) { return block.before.event; });
    const auto block = static_cast<std::size_t>(behind - blocks.begin()) - 1;
    std::size_t count = block * kPerBlock;
    Place place{bytes.data() + blocks[block].offset, blocks[block].before};
    for (place.take(); place.value.event <= cursor; place.take()) {
        ++count;  // ends at the last one at the latest: that is behind the cursor
    }
    return count;
}

std::size_t CounterChanges::count_until(EventIndex cursor) const {
    if (has_last_ && cursor >= last_.event) {
        return size();
    }
    return stored_ ? stored_->count_until(cursor) : 0;
}

Extremes CounterChanges::extremes() const {
    Extremes found = stored_ ? stored_->all : Extremes{};
    if (has_last_) {
        include(found, {last_.value, last_.value});
    }
    return found;
}

void CounterChanges::scan(Extremes& found, std::size_t first, std::size_t last) const {
    if (first >= last) {
        return;
    }
    for (iterator it(*this, first); first < last; ++first, ++it) {
        include(found, {it->value, it->value});
    }
}

void CounterChanges::Stored::include_groups(Extremes& found, std::size_t from,
                                            std::size_t until) const {
    for (std::size_t level = 0; from < until; ++level) {
        for (; from < until && from % kPerBlock != 0; ++from) {
            include(found, levels[level][from]);
        }
        for (; from < until && until % kPerBlock != 0; --until) {
            include(found, levels[level][until - 1]);
        }
        from /= kPerBlock;
        until /= kPerBlock;
    }
}

Extremes CounterChanges::extremes(std::size_t first, std::size_t last) const {
    const std::int64_t value = (*this)[first].value;
    Extremes found{value, value};
    const std::size_t from = (first + kPerBlock - 1) / kPerBlock;
    const std::size_t until = std::min(last, stored()) / kPerBlock;
    if (from >= until) {
        scan(found, first, last);
        return found;
    }
    scan(found, first, from * kPerBlock);
    stored_->include_groups(found, from, until);
    scan(found, until * kPerBlock, last);
    return found;
}

std::int64_t Counter::at(EventIndex cursor) const {
    const std::size_t count = changes.count_until(cursor);
    return count == 0 ? 0 : changes[count - 1].value;
}

Extremes Counter::range(EventIndex first, EventIndex last) const {
    const std::int64_t value = at(first);
    Extremes found{value, value};
    const std::size_t from = changes.count_until(first);
    const std::size_t until = changes.count_until(last);
    if (from < until) {
        include(found, changes.extremes(from, until));
    }
    return found;
}

}  // namespace coroscope
