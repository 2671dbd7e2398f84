// ValueIterator: reads a list that makes its elements when it is asked for them: `list[i]` is a
// value, and so is `*it`. For range-for and the algorithms of std::ranges.
//
// Do not keep the address of such an element: it lives as long as the statement, or as the
// reference that it was bound to.
#pragma once

#include <compare>
#include <cstddef>
#include <iterator>
#include <utility>

namespace coroscope {

template <class List, class Value>
class ValueIterator {
public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using reference = Value;
    /// What -> needs: it holds the value while its member is looked at.
    class pointer {
    public:
        explicit pointer(Value value) : value_(std::move(value)) {}
        const Value* operator->() const { return &value_; }

    private:
        Value value_;
    };

    ValueIterator() = default;
    ValueIterator(const List& list, std::size_t index) : list_(&list), index_(index) {}

    Value operator*() const { return (*list_)[index_]; }
    pointer operator->() const { return pointer(**this); }
    Value operator[](difference_type n) const { return *(*this + n); }
    ValueIterator& operator++() { return *this += 1; }
    ValueIterator& operator--() { return *this -= 1; }
    ValueIterator operator++(int) {
        const ValueIterator before = *this;
        ++*this;
        return before;
    }
    ValueIterator operator--(int) {
        const ValueIterator before = *this;
        --*this;
        return before;
    }
    ValueIterator& operator+=(difference_type n) {
        index_ += static_cast<std::size_t>(n);
        return *this;
    }
    ValueIterator& operator-=(difference_type n) { return *this += -n; }
    friend ValueIterator operator+(ValueIterator it, difference_type n) { return it += n; }
    friend ValueIterator operator+(difference_type n, ValueIterator it) { return it += n; }
    friend ValueIterator operator-(ValueIterator it, difference_type n) { return it -= n; }
    friend difference_type operator-(const ValueIterator& left, const ValueIterator& right) {
        return static_cast<difference_type>(left.index_) -
               static_cast<difference_type>(right.index_);
    }
    friend bool operator==(const ValueIterator& left, const ValueIterator& right) {
        return left.index_ == right.index_;
    }
    friend auto operator<=>(const ValueIterator& left, const ValueIterator& right) {
        return left.index_ <=> right.index_;
    }

private:
    const List* list_ = nullptr;
    std::size_t index_ = 0;
};

/// The same for lists that can only be read forwards from a few places in them: it keeps where it
/// is. A list has: Place with `value`, Place seek(index), advance(Place&, to), for indexes below
/// size().
template <class List>
class PlaceIterator {
public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = typename List::value_type;
    using difference_type = std::ptrdiff_t;
    using reference = value_type;
    using pointer = const value_type*;

    PlaceIterator() = default;
    PlaceIterator(const List& list, std::size_t index) : list_(&list) { go_to(index); }

    value_type operator*() const { return place_.value; }
    const value_type* operator->() const { return &place_.value; }
    value_type operator[](difference_type n) const { return *(*this + n); }
    PlaceIterator& operator++() {
        if (++index_ < list_->size()) {
            list_->advance(place_, index_);
        }
        return *this;
    }
    PlaceIterator& operator--() { return *this -= 1; }
    PlaceIterator operator++(int) {
        const PlaceIterator before = *this;
        ++*this;
        return before;
    }
    PlaceIterator operator--(int) {
        const PlaceIterator before = *this;
        --*this;
        return before;
    }
    PlaceIterator& operator+=(difference_type n) {
        go_to(index_ + static_cast<std::size_t>(n));
        return *this;
    }
    PlaceIterator& operator-=(difference_type n) { return *this += -n; }
    friend PlaceIterator operator+(PlaceIterator it, difference_type n) { return it += n; }
    friend PlaceIterator operator+(difference_type n, PlaceIterator it) { return it += n; }
    friend PlaceIterator operator-(PlaceIterator it, difference_type n) { return it -= n; }
    friend difference_type operator-(const PlaceIterator& left, const PlaceIterator& right) {
        return static_cast<difference_type>(left.index_) -
               static_cast<difference_type>(right.index_);
    }
    friend bool operator==(const PlaceIterator& left, const PlaceIterator& right) {
        return left.index_ == right.index_;
    }
    friend auto operator<=>(const PlaceIterator& left, const PlaceIterator& right) {
        return left.index_ <=> right.index_;
    }

private:
    void go_to(std::size_t index) {
        index_ = index;
        if (index < list_->size()) {
            place_ = list_->seek(index);
        }
    }

    const List* list_ = nullptr;
    std::size_t index_ = 0;
    typename List::Place place_;
};

}  // namespace coroscope
