// Two workers, one thread
//
// Two workers process five items each. Nobody interrupts them: each gives control back at its
// `co_await sleep`, and then the other has its turn. The log alternates strictly.
//
// Watch:  the loop lane: the two colours take turns, and only one bar runs at a time.
// Source: article A, cooperative multitasking.

#include "scenarios/basics/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> worker(Shared<std::string>& order, char letter, int items, Duration pause) {
    for (int item = 1; item <= items; ++item) {
        log("{} works on item {}", letter, item);
        order.write(order.read() + letter);
        co_await sleep(pause);
    }
}

Coroutine<std::string> cooperative(Stage& stage) {
    const int items = stage.integer("items");
    const Duration pause = stage.duration("pause");
    Shared<std::string> order("order", "");

    auto first = create_task(worker(order, 'A', items, pause), "worker A");
    auto second = create_task(worker(order, 'B', items, pause), "worker B");
    co_await gather(first, second);

    std::string alternating;
    for (int item = 0; item < items; ++item) {
        alternating += "AB";
    }
    stage.expect(order.read() == alternating, "the workers take turns");
    co_return order.read();
}

}  // namespace

const Scenario kCooperative{
    ScenarioId("basics/cooperative"),
    Title("Two workers, one thread", "两个工作者，一个线程"),
    Difficulty::Easy,
    Params()
        .integer("items", 5, AtLeast(1), AtMost(1000))
        .duration("pause", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(cooperative, Expected().ends_at(500ms).result("ABABABABAB")),
};

}  // namespace coroscope
