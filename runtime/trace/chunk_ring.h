// ChunkRing: the end of an endless list, in chunks that are used again. One writer fills chunks by
// itself; any thread may ask for the end of what was published, as a ChunkList.
//
//     ChunkRing<TraceEvent> ring(100'000);               // at least the last 100,000
//     std::span<TraceEvent> chunk = ring.next_chunk();   // fill it, then ask for the next
//     ring.published().store(7, std::memory_order_release);
//     auto [list, dropped] = ring.list();                // any thread
//
// A list holds on to its chunks. When the oldest chunk's turn to be written again comes while a
// list holds it, a fresh one takes its place in the ring.
//
// How it is safe: what a list shows is below the published count, and is not written again while
// somebody holds it. Holding begins under the mutex under which chunks are taken again; it ends
// with a release that the writer's acquire sees.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtime/trace/chunks.h"

namespace coroscope {

template <class T>
class ChunkRing {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    static constexpr std::size_t kChunk = detail::kChunkSize<T>;

    /// Requires: keep_last > 0.
    explicit ChunkRing(std::size_t keep_last) : limit_((keep_last + kChunk - 1) / kChunk + 1) {}

    /// Room for the next kChunk elements. Writer only; call it when the chunk before is full.
    [[nodiscard]] std::span<T> next_chunk() {
        const std::lock_guard lock(mutex_);
        if (chunks_.size() < limit_) {
            chunks_.push_back(std::make_shared<Chunk>());
        } else {
            std::shared_ptr<Chunk> oldest = std::move(chunks_.front());
            chunks_.pop_front();
            dropped_ += kChunk;
            if (oldest->holders.load(std::memory_order_acquire) != 0) {
                oldest = std::make_shared<Chunk>();
            }
            chunks_.push_back(std::move(oldest));
        }
        return {chunks_.back()->elements, kChunk};
    }
    /// How many elements, counted from the very first, list() may show.
    [[nodiscard]] std::atomic<std::size_t>& published() { return published_; }

    struct End {
        ChunkList<T> list;
        std::size_t dropped = 0;  ///< how many came before the list's first
    };
    /// What is kept of the published prefix. Any thread.
    [[nodiscard]] End list() const {
        const std::lock_guard lock(mutex_);
        const std::size_t published = published_.load(std::memory_order_acquire);
        End end;
        end.dropped = std::min(dropped_, published);  // the writer may be a whole ring ahead
        end.list.size_ = published - end.dropped;
        auto hold = std::make_shared<Hold>();
        for (std::size_t i = 0; i * kChunk < end.list.size_; ++i) {
            hold->add(chunks_[i]);
        }
        end.list.chunks_ = hold->directory.data();
        end.list.store_ = std::move(hold);
        return end;
    }

private:
    struct Chunk {
        T elements[kChunk];
        std::atomic<std::size_t> holders = 0;
    };
    /// The chunks of one list.
    struct Hold {
        Hold() = default;
        ~Hold() {
            for (const std::shared_ptr<Chunk>& chunk : chunks) {
                chunk->holders.fetch_sub(1, std::memory_order_release);
            }
        }
        Hold(const Hold&) = delete;
        Hold& operator=(const Hold&) = delete;
        void add(const std::shared_ptr<Chunk>& chunk) {
            chunks.push_back(chunk);
            directory.push_back(chunk->elements);
            chunk->holders.fetch_add(1, std::memory_order_relaxed);
        }
        std::vector<std::shared_ptr<Chunk>> chunks;
        std::vector<T*> directory;
    };

    std::size_t limit_;
    mutable std::mutex mutex_;
    std::deque<std::shared_ptr<Chunk>> chunks_;  // oldest first
    std::size_t dropped_ = 0;                    // the elements before chunks_.front()
    std::atomic<std::size_t> published_ = 0;
};

}  // namespace coroscope
