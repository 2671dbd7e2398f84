#include "runtime/core/latency.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/core/log.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;

namespace {

Coroutine<> draws() {
    for (int i = 0; i < 1000; ++i) {
        const Duration drawn = latency(80ms, 120ms);
        if (drawn < 80ms || drawn > 120ms) {
            log("out of range");
        }
        if (i < 5) {
            log("{}", drawn.count());
        }
    }
    log("{}", latency(7ns, 7ns).count());
    try {
        (void)latency(2s, 1s);
    } catch (const ValueError& error) {
        log("{}", error.type());
    }
    co_return;
}

std::vector<std::string> drawn_with(std::uint64_t seed) {
    LoopOptions options;
    options.seed = seed;
    return Ran(draws(), options).logs();
}

}  // namespace

TEST_CASE("latencies are in their range, and follow from the seed alone") {
    const auto first = drawn_with(1);
    REQUIRE(first.size() == 7);
    CHECK(first[5] == "7");
    CHECK(first[6] == "ValueError");
    CHECK(first == drawn_with(1));
    CHECK(first != drawn_with(2));
}
