// After the first error
//
// An order does three things at once: check the stock, find a courier, charge the card. The stock
// is sold out, gather raises that at once, and main refuses the order. But gather stops nobody: the
// courier's failure comes later and is seen by no one, and the card is charged all the same.
//
// Watch:  the bars of courier and card go on after the gather has ended.
// Source: asyncio's documentation of gather.

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> check_stock(Duration takes) {
    co_await sleep(takes);
    log("stock: sold out");
    throw ValueError("sold out");
}

Coroutine<> find_courier(Duration takes) {
    co_await sleep(takes);
    log("courier: nobody is free");
    throw ValueError("nobody is free");
}

Coroutine<> charge_card(Duration takes) {
    co_await sleep(takes);
    log("card: charged");
}

Coroutine<std::string> order(Stage& stage) {
    auto stock = create_task(check_stock(stage.duration("stock")), "stock");
    auto courier = create_task(find_courier(stage.duration("courier")), "courier");
    auto card = create_task(charge_card(stage.duration("card")), "card");

    int errors = 0;
    try {
        co_await gather(stock, courier, card);
    } catch (const ValueError& error) {
        ++errors;
        log("the order is refused: {}", error.message());
    }
    co_await sleep(stage.duration("after"));  // main has other things to do

    stage.expect(errors == 1, "gather raises one error");
    stage.expect(!card.cancelled() && !courier.cancelled(), "gather stops nobody");
    log("errors seen: {}, card charged: {}", errors, card.done() ? "yes" : "no");
    co_return card.done() ? "refused and charged" : "refused";
}

}  // namespace

const Scenario kGatherFirstError{
    ScenarioId("combinators/gather-first-error"),
    Title("After the first error", "第一个错误之后"),
    Difficulty::Medium,
    Params()
        .duration("stock", 1s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("courier", 2s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("card", 3s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("after", 3s, AtLeast<Duration>(0s), AtMost<Duration>(1h)),
    Variants().only(order, Expected().ends_at(4s).result("refused and charged")),
};

}  // namespace coroscope
