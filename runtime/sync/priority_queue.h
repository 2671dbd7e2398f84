// PriorityQueue<T>: a Queue that hands out the smallest item first, by `<`
// (asyncio.PriorityQueue). Tasks that wait are still served in the order in which they came.
//
//     PriorityQueue<std::pair<int, std::string>> jobs("jobs");
//     co_await jobs.put(std::pair(2, std::string("later")));
//
// Equal items come out in the order of Python's heap, which is not that of putting: add a sequence
// number if it matters.
// Source: CPython Lib/asyncio/queues.py, Lib/heapq.py.
#pragma once

#include <cstddef>
#include <utility>

#include "runtime/sync/queue.h"

namespace coroscope {

template <class T>
class PriorityQueue : public Queue<T> {
public:
    using Queue<T>::Queue;

private:
    void push(T item) override {
        this->items_.push_back(std::move(item));
        rise(this->items_.size() - 1);
    }
    T pop() override {
        auto& heap = this->items_;
        T last = std::move(heap.back());
        heap.pop_back();
        if (heap.empty()) {
            return last;
        }
        T smallest = std::exchange(heap.front(), std::move(last));
        rise(sink_to_leaf());
        return smallest;
    }
    /// Moves the item at `place` up to where its parent is not greater.
    void rise(std::size_t place) {
        auto& heap = this->items_;
        T item = std::move(heap[place]);
        while (place > 0) {
            const std::size_t parent = (place - 1) / 2;
            if (!(item < heap[parent])) {
                break;
            }
            heap[place] = std::move(heap[parent]);
            place = parent;
        }
        heap[place] = std::move(item);
    }
    /// Moves the top item down to a leaf, the smaller child up each time, and the right one of
    /// equals; returns where it is.
    std::size_t sink_to_leaf() {
        auto& heap = this->items_;
        std::size_t place = 0;
        T item = std::move(heap[place]);
        for (std::size_t child = 1; child < heap.size(); child = 2 * place + 1) {
            if (child + 1 < heap.size() && !(heap[child] < heap[child + 1])) {
                ++child;
            }
            heap[place] = std::move(heap[child]);
            place = child;
        }
        heap[place] = std::move(item);
        return place;
    }
};

}  // namespace coroscope
