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
