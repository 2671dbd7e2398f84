#include "runtime/core/frame_pool.h"

namespace coroscope {

constinit thread_local FramePool* detail::t_frame_pool = nullptr;

FramePool& FramePool::make_mine() {
    thread_local FramePool pool;
    detail::t_frame_pool = &pool;
    return pool;
}

FramePool::~FramePool() {
    while (slabs_ != nullptr) {
        Slab* const next = slabs_->next;
        ::operator delete(slabs_);
        slabs_ = next;
    }
}

void FramePool::release_large(void* block) noexcept { ::operator delete(block); }

void* FramePool::carve(std::size_t bytes) {
    if (!COROSCOPE_POOL || bytes > (kClasses - 1) * kGrain) {
        return ::operator new(bytes);
    }
    bytes = (bytes + kGrain - 1) / kGrain * kGrain;
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
