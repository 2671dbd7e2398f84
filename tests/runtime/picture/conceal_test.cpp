#include "runtime/picture/conceal.h"

#include <doctest/doctest.h>

#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"

namespace coroscope {
namespace {

Picture draw(const Timeline& timeline, AxisKind kind, EventIndex cursor) {
    const Axis axis(timeline, kind);
    PictureOptions options;
    options.axis = &axis;
    options.width_px = 856;
    options.height_px = 528;
    options.cursor = cursor;
    return make_picture(timeline, options);
}

void check_concealed(const Picture& picture, const Picture& whole) {
    const float x = picture.cursor_x;
    REQUIRE(picture.rows.size() == whole.rows.size());
    std::size_t spans = 0;
    for (const Row& row : picture.rows) {
        CHECK(row.first_span == spans);
        spans = row.last_span;
    }
    CHECK(spans == picture.spans.size());
    for (const Span& span : picture.spans) {
        CHECK(span.box.x1 <= x);
        CHECK((span.icon.empty() || span.icon_x < x));
        CHECK((span.label.empty() || span.label_x < x));
    }
    for (const Block& block : picture.blocks) {
        CHECK(block.box.x1 <= x);
    }
    for (const Plot& plot : picture.plots) {
        for (const Plot::Level& level : plot.levels) {
            CHECK(level.x1 <= x);
        }
    }
    for (const MinimapSegment& segment : picture.minimap.segments) {
        CHECK(segment.x1 <= picture.minimap.cursor_x);
    }
    CHECK_FALSE(picture.veil);
}

}  // namespace

TEST_CASE("nothing of a concealed picture lies behind its cursor, and its rows stay") {
    const Timeline timeline = test::queue_run(6);
    for (const AxisKind kind : {AxisKind::Elastic, AxisKind::Time, AxisKind::Steps}) {
        for (EventIndex cursor = 0; cursor + 1 < timeline.trace().size(); cursor += 7) {
            const Picture whole = draw(timeline, kind, cursor);
            Picture picture = whole;
            conceal_future(picture);
            if (whole.veil) {
                check_concealed(picture, whole);
            }
        }
    }
}

TEST_CASE("at the end of a run there is nothing to conceal") {
    const Timeline timeline = test::queue_run(6);
    const Picture whole = draw(timeline, AxisKind::Elastic, timeline.trace().size() - 1);
    Picture picture = whole;
    conceal_future(picture);
    CHECK(picture.spans.size() == whole.spans.size());
    CHECK(picture.marks.size() == whole.marks.size());
}

TEST_CASE("concealing never crashes on nonsense") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const Timeline timeline{random_trace({.seed = seed, .events = 300, .nonsense = seed > 9})};
        for (EventIndex cursor = 0; cursor < timeline.trace().size(); cursor += 9) {
            Picture picture = draw(timeline, AxisKind::Steps, cursor);
            conceal_future(picture);
        }
    }
}

}  // namespace coroscope
