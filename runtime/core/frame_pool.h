// FramePool: memory for coroutine frames and tasks, by size class of 16 bytes; freed blocks are
// used again. One for each OS thread, because a run never leaves its thread. Counts live and peak
// bytes.
#pragma once

#include <cstddef>
#include <new>
#include <utility>

// Under AddressSanitizer every frame comes from the heap, so that a use after its end is seen.
#if defined(__SANITIZE_ADDRESS__)
#define COROSCOPE_POOL false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define COROSCOPE_POOL false
#endif
#endif
#ifndef COROSCOPE_POOL
#define COROSCOPE_POOL true
#endif

namespace coroscope {

/// Is told of coroutine frames; see FramePool::watch.
class FrameWatcher {
public:
    /// `function` is the coroutine's name as the compiler writes it.
    virtual void frame_made(const char* function, std::size_t bytes) noexcept = 0;
    virtual void frame_freed(const char* function, std::size_t bytes) noexcept = 0;

protected:
    ~FrameWatcher() = default;
};

class FramePool {
public:
    /// The calling thread's pool.
    static FramePool& mine();

    [[nodiscard]] void* allocate(std::size_t bytes) {
        live_bytes_ += bytes;
        if (live_bytes_ > peak_bytes_) {
            peak_bytes_ = live_bytes_;
        }
        const std::size_t size_class = (bytes + kGrain - 1) / kGrain;
        if (size_class < kClasses && free_[size_class] != nullptr) [[likely]] {
            return std::exchange(free_[size_class], free_[size_class]->next);
        }
        return carve(bytes);
    }
    void release(void* block, std::size_t bytes) noexcept {
        live_bytes_ -= bytes;
        const std::size_t size_class = (bytes + kGrain - 1) / kGrain;
        if (COROSCOPE_POOL && size_class < kClasses) [[likely]] {
            free_[size_class] = new (block) Free{free_[size_class]};
        } else {
            release_large(block);
        }
    }

    [[nodiscard]] std::size_t live_bytes() const { return live_bytes_; }
    [[nodiscard]] std::size_t peak_bytes() const { return peak_bytes_; }

    /// From now on `watcher` is told of every coroutine frame; nullptr: nobody. Gives the one
    /// before.
    FrameWatcher* watch(FrameWatcher* watcher) { return std::exchange(watcher_, watcher); }
    // A frame's size is known where its memory is taken, its function where its promise lives.
    [[nodiscard]] bool watched() const { return watcher_ != nullptr; }
    void frame_sized(std::size_t bytes) { bytes_ = bytes; }
    void frame_made(const char* function) { watcher_->frame_made(function, bytes_); }
    void frame_ends(const char* function) { function_ = function; }
    void frame_freed(std::size_t bytes) {
        if (const char* const function = std::exchange(function_, nullptr)) {
            watcher_->frame_freed(function, bytes);
        }
    }

    FramePool() = default;
    FramePool(const FramePool&) = delete;
    FramePool& operator=(const FramePool&) = delete;
    ~FramePool();

private:
    struct Free {
        Free* next;
    };
    struct Slab {
        Slab* next;
    };
    static constexpr std::size_t kGrain = 16;
    static constexpr std::size_t kClasses = 64;
    static constexpr std::size_t kSlabBytes = std::size_t{1} << 16;

    static FramePool& make_mine();
    [[nodiscard]] void* carve(std::size_t bytes);
    static void release_large(void* block) noexcept;

    Free* free_[kClasses] = {};
    Slab* slabs_ = nullptr;
    char* next_ = nullptr;
    char* end_ = nullptr;
    std::size_t live_bytes_ = 0;
    std::size_t peak_bytes_ = 0;
    FrameWatcher* watcher_ = nullptr;
    std::size_t bytes_ = 0;
    const char* function_ = nullptr;
};

namespace detail {
extern constinit thread_local FramePool* t_frame_pool;  // null until it is asked for
}

inline FramePool& FramePool::mine() {
    return detail::t_frame_pool != nullptr ? *detail::t_frame_pool : make_mine();
}

/// Base of everything that is allocated from the pool of its thread.
struct Pooled {
    static void* operator new(std::size_t bytes) { return FramePool::mine().allocate(bytes); }
    static void operator delete(void* block, std::size_t bytes) noexcept {
        FramePool::mine().release(block, bytes);
    }
};

}  // namespace coroscope
