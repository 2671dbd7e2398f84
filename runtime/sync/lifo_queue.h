// LifoQueue<T>: a Queue that hands out the newest item first (asyncio.LifoQueue). Tasks that wait
// are still served in the order in which they came.
//
//     LifoQueue<int> stack("stack");
// Source: CPython Lib/asyncio/queues.py.
#pragma once

#include "runtime/sync/queue.h"

namespace coroscope {

template <class T>
class LifoQueue : public Queue<T> {
public:
    using Queue<T>::Queue;

private:
    T pop() override {
        T item = std::move(this->items_.back());
        this->items_.pop_back();
        return item;
    }
};

}  // namespace coroscope
