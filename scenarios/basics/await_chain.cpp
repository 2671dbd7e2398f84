// A chain of awaits
//
// A request waits for a layer, which waits for the next layer, and the innermost one waits for a
// future. When the future is set, the answer goes up through all the coroutines in one step. If
// each layer is a task of its own, every layer costs one more turn of the event loop.
//
// Watch:  the await tree; then one step that passes the answer on three times, against three steps.
// Source: article D, coroutines as state machines.

#include "scenarios/basics/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<int> layer(int depth, Future<int> answer) {
    int value = 0;
    if (depth == 1) {
        value = co_await answer;
    } else {
        value = co_await layer(depth - 1, answer);
    }
    log("layer {} passes {} on", depth, value);
    co_return value;
}

Coroutine<int> layer_with_tasks(int depth, Future<int> answer) {
    int value = 0;
    if (depth == 1) {
        value = co_await answer;
    } else {
        auto inner = create_task(layer_with_tasks(depth - 1, answer), name("layer", depth - 1));
        value = co_await inner;
    }
    log("layer {} passes {} on", depth, value);
    co_return value;
}

/// Sets the answer and counts the turns of the loop until the request has it.
Coroutine<int> turns_until_done(Task<int> request, Future<int> answer, Duration wait) {
    co_await sleep(wait);
    log("the answer is here");
    answer.set_result(42);
    int turns = 0;
    while (!request.done() && turns < 1000) {  // asyncio's order needs no limit, others might
        co_await sleep(0ms);
        ++turns;
    }
    const int value = co_await request;  // done: main does not stop here
    log("the request has {}, turns: {}", value, turns);
    co_return turns;
}

Coroutine<std::string> await_chain(Stage& stage) {
    const int layers = stage.integer("layers");
    const Duration wait = stage.duration("wait");

    Future<int> first("first answer");
    auto request = create_task(layer(layers, first), "request");
    const int coroutines = co_await turns_until_done(request, first, wait);

    Future<int> second("second answer");
    auto other = create_task(layer_with_tasks(layers, second), "request of tasks");
    const int tasks = co_await turns_until_done(other, second, wait);

    stage.expect(coroutines == 1, "a chain of coroutines needs one wake-up");
    stage.expect(tasks == layers, "a chain of tasks needs one for each task");
    co_return fmt::format("coroutines: {}, tasks: {}", coroutines, tasks);
}

}  // namespace

const Scenario kAwaitChain{
    ScenarioId("basics/await-chain"),
    Title("A chain of awaits", "一串 await"),
    Difficulty::Medium,
    Params()
        .integer("layers", 3, AtLeast(1), AtMost(100))
        .duration("wait", 100ms, AtLeast<Duration>(1ms), AtMost<Duration>(1h)),
    Variants().only(await_chain, Expected().ends_at(200ms).result("coroutines: 1, tasks: 3")),
};

}  // namespace coroscope
