// ChunkList: an append-only list in chunks that never move. One ChunkWriter appends and publishes;
// any number of ChunkLists, on any thread, see the prefix that was published when they were made,
// and share its chunks.
//
//     ChunkWriter<Site> writer;
//     writer.push_back({"a.cpp", 7});
//     writer.publish();
//     ChunkList<Site> sites = writer.list();   // any thread
//
// How it is safe: an element never moves and is never written again once published; the count is
// stored with release and loaded with acquire; a full directory of chunks is replaced by a larger
// copy, and the old one lives on for those who still read it.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace coroscope {

namespace detail {

/// About 32 KiB: small enough for a run of ten events, large enough that a new one is rare.
template <class T>
inline constexpr std::size_t kChunkSize = sizeof(T) <= 32 ? 1024 : 512;

/// The memory that a writer and its lists share.
template <class T>
struct ChunkStore {
    ChunkStore() = default;
    ~ChunkStore() {
        for (std::size_t i = 0; i < chunk_count; ++i) {
            T* chunk = directories.back()[i];
            if constexpr (!std::is_trivially_destructible_v<T>) {
                const std::size_t before = i * kChunkSize<T>;
                const std::size_t rest = constructed > before ? constructed - before : 0;
                std::destroy_n(chunk, rest < kChunkSize<T> ? rest : kChunkSize<T>);
            }
            ::operator delete(chunk);
        }
    }
    ChunkStore(const ChunkStore&) = delete;
    ChunkStore& operator=(const ChunkStore&) = delete;

    T* add_chunk() {
        if (chunk_count == capacity) {
            grow_directory();
        }
        static_assert(alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
        T* chunk = static_cast<T*>(::operator new(sizeof(T) * kChunkSize<T>));
        directories.back()[chunk_count++] = chunk;
        return chunk;
    }

    void grow_directory() {
        const std::size_t larger = capacity == 0 ? 8 : 2 * capacity;
        auto next = std::make_unique<T*[]>(larger);
        for (std::size_t i = 0; i < chunk_count; ++i) {
            next[i] = directories.back()[i];
        }
        directories.push_back(std::move(next));
        capacity = larger;
        directory.store(directories.back().get(), std::memory_order_release);
    }

    std::atomic<std::size_t> published = 0;
    std::atomic<T* const*> directory = nullptr;
    // What follows belongs to the writer.
    std::vector<std::unique_ptr<T*[]>>
        directories;  ///< the last is in use; the others may still be read
    std::size_t capacity = 0;
    std::size_t chunk_count = 0;
    std::size_t constructed = 0;
};

}  // namespace detail

template <class T>
class ChunkList {
public:
    ChunkList() = default;

    [[nodiscard]] std::size_t size() const { return size_; }
    /// Requires: index < size().
    [[nodiscard]] const T& operator[](std::size_t index) const {
        return chunks_[index / detail::kChunkSize<T>][index % detail::kChunkSize<T>];
    }
    /// The elements from `index` to the end of its chunk or of the list. For fast loops.
    /// Requires: index < size().
    [[nodiscard]] std::span<const T> run_at(std::size_t index) const {
        const std::size_t in_chunk = index % detail::kChunkSize<T>;
        const std::size_t room = detail::kChunkSize<T> - in_chunk;
        const std::size_t left = size_ - index;
        return {chunks_[index / detail::kChunkSize<T>] + in_chunk, left < room ? left : room};
    }

private:
    template <class>
    friend class ChunkWriter;
    template <class>
    friend class ChunkRing;
    std::shared_ptr<const void> store_;  ///< keeps the directory and the chunks alive
    T* const* chunks_ = nullptr;
    std::size_t size_ = 0;
};

/// All but list() belong to the one thread that writes.
template <class T>
class ChunkWriter {
public:
    [[nodiscard]] std::size_t size() const { return store_->constructed; }
    /// Requires: index < size().
    [[nodiscard]] const T& operator[](std::size_t index) const {
        return store_->directories
            .back()[index / detail::kChunkSize<T>][index % detail::kChunkSize<T>];
    }
    void push_back(T value) {
        const std::size_t in_chunk = store_->constructed % detail::kChunkSize<T>;
        if (in_chunk == 0) {
            chunk_ = store_->add_chunk();
        }
        std::construct_at(chunk_ + in_chunk, std::move(value));
        ++store_->constructed;
    }
    void publish() { publish(store_->constructed); }

    /// For a writer that fills chunks by itself: room for the next kChunkSize elements.
    [[nodiscard]] std::span<T> add_chunk() {
        static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
        return {store_->add_chunk(), detail::kChunkSize<T>};
    }
    [[nodiscard]] std::size_t room() const { return store_->chunk_count * detail::kChunkSize<T>; }
    void publish(std::size_t count) { store_->published.store(count, std::memory_order_release); }
    /// The count that list() reads, for a writer that stores it by itself, with release.
    [[nodiscard]] std::atomic<std::size_t>& published() { return store_->published; }

    /// The published prefix. Any thread.
    [[nodiscard]] ChunkList<T> list() const {
        ChunkList<T> list;
        list.size_ = store_->published.load(std::memory_order_acquire);
        list.chunks_ = store_->directory.load(std::memory_order_acquire);
        list.store_ = store_;
        return list;
    }

private:
    std::shared_ptr<detail::ChunkStore<T>> store_ = std::make_shared<detail::ChunkStore<T>>();
    T* chunk_ = nullptr;
};

}  // namespace coroscope
