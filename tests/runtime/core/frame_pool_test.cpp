#include "runtime/core/frame_pool.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <vector>

using namespace coroscope;

TEST_CASE("the pool counts live and peak bytes as they were asked for") {
    FramePool pool;
    void* const a = pool.allocate(100);
    void* const b = pool.allocate(33);
    CHECK(pool.live_bytes() == 133);
    pool.release(a, 100);
    CHECK(pool.live_bytes() == 33);
    CHECK(pool.peak_bytes() == 133);
    pool.release(b, 33);
    CHECK(pool.live_bytes() == 0);
}

TEST_CASE("blocks of every size are aligned, do not overlap and can be written to their end") {
    FramePool pool;
    std::vector<std::pair<unsigned char*, std::size_t>> blocks;
    for (std::size_t bytes = 1; bytes < 3000; bytes += 7) {
        for (int copy = 0; copy < 3; ++copy) {
            auto* const block = static_cast<unsigned char*>(pool.allocate(bytes));
            CHECK(reinterpret_cast<std::uintptr_t>(block) % 16 == 0);
            std::memset(block, static_cast<int>(blocks.size() % 251), bytes);
            blocks.emplace_back(block, bytes);
        }
    }
    bool intact = true;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const auto [block, bytes] = blocks[i];
        intact = intact && block[0] == i % 251 && block[bytes - 1] == i % 251;
    }
    CHECK(intact);
    for (const auto& [block, bytes] : blocks) {
        pool.release(block, bytes);
    }
    CHECK(pool.live_bytes() == 0);
}
