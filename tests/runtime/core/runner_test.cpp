#include "runtime/core/runner.h"

#include <doctest/doctest.h>

#include "runtime/core/error.h"
#include "runtime/core/sleep.h"
#include "tests/support/ran.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

Coroutine<> three_steps() {
    co_await sleep(0ms);
    Runner::set_step_cost(get_running_loop(), 4us);
    co_await sleep(0ms);
    CHECK(now() == 4us);
    Runner::set_step_cost(get_running_loop(), 1us);
}

Coroutine<> less_than_nothing() {
    CHECK_THROWS_AS(Runner::set_step_cost(get_running_loop(), -1ns), ValueError);
    co_return;
}

}  // namespace

TEST_CASE("a new step cost counts from the running step on") {
    const Ran run(three_steps());
    CHECK(run.ended_at == 5000);
    CHECK(run.count(EventKind::TimePassed) == 2);
}

TEST_CASE("a step cannot cost less than nothing") {
    const Ran run(less_than_nothing());
    CHECK(run.outcome == Outcome::Finished);
}
