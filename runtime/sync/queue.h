// Queue<T>: items handed from task to task, first in first out (asyncio.Queue).
//
//     Queue<int> queue("queue", 5);       // at most 5 items; 0 = unbounded
//     co_await queue.put(1);
//     const int item = co_await queue.get();
//     queue.task_done();                  // one for each item that was got
//     co_await queue.join();              // until every item put is done
//     queue.shutdown();                   // no more items; get() takes what is left
//
// PriorityQueue and LifoQueue differ in which item is next; see there.
// put() waits while the queue is full, get() while it is empty. A woken task reserves nothing: if
// another was faster it waits again, at the end of the line. shutdown() wakes all that wait;
// shutdown(true) also drops the items, as done, which may end join(). All items are traced as text.
// Errors: put_nowait: QueueFull; get_nowait: QueueEmpty; task_done() called too often: ValueError;
// after shutdown(), put, and get when nothing is left: QueueShutDown.
// Source: CPython Lib/asyncio/queues.py (3.13).
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>

#include "runtime/core/resource.h"
#include "runtime/core/value_text.h"
#include "runtime/sync/waiter.h"

namespace coroscope {

/// What does not depend on the items' type.
class QueueBase : public Resource {
public:
    [[nodiscard]] std::size_t qsize() const { return count_; }
    [[nodiscard]] std::size_t maxsize() const { return maxsize_; }
    [[nodiscard]] bool empty() const { return qsize() == 0; }
    [[nodiscard]] bool full() const { return maxsize_ > 0 && qsize() >= maxsize_; }
    void task_done(std::source_location where = std::source_location::current());
    void shutdown(bool immediate = false,
                  std::source_location where = std::source_location::current());

protected:
    QueueBase(std::string_view name, std::int64_t maxsize, std::source_location where);
    virtual ~QueueBase() = default;
    /// An item is in, or out: counts it and wakes who waits for that.
    void item_put(TextId item, SiteId site);
    void item_got(TextId item, SiteId site);
    /// Errors: QueueShutDown.
    void require_open() const;

private:
    /// There is an item (get) or room (put).
    [[nodiscard]] bool available(bool get) const { return get ? !empty() : !full(); }
    [[nodiscard]] bool can_go_on(bool get) const { return available(get) || shut_down_; }
    /// Takes the next item out; returns its text.
    virtual TextId drop_next() = 0;
    friend class QueueAwaiter;
    friend class JoinAwaiter;
    std::size_t maxsize_;
    std::size_t count_ = 0;
    std::int64_t unfinished_ = 0;
    bool shut_down_ = false;
    WaiterList getters_;
    WaiterList putters_;
    WaiterList joiners_;
    WaiterList woken_;  // getters and putters that will run
};

/// Waits until there is an item (get) or room (put).
class QueueAwaiter : public Suspension {
public:
    QueueAwaiter(QueueBase& queue, bool get) : queue_(queue), get_(get) {}
    QueueAwaiter(const QueueAwaiter&) = delete;
    QueueAwaiter& operator=(const QueueAwaiter&) = delete;
    [[nodiscard]] bool await_ready() const { return queue_.can_go_on(get_); }
    template <class P>
    void await_suspend(std::coroutine_handle<P> coroutine) {
        place_.emplace(queue_, get_).queue_up();
        suspend(coroutine.promise(), *place_);
    }

protected:
    ~QueueAwaiter() = default;
    /// Raises if the wait was cancelled, and then passes the wake-up on, or if the queue is shut
    /// down.
    void check_resumed() {
        if (place_) {
            leave_place();
        }
        if (!get_ || !queue_.available(true)) {
            queue_.require_open();
        }
    }
    [[nodiscard]] QueueBase& queue() const { return queue_; }

private:
    class Place final : public Waiter {
    public:
        Place(QueueBase& queue, bool get)
            : Waiter(queue.loop(), get ? WaitReason::QueueGet : WaitReason::QueuePut,
                     get ? WakeReason::ItemPut : WakeReason::RoomMade, queue.object()),
              queue_(queue),
              get_(get) {}
        [[nodiscard]] WaiterList& line() const { return get_ ? queue_.getters_ : queue_.putters_; }
        void queue_up() { line().add(*this); }
        void wake_next() {
            line().pop_and_wake(queue_.woken_, get_ ? WakeReason::ItemPut : WakeReason::RoomMade);
        }
        bool completes_wait(TaskBase& task) override;

    private:
        QueueBase& queue_;
        bool get_;
    };
    void leave_place();

    QueueBase& queue_;
    bool get_;
    std::optional<Place> place_;  // once it has to wait
};

class JoinAwaiter : public Suspension {
public:
    using Result = void;
    static constexpr const char* kFunction = "join()";
    explicit JoinAwaiter(QueueBase& queue)
        : queue_(queue),
          waiter_(queue.loop(), WaitReason::QueueJoin, WakeReason::QueueJoined, queue.object()) {}
    JoinAwaiter(JoinAwaiter&& other) noexcept : JoinAwaiter(other.queue_) {}
    [[nodiscard]] bool await_ready() const { return queue_.unfinished_ == 0; }
    template <class P>
    void await_suspend(std::coroutine_handle<P> coroutine) {
        queue_.joiners_.add(waiter_);
        suspend(coroutine.promise(), waiter_);
    }
    void await_resume() {
        waiter_.leave();
        resumed();
    }

private:
    QueueBase& queue_;
    Waiter waiter_;
};

template <class T>
class Queue : public QueueBase {
public:
    explicit Queue(std::string_view name = {}, std::int64_t maxsize = 0,
                   std::source_location where = std::source_location::current())
        : QueueBase(name, maxsize, where) {}

    class PutAwaiter : public QueueAwaiter {
    public:
        using Result = void;
        static constexpr const char* kFunction = "put()";
        PutAwaiter(Queue& queue, T item) : QueueAwaiter(queue, false), item_(std::move(item)) {}
        PutAwaiter(PutAwaiter&& other) noexcept
            : PutAwaiter(static_cast<Queue&>(other.queue()), std::move(other.item_)) {}
        void await_resume() {
            check_resumed();
            auto& queue = static_cast<Queue&>(this->queue());
            queue.insert(std::move(item_), queue.loop().await_site());
        }

    private:
        T item_;
    };
    class GetAwaiter : public QueueAwaiter {
    public:
        using Result = T;
        static constexpr const char* kFunction = "get()";
        explicit GetAwaiter(Queue& queue) : QueueAwaiter(queue, true) {}
        GetAwaiter(GetAwaiter&& other) noexcept : GetAwaiter(static_cast<Queue&>(other.queue())) {}
        T await_resume() {
            check_resumed();
            auto& queue = static_cast<Queue&>(this->queue());
            return queue.remove(queue.loop().await_site());
        }
    };

    [[nodiscard]] PutAwaiter put(T item) { return PutAwaiter(*this, std::move(item)); }
    [[nodiscard]] GetAwaiter get() { return GetAwaiter(*this); }
    [[nodiscard]] JoinAwaiter join() { return JoinAwaiter(*this); }
    void put_nowait(T item, std::source_location where = std::source_location::current()) {
        require_open();
        if (full()) {
            throw QueueFull();
        }
        insert(std::move(item), loop().site(where));
    }
    T get_nowait(std::source_location where = std::source_location::current()) {
        if (empty()) {
            require_open();
            throw QueueEmpty();
        }
        return remove(loop().site(where));
    }

protected:
    /// What the queues of other orders override.
    virtual void push(T item) { items_.push_back(std::move(item)); }
    virtual T pop() {
        T item = std::move(items_.front());
        items_.pop_front();
        return item;
    }
    std::deque<T> items_;

private:
    void insert(T item, SiteId site) {
        const TextId text = loop().value_text(item);
        push(std::move(item));
        item_put(text, site);
    }
    T remove(SiteId site) {
        T item = pop();
        item_got(loop().value_text(item), site);
        return item;
    }
    TextId drop_next() override { return loop().value_text(pop()); }
};

}  // namespace coroscope
