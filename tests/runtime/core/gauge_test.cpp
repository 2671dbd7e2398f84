#include "runtime/core/gauge.h"

#include <doctest/doctest.h>

#include "runtime/core/error.h"
#include "runtime/trace/timeline.h"
#include "tests/support/ran.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

Coroutine<std::int64_t> up_and_down() {
    Gauge memory("memory");
    memory.set(5);
    memory.add(3);
    memory.add(-7);
    CHECK(memory.value() == 1);
    co_return memory.highest();
}

}  // namespace

TEST_CASE("a gauge traces each of its values and knows the highest") {
    const Ran run(up_and_down());
    const auto changes = run.events(EventKind::CounterChanged);
    REQUIRE(changes.size() == 3);
    CHECK(changes[0].a == 5);
    CHECK(changes[1].a == 8);
    CHECK(changes[2].a == 1);
    CHECK(changes[2].task == 1);
    CHECK(run.site_of(changes[2]).line == 17);

    const Timeline timeline(run.trace);
    REQUIRE(timeline.resources().size() == 1);
    CHECK(timeline.resources()[0].type == ResourceType::Counter);
    CHECK(timeline.resources()[0].level.maximum() == 8);
}

TEST_CASE("a gauge needs a running loop") { CHECK_THROWS_AS(Gauge("memory"), RuntimeError); }
