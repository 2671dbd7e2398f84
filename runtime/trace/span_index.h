// SpanIndex: which of many spans of events [first, last) cover a cursor. The spans themselves live
// in a list of its user, ordered by `first`; this keeps one note per 64 of them.
//
// A question costs a binary search (by the user) and a look at the notes from the oldest span that
// was still open when the newest began, so with FIFO lives it costs what it answers.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/trace/event.h"

namespace coroscope::detail {

class SpanIndex {
public:
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::size_t open_count() const { return open_count_; }
    [[nodiscard]] bool is_open(std::size_t span) const {
        return ((notes_[span / kPerNote].open >> (span % kPerNote)) & 1U) != 0;
    }

    /// A new span, number size(). Its `first` is not smaller than that of the one before.
    void open() {
        if (size_ % kPerNote == 0) {
            notes_.push_back({.oldest = static_cast<std::uint32_t>(oldest_open().value_or(size_))});
        }
        notes_.back().open |= std::uint64_t{1} << (size_ % kPerNote);
        ++size_;
        ++open_count_;
    }
    /// Requires: is_open(span).
    void close(std::size_t span, EventIndex last) {
        Note& note = notes_[span / kPerNote];
        note.open &= ~(std::uint64_t{1} << (span % kPerNote));
        note.latest_end = std::max(note.latest_end, static_cast<std::uint32_t>(last));
        --open_count_;
    }
    /// Amortised O(1), because a closed span never opens again.
    [[nodiscard]] std::optional<std::size_t> oldest_open() {
        if (open_count_ == 0) {
            return std::nullopt;
        }
        while (notes_[oldest_note_].open == 0) {
            ++oldest_note_;
        }
        return oldest_note_ * kPerNote +
               static_cast<std::size_t>(std::countr_zero(notes_[oldest_note_].open));
    }

    template <class Visit>
    void for_each_open(Visit&& visit) const {
        for (std::size_t n = open_count_ == 0 ? notes_.size() : oldest_note_; n < notes_.size();
             ++n) {
            for (std::uint64_t left = notes_[n].open; left != 0; left &= left - 1) {
                visit(n * kPerNote + static_cast<std::size_t>(std::countr_zero(left)));
            }
        }
    }
    /// Visits, in order, at least all spans below `end` that are open or end after `cursor`.
    /// Requires: `end` is the number of spans with first <= cursor.
    template <class Visit>
    void for_each_near(std::size_t end, EventIndex cursor, Visit&& visit) const {
        if (end == 0) {
            return;
        }
        for (std::size_t span = notes_[(end - 1) / kPerNote].oldest; span < end;) {
            const Note& note = notes_[span / kPerNote];
            const std::size_t next = std::min(end, (span / kPerNote + 1) * kPerNote);
            if (note.open == 0 && note.latest_end <= cursor) {
                span = next;
                continue;
            }
            for (; span < next; ++span) {
                visit(span);
            }
        }
    }

private:
    static constexpr std::size_t kPerNote = 64;
    struct Note {
        std::uint64_t open = 0;        ///< one bit per span
        std::uint32_t latest_end = 0;  ///< of the closed ones
        std::uint32_t oldest = 0;  ///< the oldest span that was open when the first of these began
    };
    std::vector<Note> notes_;
    std::size_t size_ = 0;
    std::size_t open_count_ = 0;
    std::size_t oldest_note_ = 0;  ///< no open span before this note
};

/// Spans that have a key (the task that holds, the text of an item), and which of them ends when
/// "one of that key" ends: the oldest of that key, else the oldest of all.
class KeyedSpans {
public:
    [[nodiscard]] const SpanIndex& index() const { return index_; }

    void open(std::uint32_t key) {
        const auto span = static_cast<std::uint32_t>(index_.size());
        const bool alone = index_.open_count() == 0;
        next_.push_back(kNone);
        index_.open();
        if (alone) {
            return;  // it stays the oldest of all as long as it is open: no need to chain it
        }
        const auto [chain, is_new] = chains_.try_emplace(key, Chain{span, span});
        if (!is_new) {
            next_[chain->second.tail] = span;
            chain->second.tail = span;
        }
    }
    /// Ends a span and returns its number; nullopt if none is open. `key_of` tells the key of a
    /// span.
    template <class KeyOf>
    std::optional<std::size_t> close(std::uint32_t key, EventIndex last, KeyOf key_of) {
        const auto span = choose(key, key_of);
        if (span) {
            index_.close(*span, last);
        }
        return span;
    }

private:
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    struct Chain {
        std::uint32_t head = kNone;
        std::uint32_t tail = kNone;
    };

    template <class KeyOf>
    std::optional<std::size_t> choose(std::uint32_t key, KeyOf key_of) {
        const auto oldest = index_.oldest_open();
        if (!oldest || key_of(*oldest) == key) {
            return oldest;
        }
        const auto found = chains_.find(key);
        if (found == chains_.end()) {
            return oldest;
        }
        std::uint32_t& head = found->second.head;
        while (head != kNone && !index_.is_open(head)) {
            head = next_[head];
        }
        if (head == kNone) {
            chains_.erase(found);
            return oldest;
        }
        return head;
    }

    SpanIndex index_;
    std::vector<std::uint32_t> next_;                  ///< the next span of the same key
    std::unordered_map<std::uint32_t, Chain> chains_;  ///< never iterated: its order must not show
};

}  // namespace coroscope::detail
