// W4 queue: one producer, one consumer, a queue of 16. An operation is one item.

#include "runtime/sync/queue.h"

#include "bench/floor_timers.h"
#include "bench/work.h"
#include "runtime/core/task.h"
#include "runtime/sync/gather.h"

namespace coroscope::bench {
namespace {

constexpr std::uint64_t kRoom = 16;
std::uint64_t floor_sum = 0;

void check_sum(std::uint64_t sum, std::uint64_t operations) {
    require(sum == operations * (operations - 1) / 2, "every item arrives once");
}

/// Hands items over in place: whoever waits gets, or loses, its item without running.
class FloorQueue {
public:
    struct Place {
        Place* next = nullptr;
        std::coroutine_handle<> task;
        std::uint64_t item = 0;
    };
    struct Put : Place {
        FloorQueue& queue;
        Put(FloorQueue& q, std::uint64_t value) : queue(q) { item = value; }
        bool await_ready() noexcept {
            if (Place* const getter = queue.getters_.take(); getter != nullptr) {
                getter->item = item;
                floor_runtime::ready.push(getter->task);
                return true;
            }
            if (queue.tail_ - queue.head_ == kRoom) {
                return false;
            }
            queue.items_[queue.tail_++ % kRoom] = item;
            return true;
        }
        void await_suspend(std::coroutine_handle<> self) noexcept {
            task = self;
            queue.putters_.add(*this);
        }
        void await_resume() noexcept {}
    };
    struct Get : Place {
        FloorQueue& queue;
        explicit Get(FloorQueue& q) : queue(q) {}
        bool await_ready() noexcept {
            if (queue.head_ == queue.tail_) {
                return false;
            }
            item = queue.items_[queue.head_++ % kRoom];
            if (Place* const putter = queue.putters_.take(); putter != nullptr) {
                queue.items_[queue.tail_++ % kRoom] = putter->item;
                floor_runtime::ready.push(putter->task);
            }
            return true;
        }
        void await_suspend(std::coroutine_handle<> self) noexcept {
            task = self;
            queue.getters_.add(*this);
        }
        std::uint64_t await_resume() noexcept { return item; }
    };

private:
    struct Line {
        Place* first = nullptr;
        Place* last = nullptr;
        void add(Place& place) {
            place.next = nullptr;
            (first == nullptr ? first : last->next) = &place;
            last = &place;
        }
        Place* take() {
            Place* const place = first;
            if (place != nullptr) {
                first = place->next;
            }
            return place;
        }
    };
    std::uint64_t items_[kRoom] = {};
    std::uint64_t head_ = 0;
    std::uint64_t tail_ = 0;
    Line getters_;
    Line putters_;
};

floor_runtime::Detached floor_producer(FloorQueue& queue, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
        co_await FloorQueue::Put(queue, i);
    }
}
floor_runtime::Detached floor_consumer(FloorQueue& queue, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t item = co_await FloorQueue::Get(queue);
        floor_sum += item;
    }
}

void floor_queue(std::uint64_t operations) {
    FloorQueue queue;
    floor_sum = 0;
    floor_runtime::spawn(floor_producer(queue, operations));
    floor_runtime::spawn(floor_consumer(queue, operations));
    floor_runtime::run();
    check_sum(floor_sum, operations);
}

Coroutine<> producer(Queue<std::uint64_t>& queue, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
        co_await queue.put(i);
    }
}
Coroutine<std::uint64_t> consumer(Queue<std::uint64_t>& queue, std::uint64_t count) {
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t item = co_await queue.get();
        sum += item;
    }
    co_return sum;
}

Coroutine<> our_queue(std::uint64_t operations) {
    Queue<std::uint64_t> queue("queue", kRoom);
    const Task<> puts = create_task(producer(queue, operations), "producer");
    const Task<std::uint64_t> gets = create_task(consumer(queue, operations), "consumer");
    co_await puts;
    const std::uint64_t sum = co_await gets;
    check_sum(sum, operations);
}

}  // namespace

const Work kQueue{"W4 queue", 400'000, floor_queue, our_queue};

}  // namespace coroscope::bench
