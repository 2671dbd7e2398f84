#include "runtime/picture/span_words.h"

#include <doctest/doctest.h>

#include "tests/support/sample_runs.h"

namespace coroscope {

TEST_CASE("a span says whose it is, what it is, and from when to when") {
    const Timeline timeline = test::blocking_run();
    const Axis axis(timeline, AxisKind::Elastic);
    PictureOptions options;
    options.axis = &axis;
    options.width_px = 3000;
    options.height_px = 900;
    const Picture picture = make_picture(timeline, options);
    bool sleeps = false;
    for (const Span& span : picture.spans) {
        const SpanWords words = span_words(timeline, span, Language::English);
        CHECK(!words.when.empty());
        if (span.look == SpanLook::Sleeping && !span.labels.empty()) {
            sleeps = true;
            CHECK(words.what ==
                  std::string(timeline.task_name(span.task)) + ": " + span.labels.front());
            CHECK(words.when.find(" – ") != std::string::npos);
        }
        if (span.look == SpanLook::Step) {
            CHECK(words.what == std::string(timeline.task_name(span.task)) + ": running");
        }
    }
    CHECK(sleeps);
}

TEST_CASE("a span of no length has one time, and one outside the trace does no harm") {
    const Timeline timeline = test::deadlock_run();
    Span span;
    CHECK(span_words(timeline, span, Language::English).when == "0 ms");
    span.first = span.last = 1'000'000;
    span.task = 99;
    CHECK(!span_words(timeline, span, Language::Chinese).when.empty());
    CHECK(!span_words(Timeline(), span, Language::English).when.empty());
}

TEST_CASE("every look that shows a state has that state's name") {
    for (int i = 0; i <= static_cast<int>(SpanLook::Stopped); ++i) {
        const std::string_view id = state_name_id(static_cast<SpanLook>(i));
        CHECK((id.empty() || !tr(id, Language::Chinese).empty()));
    }
    CHECK(state_name_id(SpanLook::Overdue) == "state.overdue");
    CHECK(state_name_id(SpanLook::Held).empty());
}

}  // namespace coroscope
