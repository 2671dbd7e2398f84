// What the lessons of the topic "found-in-tutorials" say about runs with other parameters.
#include <doctest/doctest.h>

#include <array>

#include "tests/support/claims.h"
#include "tests/support/presses.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

Expected hangs_at(Duration time) { return Expected().finding("hang").hangs().ends_at(time); }
Expected unknown() { return Expected().check_fails("of each item it is known what became of it"); }
Expected heart_stands_still() {
    return Expected()
        .finding("blocking-call")
        .check_fails("the heart beats while records are written");
}
Expected tried_in_vain() {
    return Expected().check_fails("a programming error is reported at once");
}

const std::array kClaims = {
    Claim("found-in-tutorials/orders-never-drain?open=10s",
          Expected().ends_at(10s).result("100 orders are done")),
    Claim("found-in-tutorials/orders-never-drain?open=9.5s", hangs_at(9500ms)),
    Claim("found-in-tutorials/orders-never-drain?workers=10",
          Expected().ends_at(5s).result("100 orders are done")),
    Claim("found-in-tutorials/orders-never-drain?orders=20&open=1s", hangs_at(1s)),

    Claim("found-in-tutorials/consumers-never-leave?interrupt=100s",
          Expected()
              .check_fails("the program ends by itself")
              .ends_at(100s)
              .result("6 items are done")),
    Claim("found-in-tutorials/consumers-never-leave?variant=fixed&consumers=1",
          Expected().ends_at(6s).result("6 items are done")),
    Claim("found-in-tutorials/consumers-never-leave?variant=fixed&patience=100ms",
          Expected().ends_at(2300ms).result("6 items are done")),

    Claim("found-in-tutorials/unknown-state?slow=0",
          Expected().result("6 done, 0 failed, 0 unknown")),
    Claim("found-in-tutorials/unknown-state?consumers=1",
          unknown().ends_at(1300ms).result("1 done, 0 failed, 5 unknown")),

    Claim("found-in-tutorials/loop-inside-loop?variant=fixed&unit=500ms",
          Expected().ends_at(1s).result("3 results")),

    Claim("found-in-tutorials/cancel-nothing?tasks=10",
          Expected()
              .check_fails("after cancel_all only the clean-up is left")
              .ends_at(10010ms)
              .result("over 9510 ms after cancel_all")),
    Claim("found-in-tutorials/cancel-nothing?variant=fixed&cleanup=1s",
          Expected().ends_at(1500ms).result("over 1000 ms after cancel_all")),
    Claim("found-in-tutorials/cancel-nothing?stop=3s",
          Expected().ends_at(3010ms).result("over 10 ms after cancel_all")),

    Claim("found-in-tutorials/log-handler-blocks?cost=0ms",
          heart_stands_still().ends_at(3400ms).result("a beat was 1000 ms late")),
    Claim("found-in-tutorials/log-handler-blocks?patience=100ms",
          heart_stands_still().ends_at(700ms).result("a beat was 100 ms late")),
    Claim("found-in-tutorials/log-handler-blocks?records=10", heart_stands_still().ends_at(11s)),
    Claim("found-in-tutorials/log-handler-blocks?variant=fixed&cost=1s",
          Expected().ends_at(3100ms).result("a beat was 0 ms late")),

    Claim("found-in-tutorials/scheduler-polls?poll=10ms",
          Expected().ends_at(3250ms).result("3 reports, up to 0 ms late, 325 wake-ups")),
    Claim("found-in-tutorials/scheduler-polls?delay=50ms",
          Expected().ends_at(3250ms).result("3 reports, up to 0 ms late, 33 wake-ups")),
    Claim("found-in-tutorials/scheduler-polls?poll=400ms",
          Expected()
              .check_fails("each report runs when it is due")
              .result("3 reports, up to 120 ms late, 10 wake-ups")),

    Claim("found-in-tutorials/retry-first-delay?back=2s",
          tried_in_vain().ends_at(10s).result("service after 3000 ms, mistake after 7000 ms")),
    Claim("found-in-tutorials/retry-first-delay?variant=fixed&back=2s",
          Expected().ends_at(3500ms).result("service after 3500 ms, mistake after 0 ms")),
    Claim("found-in-tutorials/retry-first-delay?base=1s",
          tried_in_vain().ends_at(16s).result("service after 2000 ms, mistake after 14000 ms")),
    Claim("found-in-tutorials/retry-first-delay?back=1h",
          tried_in_vain().ends_at(14s).result("service after 7000 ms, mistake after 7000 ms")),
    Claim("found-in-tutorials/retry-first-delay?variant=fixed&back=1h",
          Expected().ends_at(3500ms).result("service after 3500 ms, mistake after 0 ms")),
    Claim("found-in-tutorials/retry-first-delay?variant=fixed&retries=4&back=1h",
          Expected().ends_at(7500ms).result("service after 7500 ms, mistake after 0 ms")),
};

TEST_CASE("what the lessons about programs found in tutorials say is true") {
    check_claims(kClaims);
}

TEST_CASE("each press shows what the lessons about programs found in tutorials say") {
    const Presses orders("found-in-tutorials/orders-never-drain");
    CHECK(orders.logs(52, "stopping, 50 orders in the queue"));
    CHECK(orders.after(57) == "5.0 s worker-5");
    CHECK(orders.logs(57, "leaves"));

    const Presses unknown_state("found-in-tutorials/unknown-state");
    CHECK(unknown_state.after(7) == "1.0 s consumer-2");
    CHECK(unknown_state.logs(7, "nothing comes: leaves"));

    const Presses loop("found-in-tutorials/loop-inside-loop");
    CHECK(loop.logs(1, "RuntimeError: Cannot run the event loop while another loop is running"));

    const Presses nothing("found-in-tutorials/cancel-nothing");
    CHECK(nothing.logs(6, "cancel_all: 0 tasks"));
    CHECK(nothing.state(6, "Task-2") == TaskState::Sleeping);

    const Presses handler("found-in-tutorials/log-handler-blocks");
    CHECK(handler.after(5) == "100 ms service");
    CHECK(handler.after(6) == "1.1 s Task-2");

    const Presses scheduler("found-in-tutorials/scheduler-polls");
    CHECK(scheduler.after(5) == "250 ms main");
    CHECK(scheduler.logs(6, "report 1"));

    const Presses retry("found-in-tutorials/retry-first-delay");
    CHECK(retry.logs(2, "attempt 1 fails"));
    CHECK(retry.after(3) == "1.0 s main");
    CHECK(retry.logs(4, "the service answers"));
}

}  // namespace
