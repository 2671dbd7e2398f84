// Handle: something that the loop will run once; an entry of the ready queue (asyncio.Handle).
// Handles are intrusive: they live in the task, timer or callback that they run, so that queueing
// allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/trace/event.h"

namespace coroscope {

class CallbackList;
class FutureBase;

class Handle {
public:
    Handle() = default;
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    /// Runs it, in its turn. The handle may be gone when this returns.
    virtual void run() = 0;
    /// It will never run: the loop is closing. Must let go of what it owns.
    virtual void discard() noexcept {}
    /// The task whose step it is, 0 if it is no task's.
    [[nodiscard]] virtual TaskId task_id() const { return 0; }
    /// As a done callback of `future`, which is done: it is put into the ready queue now.
    virtual void queued_by(FutureBase& /*future*/) {}
    /// What remove_done_callback compares; nullptr for a handle of the runtime's own.
    [[nodiscard]] virtual const void* identity() const { return nullptr; }

protected:
    virtual ~Handle() = default;

private:
    friend class CallbackList;
    // In the callbacks of a future:
    CallbackList* list_ = nullptr;
    Handle* before_ = nullptr;
    Handle* next_ = nullptr;
};

/// Does nothing: it stands in the ready queue for a timer that was cancelled when it was due
/// already.
class SkippedHandle final : public Handle {
public:
    void run() override {}
};

/// A handle that becomes ready at a deadline. Removing it before that is O(log n).
class TimerHandle : public Handle {
public:
    [[nodiscard]] Nanoseconds deadline() const { return deadline_; }
    [[nodiscard]] bool scheduled() const { return position_ != kNowhere; }
    [[nodiscard]] ObjectId object() const { return object_; }
    [[nodiscard]] TaskId owner() const { return owner_; }
    void run() override;

protected:
    ~TimerHandle() override = default;
    /// Its deadline has come.
    virtual void fire() = 0;

private:
    friend class TimerHeap;
    friend class EventLoop;
    static constexpr std::size_t kNowhere = ~std::size_t{0};
    Nanoseconds deadline_ = 0;
    std::uint64_t sequence_ = 0;  // equal deadlines fire in order of creation
    std::size_t position_ = kNowhere;
    ObjectId object_ = 0;
    TaskId owner_ = 0;
    bool due_ = false;  // it waits in the ready queue
};

/// The done callbacks of a future, in order of registration. A handle can be in one list at a time.
class CallbackList {
public:
    [[nodiscard]] bool empty() const { return first_ == nullptr; }
    void add(Handle& handle) {
        handle.list_ = this;
        handle.before_ = last_;
        handle.next_ = nullptr;
        (last_ == nullptr ? first_ : last_->next_) = &handle;
        last_ = &handle;
    }
    /// The first one, taken out; nullptr if there is none.
    Handle* take() {
        Handle* const handle = first_;
        if (handle != nullptr) {
            remove(*handle);
        }
        return handle;
    }
    [[nodiscard]] Handle* first() const { return first_; }
    [[nodiscard]] static Handle* after(const Handle& handle) { return handle.next_; }
    /// True if it was there.
    bool remove(Handle& handle) {
        if (handle.list_ != this) {
            return false;
        }
        (handle.before_ == nullptr ? first_ : handle.before_->next_) = handle.next_;
        (handle.next_ == nullptr ? last_ : handle.next_->before_) = handle.before_;
        handle.list_ = nullptr;
        return true;
    }

private:
    Handle* first_ = nullptr;
    Handle* last_ = nullptr;
};

}  // namespace coroscope
