// What a coroutine keeps
//
// A cup of tea needs three waits: the water has to boil, the tea to draw, and then to cool. At each
// await the coroutine stops and leaves the thread to others. What it needs later stays in its
// frame, with the place at which it goes on: a state machine that the compiler has written.
//
// Watch:  the task's variables in the inspector, before and after each await.
// Source: article D, a coroutine is a state machine that can pause and go on.

#include "scenarios/basics/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> make_tea(Duration boil, Duration draw, Duration cool) {
    Local<int> degrees("degrees", 20);
    log("the water has {} degrees", degrees.get());
    co_await sleep(boil);  // the first place to go on from

    degrees = 100;
    Local<std::string> cup("cup", "empty");
    {
        const Local<int> spoons("spoons", 2);  // its scope ends before the next await: not kept
        cup = fmt::format("water and {} spoons of leaves", spoons.get());
    }
    log("in the cup: {}", cup.get());
    co_await sleep(draw);  // the second

    cup = "tea";
    log("in the cup: {} of {} degrees", cup.get(), degrees.get());
    co_await sleep(cool);  // the third

    degrees = 60;
    log("in the cup: {} of {} degrees", cup.get(), degrees.get());
    co_return fmt::format("{} of {} degrees", cup.get(), degrees.get());
}

Coroutine<std::string> state_machine(Stage& stage) {
    std::vector<Task<std::string>> cups;
    for (int i = 1; i <= stage.integer("cups"); ++i) {
        auto tea = make_tea(stage.duration("boil"), stage.duration("draw"), stage.duration("cool"));
        cups.push_back(create_task(std::move(tea), name("cup", i)));
    }
    const std::vector<std::string> made = co_await gather(cups);
    stage.expect(made.back() == "tea of 60 degrees", "what was kept is still there");
    co_return fmt::format("cups: {}, {}", made.size(), made.back());
}

}  // namespace

const Scenario kStateMachine{
    ScenarioId("basics/state-machine"),
    Title("What a coroutine keeps", "协程记住了什么"),
    Difficulty::Easy,
    Params()
        .integer("cups", 1, AtLeast(1), AtMost(1000))
        .duration("boil", 3s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("draw", 4s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("cool", 10s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(state_machine, Expected().ends_at(17s).result("cups: 1, tea of 60 degrees")),
};

}  // namespace coroscope
