// Counter: a number that changes at events: queue depth, permits free, ready tasks, timers set.
// About two and a half bytes a change.
//
//     counter.at(cursor);                       // O(log n)
//     counter.range(first, last).highest;       // the extremes of any stretch, O(log n)
//     for (const Counter::Change& change : counter.changes) { ... }
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/trace/event.h"
#include "runtime/trace/rare.h"
#include "runtime/trace/value_iterator.h"

namespace coroscope {

/// The least and the greatest of some values.
struct Extremes {
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
    friend bool operator==(const Extremes&, const Extremes&) = default;
};

/// What a counter's value was set to, and by which event. Values of neighbours differ.
struct CounterChange {
    EventIndex event = 0;
    std::int64_t value = 0;
};

/// The changes of a counter, by event. Like a vector, but its elements are values.
class CounterChanges {
public:
    using value_type = CounterChange;
    using iterator = PlaceIterator<CounterChanges>;
    using const_iterator = iterator;

    [[nodiscard]] std::size_t size() const { return stored() + (has_last_ ? 1U : 0U); }
    [[nodiscard]] bool empty() const { return !has_last_ && !stored_; }
    /// Requires: i < size().
    [[nodiscard]] CounterChange operator[](std::size_t i) const { return *iterator(*this, i); }
    [[nodiscard]] CounterChange front() const { return (*this)[0]; }
    [[nodiscard]] CounterChange back() const { return has_last_ ? last_ : stored_->last; }
    [[nodiscard]] iterator begin() const { return {*this, 0}; }
    [[nodiscard]] iterator end() const { return {*this, size()}; }
    /// How many are at or before the cursor. O(log n).
    [[nodiscard]] std::size_t count_until(EventIndex cursor) const;
    /// The extremes of changes [first, last). Requires: first < last <= size(). O(log n).
    [[nodiscard]] Extremes extremes(std::size_t first, std::size_t last) const;
    /// Of all values, the 0 before the first change included.
    [[nodiscard]] Extremes extremes() const;

    /// The value from `event` on; the last word about an event counts. 0 is the value before the
    /// first change. Requires: event >= back().event.
    void set(EventIndex event, std::int64_t value);

private:
    friend iterator;
    static constexpr std::size_t kPerBlock = 64;
    struct Block {
        CounterChange before;      ///< the last change before it
        std::uint64_t offset = 0;  ///< where its bytes begin
    };
    /// Points behind the bytes of a change.
    struct Place {
        const std::uint8_t* next = nullptr;
        CounterChange value;
        void take();
    };
    /// All changes but the last, which may still be set anew. Most counters never need it.
    struct Stored {
        std::vector<std::uint8_t> bytes;  ///< two differences each: events, and values folded
        std::vector<Block> blocks;
        std::vector<std::vector<Extremes>> levels;  ///< [k]: of kPerBlock^(k + 1) changes each
        Extremes open;                              ///< of those behind the ones in levels[0]
        Extremes all;                               ///< and 0
        CounterChange last;
        std::size_t size = 0;

        void push_back(CounterChange change);
        void put(std::uint64_t number);
        void note_extremes();
        [[nodiscard]] Place seek(std::size_t i) const;
        [[nodiscard]] std::size_t count_until(EventIndex cursor) const;
        /// Of groups [from, until) of a level.
        void include_groups(Extremes& found, std::size_t from, std::size_t until) const;
    };
    [[nodiscard]] std::size_t stored() const { return stored_ ? stored_->size : 0; }
    [[nodiscard]] Place seek(std::size_t i) const;
    void advance(Place& place, std::size_t to) const;
    void scan(Extremes& found, std::size_t first, std::size_t last) const;

    detail::Rare<Stored> stored_;
    CounterChange last_;
    bool has_last_ = false;
};

struct Counter {
    using Change = CounterChange;
    CounterChanges changes;
    [[nodiscard]] std::int64_t at(EventIndex cursor) const;  ///< 0 before the first change
    [[nodiscard]] std::int64_t maximum() const { return changes.extremes().highest; }
    /// Of its values at cursors [first, last]. Requires: first <= last.
    [[nodiscard]] Extremes range(EventIndex first, EventIndex last) const;
};

}  // namespace coroscope
