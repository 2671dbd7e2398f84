// EventList: event indexes that rise, kept in one or two bytes each: what an index is made of. To
// be read like a vector, and searched by event.
//
//     EventList list;
//     list.push_back(17);
//     list.push_back(4711);
//     list.count_until(1000);                      // 1: how many are at or before event 1000
//     for (const EventIndex event : list) { ... }  // values, no references
//
// How: differences of seven bits a byte, and a way in for each 32 of them. Costs: push_back a few
// nanoseconds; [] and a step of an iterator backwards or by more than one about 20; a step forwards
// one; count_until O(log n). Iterators are valid until the next push_back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include "runtime/trace/event.h"
#include "runtime/trace/rare.h"
#include "runtime/trace/value_iterator.h"

namespace coroscope {

class EventList {
public:
    using value_type = EventIndex;
    using iterator = PlaceIterator<EventList>;
    using const_iterator = iterator;

    /// Indexes are below this: half of what an index over a trace needs is 32 bits for events.
    static constexpr EventIndex kMostEvents = 0xFFFF'FFFF;

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    /// Requires: i < size().
    [[nodiscard]] EventIndex operator[](std::size_t i) const;
    /// Requires: not empty.
    [[nodiscard]] EventIndex front() const { return (*this)[0]; }
    [[nodiscard]] EventIndex back() const { return last_; }
    [[nodiscard]] iterator begin() const;
    [[nodiscard]] iterator end() const;
    /// How many are at or before the cursor.
    [[nodiscard]] std::size_t count_until(EventIndex cursor) const;
    /// How many are in [first, last).
    [[nodiscard]] std::size_t count_in(EventIndex first, EventIndex last) const;

    /// Requires: event > back() unless empty, and event < kMostEvents.
    void push_back(EventIndex event) {
        if (size_ % kPerBlock == 0 && size_ != 0) {
            blocks_.made().push_back({last_, static_cast<std::uint32_t>(bytes_.size())});
        }
        std::uint64_t difference = event - last_;
        for (; difference >= 0x80; difference >>= 7U) {
            bytes_.push_back(static_cast<std::uint8_t>(difference | 0x80U));
        }
        bytes_.push_back(static_cast<std::uint8_t>(difference));
        last_ = static_cast<std::uint32_t>(event);
        ++size_;
    }

private:
    friend iterator;
    friend class EventCounter;
    static constexpr std::size_t kPerBlock = 32;
    /// The way into a block; the first one has none.
    struct Block {
        std::uint32_t before = 0;  ///< the last event before it
        std::uint32_t offset = 0;  ///< where its bytes begin
    };
    /// Points behind the bytes of an element.
    struct Place {
        const std::uint8_t* next = nullptr;
        EventIndex value = 0;
        void take() {
            std::uint64_t difference = *next & 0x7FU;
            for (unsigned shift = 7; (*next++ & 0x80U) != 0; shift += 7) {
                difference |= std::uint64_t{*next & 0x7FU} << shift;
            }
            value += difference;
        }
    };
    [[nodiscard]] Place entry(std::size_t block) const {
        return block == 0 ? Place{bytes_.data(), 0}
                          : Place{bytes_.data() + (*blocks_)[block - 1].offset,
                                  (*blocks_)[block - 1].before};
    }

    [[nodiscard]] Place seek(std::size_t i) const {
        Place place = entry(i / kPerBlock);
        for (std::size_t left = i % kPerBlock + 1; left-- > 0;) {
            place.take();
        }
        return place;
    }
    static void advance(Place& place, std::size_t /*to*/) { place.take(); }

    std::vector<std::uint8_t> bytes_;
    detail::Rare<std::vector<Block>> blocks_;
    std::uint32_t last_ = 0;
    std::uint32_t size_ = 0;
};

/// Counts for cursors that rise, as a picture asks from left to right: a step of a few elements
/// costs a few nanoseconds. One that falls costs as much as EventList::count_until.
class EventCounter {
public:
    explicit EventCounter(const EventList& list) : list_(&list) { go_to(0); }

    /// How many are at or before the cursor.
    std::size_t count_until(EventIndex cursor);
    /// The last of those that were counted, and the first of the others. Require that there is one.
    [[nodiscard]] EventIndex last() const { return last_; }
    [[nodiscard]] EventIndex next() const { return place_.value; }

private:
    void go_to(std::size_t block);

    const EventList* list_;
    EventList::Place place_;  // of element number count_, unless all are counted
    EventIndex last_ = 0;
    std::size_t count_ = 0;
};

inline EventIndex EventList::operator[](std::size_t i) const { return *iterator(*this, i); }
inline EventList::iterator EventList::begin() const { return {*this, 0}; }
inline EventList::iterator EventList::end() const { return {*this, size_}; }

}  // namespace coroscope
