// Hello, gather
//
// Three requests, each of which takes a while, are started together. The whole takes as long as the
// longest of them, and the results come in the order in which they were asked for, not in the order
// in which they arrived.
//
// Watch:  three sleeps side by side on the timeline; main waits for 3 tasks and runs twice.
// Source: articles A, C and E, the first example of each.

#include "scenarios/basics/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> fetch(std::string what, Duration delay) {
    log("{}: start", what);
    co_await sleep(delay);
    log("{}: done", what);
    co_return what + " data";
}

Coroutine<std::string> hello_gather(Stage& stage) {
    auto task_a = fetch("A", stage.duration("first"));
    auto task_b = fetch("B", stage.duration("second"));
    auto task_c = fetch("C", stage.duration("third"));

    const auto [a, b, c] = co_await gather(std::move(task_a), std::move(task_b), std::move(task_c));

    log("results: {}, {}, {}", a, b, c);
    co_return fmt::format("[{}, {}, {}]", a, b, c);
}

}  // namespace

const Scenario kHelloGather{
    ScenarioId("basics/hello-gather"),
    Title("Hello, gather", "你好，gather"),
    Difficulty::Easy,
    Params()
        .duration("first", 1s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("second", 2s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("third", 1s, AtLeast<Duration>(0s), AtMost<Duration>(1h)),
    Variants().only(hello_gather, Expected().ends_at(2s).result("[A data, B data, C data]")),
};

}  // namespace coroscope
