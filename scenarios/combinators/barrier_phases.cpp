// Round by round
//
// Four workers, one cell each: 1 2 3 4. In round one each adds what its left neighbour has, in
// round two what stands two places to the left; then the cells are the sums 1 3 6 10. That holds
// only if everybody reads the old cells, so each round has two phases: all read, then all write,
// with a barrier after each. The broken twin has one barrier for each round, and fast workers write
// before slow ones have read.
//
// Watch:  who waits at the barrier, and for whom.
// Source: Hillis and Steele, "Data parallel algorithms" (1986); asyncio's documentation of Barrier.

#include <deque>

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

using Cells = std::deque<Shared<int>>;

/// What worker `i` shall add in this round: the cell `distance` places to the left.
int left_of(const Cells& cells, std::size_t i, std::size_t distance) {
    return i >= distance ? cells[i - distance].read() : 0;
}

Coroutine<> one_barrier(Cells& cells, Barrier& barrier, std::size_t i, Duration pace) {
    for (std::size_t distance = 1; distance < cells.size(); distance *= 2) {
        co_await sleep(pace);
        const int left = left_of(cells, i, distance);
        cells[i].write(cells[i].read() + left);
        co_await barrier.wait();
    }
}

Coroutine<> two_barriers(Cells& cells, Barrier& barrier, std::size_t i, Duration pace) {
    for (std::size_t distance = 1; distance < cells.size(); distance *= 2) {
        co_await sleep(pace);
        const int left = left_of(cells, i, distance);
        co_await barrier.wait();  // all have read
        cells[i].write(cells[i].read() + left);
        co_await barrier.wait();  // all have written
    }
}

std::string text(const Cells& cells) {
    std::string line;
    for (const Shared<int>& cell : cells) {
        line += fmt::format("{}{}", line.empty() ? "" : " ", cell.read());
    }
    return line;
}

template <class Work>
Coroutine<std::string> sums(Stage& stage, Work work) {
    const int workers = stage.integer("workers");
    Cells cells;
    for (int i = 1; i <= workers; ++i) {
        cells.emplace_back(name("cell", i), i);
    }
    Barrier barrier("barrier", workers);

    std::vector<Task<>> tasks;
    for (int i = 1; i <= workers; ++i) {
        const auto cell = static_cast<std::size_t>(i - 1);
        tasks.push_back(
            create_task(work(cells, barrier, cell, i * stage.duration("pace")), name("worker", i)));
    }
    co_await gather(tasks);

    const std::string result = text(cells);
    stage.expect(cells.back().read() == workers * (workers + 1) / 2,
                 "the last cell has the sum of all");
    co_return result;
}

Coroutine<std::string> read_and_write(Stage& stage) { return sums(stage, one_barrier); }
Coroutine<std::string> read_then_write(Stage& stage) { return sums(stage, two_barriers); }

}  // namespace

const Scenario kBarrierPhases{
    ScenarioId("combinators/barrier-phases"),
    Title("Round by round", "一轮接一轮"),
    Difficulty::Medium,
    Params()
        .integer("workers", 4, AtLeast(1), AtMost(64))
        .duration("pace", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(read_and_write, Expected()
                                    .check_fails("the last cell has the sum of all")
                                    .ends_at(80ms)
                                    .result("1 3 7 13"))
        .fixed(read_then_write, Expected().ends_at(80ms).result("1 3 6 10")),
};

}  // namespace coroscope
