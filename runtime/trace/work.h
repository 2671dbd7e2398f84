// Work: how far something that takes long has come, and whether anybody still wants it.
//
//     Work work;
//     std::jthread worker([&] {
//         try { bytes = encode_ctrace(trace, &work); } catch (const WorkCancelled&) {}
//     });
//     work.amount();       // any thread, any number of times
//     work.cancel();       // advance() throws at the next occasion
//
// Whoever does long work takes a pointer that may be null: then nobody watches. Units are the
// work's own: bytes, events, rows. A second expect() begins a new part from nothing.
// Errors: WorkCancelled from advance() once cancel() was called; whoever started the work catches
// it, and whatever the work had made by then is thrown away.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>

namespace coroscope {

class WorkCancelled : public std::exception {
public:
    [[nodiscard]] const char* what() const noexcept override { return "cancelled"; }
};

class Work {
public:
    struct Amount {
        std::uint64_t done = 0;
        std::uint64_t total = 0;  ///< 0: nobody knows
    };

    // -- of whoever works
    void expect(std::uint64_t total) {
        done_.store(0, std::memory_order_relaxed);
        total_.store(total, std::memory_order_relaxed);
    }
    void advance(std::uint64_t more = 1) {
        if (!go_on(more)) [[unlikely]] {
            throw WorkCancelled();
        }
    }
    /// The same for who has to tidy up first: false instead of the exception.
    [[nodiscard]] bool go_on(std::uint64_t more) {
        done_.fetch_add(more, std::memory_order_relaxed);
        return !is_cancelled();
    }

    // -- of whoever waits
    void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool is_cancelled() const { return cancelled_.load(std::memory_order_relaxed); }
    [[nodiscard]] Amount amount() const {
        return {done_.load(std::memory_order_relaxed), total_.load(std::memory_order_relaxed)};
    }

private:
    std::atomic<std::uint64_t> done_ = 0;
    std::atomic<std::uint64_t> total_ = 0;
    std::atomic<bool> cancelled_ = false;
};

inline void expect(Work* work, std::uint64_t total) {
    if (work != nullptr) {
        work->expect(total);
    }
}
inline void advance(Work* work, std::uint64_t more = 1) {
    if (work != nullptr) {
        work->advance(more);
    }
}

}  // namespace coroscope
