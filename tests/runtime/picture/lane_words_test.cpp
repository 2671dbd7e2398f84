#include "runtime/picture/lane_words.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/sample_runs.h"

using namespace coroscope;

TEST_CASE("a task that waits for a lock says for which and who holds it, the longest form first") {
    const Timeline timeline = test::deadlock_run();
    const Axis axis(timeline, AxisKind::Elastic);
    const Picture picture =
        make_picture(timeline, {.axis = &axis, .width_px = 2000, .cursor = kNoEvent});
    const auto stuck = std::ranges::find_if(picture.spans, [](const Span& span) {
        return span.look == SpanLook::Stuck && span.icon == "lock";
    });
    REQUIRE(stuck != picture.spans.end());
    REQUIRE(stuck->labels.size() > 1);
    CHECK(stuck->labels.front().starts_with("waits for account_"));
    CHECK(stuck->labels.front().find("held by") != std::string::npos);
    CHECK(std::ranges::is_sorted(stuck->labels, std::ranges::greater(), &std::string::size));
}
