// Fair by turns, not by time
//
// Three tasks, each in a loop: take the lock, work, release it, ask again at once. Nobody can jump
// the line, not even the task that has just released the lock and asks in the same step while it is
// still free. So everybody has as many turns as the others; but a, which works longer, has the lock
// for most of the time.
//
// Watch:  at 50 ms a releases the lock, finds it free, and has to wait all the same.
// Source: asyncio's documentation of Lock (fairness); CPython Lib/asyncio/locks.py.

#include "scenarios/scenario.h"
#include "scenarios/sync/topic.h"

namespace coroscope {
namespace {

Coroutine<> worker(Lock& lock, std::string& order, char letter, int turns, Duration work) {
    for (int turn = 1; turn <= turns; ++turn) {
        log("{} asks, the lock is {}", letter, lock.locked() ? "taken" : "free");
        co_await lock.acquire();
        log("{}: turn {}", letter, turn);
        order += letter;
        co_await sleep(work);
        lock.release();  // and at once to the end of the line
    }
}

/// True if each round of turns is like the one before.
bool takes_turns(const std::string& order, std::size_t workers) {
    for (std::size_t i = workers; i < order.size(); ++i) {
        if (order[i] != order[i - workers]) {
            return false;
        }
    }
    return true;
}

Coroutine<std::string> lock_fairness(Stage& stage) {
    const int workers = stage.integer("workers");
    Lock lock("lock");
    std::string order;

    std::vector<Task<>> tasks;
    for (int i = 0; i < workers; ++i) {
        const char letter = static_cast<char>('a' + i);
        const Duration work = i == 0 ? stage.duration("long") : stage.duration("short");
        tasks.push_back(create_task(worker(lock, order, letter, stage.integer("turns"), work),
                                    std::string(1, letter)));
    }
    co_await gather(tasks);

    stage.expect(takes_turns(order, tasks.size()), "everybody has a turn before anybody has two");
    co_return order;
}

}  // namespace

const Scenario kLockFairness{
    ScenarioId("sync/lock-fairness"),
    Title("Fair by turns, not by time", "轮次公平，时间不公平"),
    Difficulty::Medium,
    Params()
        .integer("workers", 3, AtLeast(1), AtMost(26))
        .integer("turns", 5, AtLeast(1), AtMost(35))
        .duration("long", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("short", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(lock_fairness, Expected().ends_at(350ms).result("abcabcabcabcabc")),
};

}  // namespace coroscope
