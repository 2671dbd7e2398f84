#include "runtime/formats/chrome_flows.h"

#include <doctest/doctest.h>

#include "tests/runtime/formats/chrome_parts.h"

using namespace coroscope;

namespace {

/// Thread 0 runs at 0-10, thread 1 at 5-7 and 20-30 (microseconds).
ChromeFlows flows(const std::string& events) {
    const test::Parts parts(R"([{"ph":"X","ts":0,"dur":10,"tid":1},
        {"ph":"X","ts":5,"dur":2,"tid":2},{"ph":"X","ts":20,"dur":10,"tid":2},)" +
                            events);
    return flows_of(parts.file, parts.laid_out,
                    {{{0, 10'000}}, {{5'000, 7'000}, {20'000, 30'000}}});
}

}  // namespace

TEST_CASE("an arrow wakes the run in which it ends, or the next one") {
    for (const std::string end :
         {R"({"ph":"f","id":1,"ts":20,"tid":2,"bp":"e"},)", R"({"ph":"f","id":1,"ts":15,"tid":2},)",
          R"({"ph":"t","id":"0x1","ts":25,"tid":2},)"}) {
        const ChromeFlows found = flows(R"({"ph":"s","id":1,"ts":9,"tid":1},)" + end);
        REQUIRE(found.wakes.size() == 1);
        CHECK(found.wakes.begin()->first == std::pair<std::uint32_t, Nanoseconds>{1, 20'000});
        CHECK(found.wakes.begin()->second.thread == 0);
        CHECK(found.wakes.begin()->second.time == 9'000);
        CHECK(found.not_shown == 0);
    }
}

TEST_CASE("a cause from before the run before counts from its end") {
    const ChromeFlows found =
        flows(R"({"ph":"X","ts":1,"dur":2,"tid":1,"bind_id":"7","flow_out":true},
        {"ph":"X","ts":20,"dur":2,"tid":2,"bind_id":"7","flow_in":true},)");
    REQUIRE(found.wakes.size() == 1);
    CHECK(found.wakes.begin()->second.time == 7'000);
    CHECK(found.wakes.begin()->second.caused_at == 1'000);
}

TEST_CASE("arrows into the middle of a run, to nowhere or from nowhere are not shown") {
    CHECK(flows(R"({"ph":"s","id":1,"ts":22,"tid":1},{"ph":"f","id":1,"ts":25,"tid":2,"bp":"e"},)")
              .not_shown == 1);
    CHECK(flows(R"({"ph":"s","id":1,"ts":22,"tid":1},{"ph":"f","id":1,"ts":35,"tid":2},)")
              .not_shown == 1);
    const ChromeFlows alone = flows(R"({"ph":"f","id":1,"ts":20,"tid":2,"bp":"e"},
        {"ph":"s","id":2,"ts":1,"tid":1},{"ph":"s","id":2,"ts":20,"tid":2},)");
    CHECK(alone.wakes.empty());
}
