// The floor: what the hardware allows. Coroutine handles in a ring, frames from a pool, and nothing
// else: no cancellation, no names, no exceptions, no trace. One thread, one run at a time.
//
//     floor_runtime::spawn(yielder(1000));
//     floor_runtime::run();
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <new>

namespace coroscope::floor_runtime {

/// Frames by size class of 16 bytes.
class FramePool {
public:
    void* allocate(std::size_t bytes) {
        const std::size_t size_class = (bytes + 15) / 16;
        if (size_class >= kClasses) {
            return ::operator new(bytes);
        }
        if (Free* const block = free_[size_class]; block != nullptr) [[likely]] {
            free_[size_class] = block->next;
            return block;
        }
        return carve(size_class * 16);
    }
    void release(void* block, std::size_t bytes) {
        const std::size_t size_class = (bytes + 15) / 16;
        if (size_class >= kClasses) {
            ::operator delete(block);
            return;
        }
        free_[size_class] = new (block) Free{free_[size_class]};
    }

private:
    struct Free {
        Free* next;
    };
    static constexpr std::size_t kClasses = 64;
    static constexpr std::size_t kSlabBytes = std::size_t{1} << 16;
    [[gnu::noinline]] void* carve(std::size_t bytes) {
        if (left_ < bytes) {
            next_ = static_cast<char*>(::operator new(kSlabBytes));  // never given back
            left_ = kSlabBytes;
        }
        void* const block = next_;
        next_ += bytes;
        left_ -= bytes;
        return block;
    }
    Free* free_[kClasses] = {};
    char* next_ = nullptr;
    std::size_t left_ = 0;
};
inline constinit FramePool frame_pool;

/// Who runs next, first in first out.
class Ring {
public:
    [[nodiscard]] bool empty() const { return head_ == tail_; }
    void push(std::coroutine_handle<> handle) {
        if (tail_ - head_ == size_) [[unlikely]] {
            grow();
        }
        slots_[tail_++ & (size_ - 1)] = handle;
    }
    std::coroutine_handle<> pop() { return slots_[head_++ & (size_ - 1)]; }

private:
    [[gnu::noinline]] void grow() {
        const std::size_t larger = size_ == 0 ? 1024 : 2 * size_;
        auto* const slots = new std::coroutine_handle<>[larger];
        const std::size_t count = tail_ - head_;
        for (std::size_t i = 0; i < count; ++i) {
            slots[i] = slots_[(head_ + i) & (size_ - 1)];
        }
        delete[] slots_;
        slots_ = slots;
        size_ = larger;
        head_ = 0;
        tail_ = count;
    }
    std::coroutine_handle<>* slots_ = nullptr;
    std::size_t size_ = 0;  // a power of two
    std::size_t head_ = 0;
    std::size_t tail_ = 0;
};
inline constinit Ring ready;

inline void run_ready() {
    while (!ready.empty()) {
        ready.pop().resume();
    }
}

struct FromPool {
    static void* operator new(std::size_t bytes) { return frame_pool.allocate(bytes); }
    static void operator delete(void* block, std::size_t bytes) {
        frame_pool.release(block, bytes);
    }
};

/// A task that nobody joins.
struct Detached {
    struct promise_type : FromPool {
        Detached get_return_object() {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;
};
inline void spawn(Detached task) { ready.push(task.handle); }

/// A child with a value, joined once.
struct Child {
    struct promise_type : FromPool {
        std::coroutine_handle<> waiter = std::noop_coroutine();
        int value = 0;
        struct Final {
            bool await_ready() noexcept { return false; }
            std::coroutine_handle<> await_suspend(
                std::coroutine_handle<promise_type> self) noexcept {
                return self.promise().waiter;
            }
            void await_resume() noexcept {}
        };
        Child get_return_object() {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_always initial_suspend() noexcept { return {}; }
        Final final_suspend() noexcept { return {}; }
        void return_value(int result) { value = result; }
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;
};

struct JoinAwaiter {
    std::coroutine_handle<Child::promise_type> child;
    bool await_ready() noexcept { return child.done(); }
    void await_suspend(std::coroutine_handle<> waiter) noexcept { child.promise().waiter = waiter; }
    int await_resume() {
        const int value = child.promise().value;
        child.destroy();
        return value;
    }
};
/// Joins a child that is in the ring.
inline JoinAwaiter join(Child child) { return {child.handle}; }

struct CallAwaiter : JoinAwaiter {
    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiter) noexcept {
        child.promise().waiter = waiter;
        return child;
    }
};
/// Runs a child at once, as a plain call.
inline CallAwaiter call(Child child) { return {{child.handle}}; }

struct YieldAwaiter {
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> self) noexcept { ready.push(self); }
    void await_resume() noexcept {}
};
inline YieldAwaiter yield() { return {}; }

}  // namespace coroscope::floor_runtime
