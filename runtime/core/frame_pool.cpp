#include "runtime/core/frame_pool.h"

#include <new>

// Under AddressSanitizer every frame comes from the heap, so that a use after its end is seen.
#if defined(__SANITIZE_ADDRESS__)
#define COROSCOPE_POOL 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define COROSCOPE_POOL 0
#endif
#endif
#ifndef COROSCOPE_POOL
#define COROSCOPE_POOL 1
#endif

namespace coroscope {

FramePool& FramePool::mine() {
    thread_local FramePool pool;
    return pool;
}

FramePool::~FramePool() {
    while (slabs_ != nullptr) {
        Slab* const next = slabs_->next;
        ::operator delete(slabs_);
        slabs_ = next;
    }
}

void* FramePool::allocate(std::size_t bytes) {
    live_bytes_ += bytes;
    if (live_bytes_ > peak_bytes_) {
        peak_bytes_ = live_bytes_;
    }
    const std::size_t size_class = (bytes + kGrain - 1) / kGrain;
    if (COROSCOPE_POOL == 0 || size_class >= kClasses) {
        return ::operator new(bytes);
    }
    if (Free* const block = free_[size_class]; block != nullptr) [[likely]] {
        free_[size_class] = block->next;
        return block;
    }
    return carve(size_class * kGrain);
}

void FramePool::release(void* block, std::size_t bytes) noexcept {
    live_bytes_ -= bytes;
    const std::size_t size_class = (bytes + kGrain - 1) / kGrain;
    if (COROSCOPE_POOL == 0 || size_class >= kClasses) {
        ::operator delete(block);
        return;
    }
    free_[size_class] = new (block) Free{free_[size_class]};
}

void* FramePool::carve(std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - next_) < bytes) {
        auto* const slab = static_cast<char*>(::operator new(kSlabBytes));
        slabs_ = new (slab) Slab{slabs_};
        next_ = slab + kGrain;
        end_ = slab + kSlabBytes;
    }
    void* const block = next_;
    next_ += bytes;
    return block;
}

}  // namespace coroscope
