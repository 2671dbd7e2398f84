// FramePool: memory for coroutine frames and tasks, by size class of 16 bytes; freed blocks are
// used again. One for each OS thread, because a run never leaves its thread. Counts live and peak
// bytes.
#pragma once

#include <cstddef>

namespace coroscope {

class FramePool {
public:
    /// The calling thread's pool.
    static FramePool& mine();

    [[nodiscard]] void* allocate(std::size_t bytes);
    void release(void* block, std::size_t bytes) noexcept;

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

    void* carve(std::size_t bytes);

    Free* free_[kClasses] = {};
    Slab* slabs_ = nullptr;
    char* next_ = nullptr;
    char* end_ = nullptr;
    std::size_t live_bytes_ = 0;
    std::size_t peak_bytes_ = 0;
};

/// Base of everything that is allocated from the pool of its thread.
struct Pooled {
    static void* operator new(std::size_t bytes) { return FramePool::mine().allocate(bytes); }
    static void operator delete(void* block, std::size_t bytes) noexcept {
        FramePool::mine().release(block, bytes);
    }
};

}  // namespace coroscope
