// Handle: something that the loop will run once; an entry of the ready queue (asyncio.Handle).
// Handles are intrusive: they live in the task, timer or callback that they run, so that queueing
// allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/trace/event.h"

namespace coroscope {

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
    friend class HandleList;
    // In a list of handles:
    Handle* next_ = nullptr;
    Handle* before_ = nullptr;  // of the first one: the last; nullptr: in no list
};

/// Handles in order: the done callbacks of a future, the timers of one deadline. A handle can be in
/// one list at a time.
class HandleList {
public:
    [[nodiscard]] bool empty() const { return first_ == nullptr; }
    void add(Handle& handle) {
        handle.next_ = nullptr;
        if (first_ == nullptr) {
            first_ = &handle;
        } else {
            handle.before_ = first_->before_;
            handle.before_->next_ = &handle;
        }
        first_->before_ = &handle;
    }
    /// The first one, taken out; nullptr if there is none.
    Handle* take() {
        Handle* const handle = first_;
        if (handle != nullptr) {
            first_ = handle->next_;
            if (first_ != nullptr) {
                first_->before_ = handle->before_;
            }
            handle->before_ = nullptr;
        }
        return handle;
    }
    [[nodiscard]] Handle* first() const { return first_; }
    [[nodiscard]] static Handle* after(const Handle& handle) { return handle.next_; }
    /// True if it was there. Requires: it is in this list or in none.
    bool remove(Handle& handle) {
        if (handle.before_ == nullptr) {
            return false;
        }
        if (&handle == first_) {
            take();
            return true;
        }
        handle.before_->next_ = handle.next_;
        (handle.next_ == nullptr ? first_ : handle.next_)->before_ = handle.before_;
        handle.before_ = nullptr;
        return true;
    }

private:
    Handle* first_ = nullptr;
};

/// Does nothing: it stands in the ready queue for a timer that was cancelled when it was due
/// already.
class SkippedHandle final : public Handle {
public:
    void run() override {}
};

/// A handle that becomes ready at a deadline.
class TimerHandle : public Handle {
public:
    [[nodiscard]] Nanoseconds deadline() const { return deadline_; }
    /// Its deadline has not come, or it has and the timer waits in the ready queue.
    [[nodiscard]] bool active() const { return place_ != Place::Nowhere; }
    /// Its deadline has not come.
    [[nodiscard]] bool scheduled() const { return place_ == Place::Set || place_ == Place::Late; }
    [[nodiscard]] ObjectId object() const { return object_; }
    [[nodiscard]] TaskId owner() const { return owner_; }
    void run() override;

protected:
    ~TimerHandle() override = default;
    /// Its deadline has come.
    virtual void fire() = 0;

private:
    friend class TimerQueue;
    friend class EventLoop;
    enum class Place : std::uint8_t {
        Nowhere,
        Set,   // in the TimerQueue
        Late,  // there, and its deadline is in the past
        Due,   // in the ready queue
    };
    Nanoseconds deadline_ = 0;
    ObjectId object_ = 0;
    TaskId owner_ = 0;
    Place place_ = Place::Nowhere;
};

}  // namespace coroscope
