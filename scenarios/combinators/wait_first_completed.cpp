// The first one wins
//
// Three tasks want the same. main waits until the first of them is done, takes its result, cancels
// the others, and waits until they have really stopped.
//
// Watch:  B is done, main wakes up, and two arrows of cancellation go to A and C.
// Source: article B, its first program.

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> racer(std::string letter, Duration takes) {
    log("{} starts", letter);
    try {
        co_await sleep(takes);
    } catch (const CancelledError&) {
        log("{} has to stop", letter);
        throw;
    }
    log("{} is done", letter);
    co_return letter;
}

Coroutine<std::string> first_wins(Stage& stage) {
    std::vector<Task<std::string>> racers;
    racers.push_back(create_task(racer("A", stage.duration("first")), "A"));
    racers.push_back(create_task(racer("B", stage.duration("second")), "B"));
    racers.push_back(create_task(racer("C", stage.duration("third")), "C"));

    const auto [done, pending] = co_await wait(racers, FIRST_COMPLETED);
    std::string winners;
    for (const Task<std::string>& winner : done) {
        winners += winner.result();
    }
    log("first: {}", winners);

    for (const Task<std::string>& loser : pending) {
        loser.cancel();
    }
    co_await gather(return_exceptions, pending);
    stage.expect(std::ranges::all_of(pending, &Task<std::string>::cancelled), "the others stop");
    co_return winners;
}

}  // namespace

const Scenario kWaitFirstCompleted{
    ScenarioId("combinators/wait-first-completed"),
    Title("The first one wins", "先完成者胜"),
    Difficulty::Easy,
    Params()
        .duration("first", 2s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("second", 1s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("third", 3s, AtLeast<Duration>(0s), AtMost<Duration>(1h)),
    Variants().only(first_wins, Expected().ends_at(1s).result("B")),
};

}  // namespace coroscope
