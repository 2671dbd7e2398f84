// Gather: a place for each argument
//
// Two tasks are at work already when main gathers them together with a coroutine, which has not
// begun, and with the first task once more. gather makes a task of the coroutine, waits for the
// slowest, and puts each result where its argument stood.
//
// Watch:  the bar of A and B begins at once, that of C with the gather.
// Source: articles A, C and E; the delays are those of article E.

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> fetch(std::string what, Duration takes) {
    log("{} starts", what);
    co_await sleep(takes);
    log("{} is done", what);
    co_return what;
}

Coroutine<std::string> gather_all(Stage& stage) {
    auto a = create_task(fetch("A", stage.duration("first")), "A");
    auto b = create_task(fetch("B", stage.duration("second")), "B");
    auto c = fetch("C", stage.duration("third"));  // a coroutine: nothing runs yet

    co_await sleep(stage.duration("pause"));
    log("gather A, B, C, and A again");
    const auto [one, two, three, four] = co_await gather(a, b, std::move(c), a);

    stage.expect(one == "A" && two == "B" && three == "C", "each result has its argument's place");
    stage.expect(four == one, "a task that is given twice runs once and counts twice");
    co_return fmt::format("[{}, {}, {}, {}]", one, two, three, four);
}

}  // namespace

const Scenario kGather{
    ScenarioId("combinators/gather"),
    Title("Gather: a place for each argument", "gather：每个参数一个位置"),
    Difficulty::Easy,
    Params()
        .duration("first", 2s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("second", 1s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("third", 3s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("pause", 1500ms, AtLeast<Duration>(0s), AtMost<Duration>(1h)),
    Variants().only(gather_all, Expected().ends_at(4500ms).result("[A, B, C, A]")),
};

}  // namespace coroscope
