// Dining philosophers
//
// Philosophers at a round table, one fork between each two, and each needs both forks to eat.
// Everybody takes the left one first: everybody has one fork, and nobody gets a second.
//
// Watch:  after the first reach every fork is taken, and the ring goes round the whole table.
// Source: Dijkstra, "Hierarchical ordering of sequential processes" (1971).

#include <algorithm>
#include <deque>

#include "scenarios/deadlocks/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Times {
    Duration reach;
    Duration eat;
};

Coroutine<> dine(std::size_t seat, int meals, Lock& first, Lock& second, Times times) {
    for (int meal = 1; meal <= meals; ++meal) {
        const auto one = co_await first.hold();
        log("philosopher {} has a fork", seat);
        co_await sleep(times.reach);  // over to the other fork
        const auto other = co_await second.hold();
        log("philosopher {} eats", seat);
        co_await sleep(times.eat);
    }
}

template <class Choose>
Coroutine<std::string> table(Stage& stage, Choose first_and_second) {
    const Times times{.reach = stage.duration("reach"), .eat = stage.duration("eat")};
    const auto seats = static_cast<std::size_t>(stage.integer("philosophers"));
    const int meals = stage.integer("meals");
    std::deque<Lock> forks;
    while (forks.size() < seats) {
        forks.emplace_back(name("fork", std::ssize(forks) + 1));
    }
    std::vector<Task<>> tasks;
    for (std::size_t left = 0; left < seats; ++left) {
        const std::size_t right = (left + 1) % seats;
        const auto [first, second] = first_and_second(left, right);
        tasks.push_back(create_task(dine(left + 1, meals, forks.at(first), forks.at(second), times),
                                    name("philosopher", std::ssize(tasks) + 1)));
    }
    co_await gather(tasks);
    co_return fmt::format("{} meals eaten", std::ssize(tasks) * meals);
}

Coroutine<std::string> left_first(Stage& stage) {
    return table(stage, [](std::size_t left, std::size_t right) { return std::pair(left, right); });
}

/// Everybody begins with the fork of the lower number. For the last seat that is the right one.
Coroutine<std::string> lower_first(Stage& stage) {
    return table(stage,
                 [](std::size_t left, std::size_t right) { return std::minmax({left, right}); });
}

}  // namespace

const Scenario kDiningPhilosophers{
    ScenarioId("deadlocks/dining-philosophers"),
    Title("Dining philosophers", "哲学家进餐"),
    Difficulty::Medium,
    Params()
        .integer("philosophers", 5, AtLeast(2), AtMost(16))
        .integer("meals", 1, AtLeast(1), AtMost(20))
        .duration("reach", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("eat", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(left_first, Expected().finding("deadlock").hangs().ends_at(10ms))
        .fixed(lower_first, Expected().ends_at(520ms).result("5 meals eaten")),
};

}  // namespace coroscope
