#include "runtime/picture/picture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "runtime/analysis/finding.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"

namespace coroscope {
namespace {

/// doctest compares in double; clang wants the conversion to be seen.
doctest::Approx approx(float value) { return doctest::Approx(static_cast<double>(value)); }

constexpr AxisKind kKinds[] = {AxisKind::Elastic, AxisKind::Time, AxisKind::Steps};

struct Size {
    float width, height, scale;
    bool small;
};
constexpr Size kSizes[] = {
    {856, 528, 1, false}, {672, 378, 1, true}, {1712, 1056, 2, false}, {300, 120, 1, true}};

Picture draw(const Timeline& timeline, const Axis& axis, const Size& size = kSizes[0],
             EventIndex cursor = kNoEvent, double first = 0, double last = 0) {
    PictureOptions options;
    options.axis = &axis;
    options.first = first;
    options.last = last;
    options.width_px = size.width;
    options.height_px = size.height;
    options.scale = size.scale;
    options.small = size.small;
    options.cursor = std::min(cursor, timeline.trace().size());
    return make_picture(timeline, options);
}

const Row* row_named(const Picture& picture, std::string_view label) {
    const auto row = std::ranges::find(picture.rows, label, &Row::label);
    return row == picture.rows.end() ? nullptr : &*row;
}

std::vector<Span> spans_of(const Picture& picture, std::string_view label) {
    const Row* row = row_named(picture, label);
    REQUIRE(row != nullptr);
    return {picture.spans.begin() + static_cast<std::ptrdiff_t>(row->first_span),
            picture.spans.begin() + static_cast<std::ptrdiff_t>(row->last_span)};
}

bool is_cap(SpanLook look) {
    return look == SpanLook::Finished || look == SpanLook::Cancelled || look == SpanLook::Failed;
}

/// Holds for every picture: lanes are in order and without gaps, and nothing leaves its place.
void check_picture(const Picture& picture) {
    for (const Row& row : picture.rows) {
        float behind = picture.track_x0;
        for (std::size_t i = row.first_span; i < row.last_span; ++i) {
            const Span& span = picture.spans[i];
            CHECK(span.box.x0 >= picture.track_x0 - 0.01F);
            CHECK(span.box.x1 <= picture.track_x1 + 0.01F);
            CHECK(span.box.x1 > span.box.x0);
            CHECK(span.box.y0 >= row.y - 0.01F);
            CHECK(span.box.y1 <= row.y + row.height + 0.01F);
            if (row.kind == RowKind::Semaphore) {
                continue;  // a bar per permit, one below the other
            }
            CHECK(span.box.x0 >= behind - 0.01F);
            if (row.kind == RowKind::Task && i > row.first_span && !is_cap(span.look)) {
                CHECK(span.box.x0 == approx(behind));
            }
            behind = span.box.x1;
        }
    }
    for (const Block& block : picture.blocks) {
        CHECK(block.box.x0 >= picture.track_x0);
        CHECK(block.box.x1 <= picture.track_x1 + 0.01F);
    }
    for (const Plot& plot : picture.plots) {
        float behind = plot.box.x0;
        for (const Plot::Level& level : plot.levels) {
            CHECK(level.x0 == approx(behind));
            CHECK(level.y >= plot.box.y0 - 0.01F);
            CHECK(level.y <= plot.box.y1 + 0.01F);
            behind = level.x1;
        }
        CHECK(behind == approx(plot.box.x1));
    }
    for (const Arrow& arrow : picture.arrows) {
        CHECK(arrow.x0 >= picture.track_x0);
        CHECK(arrow.x0 <= picture.track_x1);
    }
    CHECK(picture.arrows.size() <= kMaxArrows);
    CHECK(picture.cursor_x >= picture.track_x0);
    CHECK(picture.cursor_x <= picture.track_x1);
    CHECK(picture.body.y1 <= picture.height);
}

void check_labels(const Picture& picture) {
    for (const Span& span : picture.spans) {
        if (span.label.empty() || span.look == SpanLook::Step) {
            continue;
        }
        const float width = guess_text_width(span.label, TextStyle::Caption) * picture.scale;
        CHECK(span.label_x >= span.box.x0);
        CHECK(span.label_x + width <= span.box.x1 + 0.01F);
    }
}

TEST_CASE("lanes of every run, axis and size are in order, without gaps, inside the picture") {
    std::vector<Timeline> runs{Timeline(),           test::deadlock_run(), test::blocking_run(),
                               test::queue_run(300), test::crowd_run(1),   test::crowd_run(300)};
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        runs.emplace_back(random_trace({.seed = seed, .events = 900, .nonsense = seed > 3}));
    }
    TraceBuilder one_event;
    one_event.create("main");
    runs.emplace_back(one_event.trace());
    for (const Timeline& timeline : runs) {
        for (const AxisKind kind : kKinds) {
            const Axis axis(timeline, kind);
            for (const Size& size : kSizes) {
                const Picture picture = draw(timeline, axis, size);
                check_picture(picture);
                check_labels(picture);
            }
        }
    }
}

TEST_CASE("any part of a run gives a picture in order") {
    const Timeline timeline = test::queue_run(60);
    for (const AxisKind kind : kKinds) {
        const Axis axis(timeline, kind);
        for (int i = 0; i < 40; ++i) {
            const double first = axis.length() * i / 40;
            for (const double part : {0.5, 0.03, 0.002}) {
                const EventIndex cursor = axis.event_at(first);
                const Picture picture =
                    draw(timeline, axis, kSizes[0], cursor, first, first + axis.length() * part);
                check_picture(picture);
                check_labels(picture);
            }
        }
    }
}

TEST_CASE("a task that lives through the whole range covers it") {
    const Timeline timeline = test::queue_run(40);
    for (const AxisKind kind : kKinds) {
        const Axis axis(timeline, kind);
        const double first = axis.length() * 0.4;
        const Picture picture = draw(timeline, axis, kSizes[0], 5, first, axis.length() * 0.6);
        for (const std::string_view name : {"main", "producer-1", "consumer-1"}) {
            const auto spans = spans_of(picture, name);
            REQUIRE(!spans.empty());
            CHECK(spans.front().box.x0 == picture.track_x0);
            CHECK(spans.back().box.x1 == picture.track_x1);
        }
    }
}

TEST_CASE("steps without length are visible on every axis") {
    const Timeline timeline = test::deadlock_run();
    for (const AxisKind kind : kKinds) {
        const Axis axis(timeline, kind);
        const Picture picture = draw(timeline, axis);
        for (const std::string_view name : {"main", "transfer A→B", "transfer B→A"}) {
            const auto spans = spans_of(picture, name);
            CHECK(std::ranges::any_of(spans, [](const Span& span) {
                return span.look == SpanLook::Running && span.box.width() >= 3;
            }));
        }
    }
}

TEST_CASE("the deadlock's lanes tell its story") {
    const Timeline timeline = test::deadlock_run();
    const Axis axis(timeline, AxisKind::Elastic);
    const Picture picture = draw(timeline, axis);
    std::vector<SpanLook> looks;
    for (const Span& span : spans_of(picture, "transfer A→B")) {
        looks.push_back(span.look);
    }
    CHECK(looks == std::vector{SpanLook::Created, SpanLook::Running, SpanLook::Sleeping,
                               SpanLook::Ready, SpanLook::Running, SpanLook::Stuck});
    CHECK(spans_of(picture, "transfer A→B").back().label == "waits for account_b, held by B→A");
    const auto held = spans_of(picture, "account_a");
    REQUIRE(held.size() == 2);
    CHECK(held[0].look == SpanLook::Held);
    CHECK(held[0].label == "held by transfer A→B");
    CHECK(held[1].look == SpanLook::HeldWanted);
    CHECK(held[1].label == "wanted by B→A");
    CHECK(held[0].box.x1 == held[1].box.x0);
    REQUIRE(!picture.blocks.empty());
    CHECK(picture.blocks.back().kind == BlockKind::Stopped);
    CHECK(picture.blocks.back().label == "deadlock: nothing can run");
    CHECK(picture.arrows.size() == 4);
    CHECK(picture.dots.size() == 2);
    CHECK(spans_of(picture, "Event loop").size() == 5);
}

TEST_CASE("labels are in the asked language and get shorter with the room") {
    const Timeline timeline = test::deadlock_run();
    const Axis axis(timeline, AxisKind::Elastic);
    PictureOptions options;
    options.axis = &axis;
    options.language = Language::Chinese;
    const Picture picture = make_picture(timeline, options);
    CHECK(row_named(picture, "事件循环") != nullptr);
    CHECK(spans_of(picture, "main").back().label != "waits for 2 tasks");
    std::size_t longest = 1000;
    for (const float width : {900.0F, 640.0F, 560.0F, 480.0F, 400.0F}) {
        const Picture narrow = draw(timeline, axis, {width, 528, 1, false});
        const std::string label = spans_of(narrow, "transfer A→B").back().label;
        CHECK(label.size() <= longest);
        longest = label.size();
    }
    CHECK(longest < 12);
}

TEST_CASE("a label that the cursor would cross moves to its right") {
    const Timeline timeline = test::deadlock_run();
    const Axis axis(timeline, AxisKind::Elastic);
    const EventIndex cursor = timeline.steps().back().last;
    const Picture picture = draw(timeline, axis, kSizes[0], cursor);
    CHECK(picture.cursor_visible);
    const Span stuck = spans_of(picture, "transfer A→B").back();
    CHECK(stuck.label == "waits for account_b, held by B→A");
    CHECK(stuck.icon_x > picture.cursor_x);
}

TEST_CASE("a slow step is red, its label says how long, and the sleep it delays is overdue") {
    const Timeline timeline = test::blocking_run();
    for (const AxisKind kind : {AxisKind::Elastic, AxisKind::Time}) {
        const Axis axis(timeline, kind);
        const Picture picture = draw(timeline, axis);
        const auto report = spans_of(picture, "report");
        CHECK(std::ranges::any_of(report, [](const Span& span) {
            return span.look == SpanLook::Slow && span.label.starts_with("! 2.0 s");
        }));
        const auto heartbeat = spans_of(picture, "heartbeat");
        const auto overdue = std::ranges::find(heartbeat, SpanLook::Overdue, &Span::look);
        REQUIRE(overdue != heartbeat.end());
        CHECK(overdue->box.x0 == approx(picture.x_from_position(axis.at_time(1'000'000'000))));
        CHECK(heartbeat.back().look == SpanLook::Failed);
        CHECK(spans_of(picture, "main").back().look == SpanLook::Finished);
    }
}

TEST_CASE("the time axis has nice ticks") {
    const Timeline timeline = test::blocking_run();
    const Axis axis(timeline, AxisKind::Time);
    const Picture picture = draw(timeline, axis);
    std::vector<std::string> labels;
    for (const Tick& tick : picture.ticks) {
        labels.push_back(tick.label);
    }
    CHECK(labels == std::vector<std::string>{"0.0 s", "0.5 s", "1.0 s", "1.5 s", "2.0 s", "2.5 s"});
}

TEST_CASE("narrow spans are merged into bundles that count them, and slow steps stay out of them") {
    const Timeline timeline = test::queue_run(3000);
    const Axis axis(timeline, AxisKind::Elastic);
    const Picture picture = draw(timeline, axis);
    std::uint32_t merged = 0;
    for (const Span& span : spans_of(picture, "consumer-1")) {
        merged += span.merged;
        for (const Column& column : span.columns) {
            CHECK(column.running + column.ready + column.sleeping + column.waiting == approx(1));
        }
    }
    const auto intervals = timeline.tasks()[2].intervals.size();
    CHECK(merged >= intervals - 8);
    CHECK(merged <= intervals);
    CHECK(picture.spans.size() < 1000);
    CHECK(picture.arrows_left_out > 0);
    CHECK(picture.arrows_note ==
          "and " + std::to_string(picture.arrows_left_out) + " more wake-ups");
}

TEST_CASE("a queue's plot has a line at its capacity, and its row says how full it is") {
    const Timeline timeline = test::queue_run(5);
    const Axis axis(timeline, AxisKind::Elastic);
    const Picture picture = draw(timeline, axis);
    const auto plot = std::ranges::find(picture.plots, PlotKind::Queue, &Plot::kind);
    REQUIRE(plot != picture.plots.end());
    CHECK(plot->capacity_label == "full: 2");
    CHECK(plot->maximum == 2);
    CHECK(row_named(picture, "queue")->value == "2 / 2");
}

TEST_CASE("a counter of another program has a plot of its own among the counters") {
    TraceBuilder t;
    const TaskId task = t.create("main");
    const ObjectId memory = t.resource(ResourceType::Counter, "memory");
    t.resume(task);
    t.at(1000).count(memory, 40);
    t.at(2000).count(memory, 30);
    t.at(3000).finish(task);
    const Timeline timeline(t.trace());
    const Axis axis(timeline, AxisKind::Elastic);
    const Picture picture = draw(timeline, axis, kSizes[0], timeline.trace().size() - 1);
    const auto plot = std::ranges::find(picture.plots, PlotKind::Counter, &Plot::kind);
    REQUIRE(plot != picture.plots.end());
    CHECK(plot->queue == memory);
    CHECK(plot->maximum == 40);
    CHECK(plot->value == 30);
    CHECK(row_named(picture, "memory")->kind == RowKind::Plot);
    CHECK(row_named(picture, "memory")->value == "30");
}

TEST_CASE("many tasks scroll: rows outside are left out, the last one can be reached") {
    const Timeline timeline = test::crowd_run(300);
    const Axis axis(timeline, AxisKind::Elastic);
    PictureOptions options;
    options.axis = &axis;
    const Picture top = make_picture(timeline, options);
    CHECK(top.rows.size() < 30);
    CHECK(top.scroll_max > 0);
    options.scroll_y = 1e9F;
    const Picture bottom = make_picture(timeline, options);
    CHECK(bottom.scroll_y == bottom.scroll_max);
    CHECK(row_named(bottom, "Timers") != nullptr);
    const Row& last = bottom.rows.back();
    CHECK(last.y + last.height == approx(bottom.body.y1));
}

TEST_CASE("a point finds its row and its span, narrow ones with some slack") {
    const Timeline timeline = test::deadlock_run();
    const Axis axis(timeline, AxisKind::Elastic);
    const Picture picture = draw(timeline, axis);
    for (const Span& span : picture.spans) {
        const float x = (span.box.x0 + span.box.x1) / 2;
        const float y = (span.box.y0 + span.box.y1) / 2;
        CHECK(picture.span_at(x, y) == &span);
    }
    CHECK(picture.row_at(-5) == nullptr);
    CHECK(picture.span_at(10, 10) == nullptr);
    CHECK(picture.position_from_x(picture.x_from_position(3.25)) == approx(3.25));
}

TEST_CASE("the veil covers what comes after the cursor, and nothing at the end") {
    const Timeline timeline = test::blocking_run();
    const Axis axis(timeline, AxisKind::Elastic);
    const Picture middle = draw(timeline, axis, kSizes[0], timeline.steps()[2].last);
    REQUIRE(middle.veil);
    CHECK(middle.veil->x0 == middle.cursor_x);
    CHECK(!draw(timeline, axis).veil);
}

TEST_CASE("the minimap shows the visible range, slow steps and the marks of findings") {
    const Timeline timeline = test::blocking_run();
    const Axis axis(timeline, AxisKind::Elastic);
    const std::vector<Finding> findings = find_all(timeline);
    PictureOptions options;
    options.axis = &axis;
    options.first = 1;
    options.last = 3;
    options.findings = &findings;
    const Picture picture = make_picture(timeline, options);
    CHECK(!picture.minimap.shows_all);
    CHECK(picture.minimap.marks.size() == findings.size());
    CHECK(std::ranges::any_of(picture.minimap.segments, &MinimapSegment::slow));
    CHECK(picture.minimap.window.x0 > picture.minimap.box.x0);
}

TEST_CASE("the legend has the states that occur, in a fixed order") {
    const Timeline timeline = test::deadlock_run();
    const Axis axis(timeline, AxisKind::Elastic);
    std::vector<SpanLook> looks;
    for (const LegendEntry& entry : draw(timeline, axis).legend) {
        looks.push_back(entry.look);
    }
    CHECK(looks == std::vector{SpanLook::Created, SpanLook::Ready, SpanLook::Running,
                               SpanLook::Sleeping, SpanLook::Waiting, SpanLook::Stuck});
}

TEST_CASE("children follow their parents in tree order") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId a = t.create("a", main);
    const TaskId b = t.create("b", main);
    const TaskId a1 = t.create("a1", a);
    const TaskId other = t.create("other");
    CHECK(tasks_in_tree_order(Timeline(t.trace())) == std::vector<TaskId>{main, a, a1, b, other});
}

TEST_CASE("a picture without an axis or without room is empty and no error") {
    CHECK(make_picture(test::deadlock_run(), {}).spans.empty());
    const Timeline timeline = test::deadlock_run();
    const Axis axis(timeline, AxisKind::Elastic);
    CHECK(draw(timeline, axis, {0, 0, 1, false}).rows.empty());
    check_picture(draw(timeline, axis, {20, 20, 1, false}));
}

TEST_CASE(
    "lanes alone begin at the top, have one height, and stand where the whole picture has them") {
    for (const Timeline& timeline :
         {test::deadlock_run(), test::queue_run(5), test::crowd_run(30)}) {
        for (const AxisKind kind : kKinds) {
            const Axis axis(timeline, kind);
            PictureOptions options;
            options.axis = &axis;
            options.height_px = 200;
            options.cursor = timeline.trace().size() / 2;
            const Picture whole = make_picture(timeline, options);
            options.parts = PictureParts::Lanes;
            options.lane_px = 24;
            const Picture lanes = make_picture(timeline, options);
            check_picture(lanes);
            REQUIRE_FALSE(lanes.rows.empty());
            CHECK(lanes.rows.front().y == 0);
            CHECK(lanes.rows.front().kind == RowKind::Task);
            for (const Row& row : lanes.rows) {
                CHECK(row.height == 24);
                CHECK(row.kind != RowKind::GroupTitle);
            }
            CHECK(lanes.content_height ==
                  approx(24.0F * static_cast<float>(lanes_of(RowOrder(timeline)))));
            CHECK(lanes.track_x0 == whole.track_x0);
            CHECK(lanes.cursor_x == whole.cursor_x);
            CHECK(lanes.arrows.empty());
            options.parts = PictureParts::Head;
            const Picture head = make_picture(timeline, options);
            CHECK(head.rows.empty());
            CHECK(head.ruler.y0 == whole.ruler.y0);
            CHECK(head.minimap.segments.size() == whole.minimap.segments.size());
        }
    }
}

TEST_CASE("on the axis of steps each step has a block while there is room, later ticks") {
    const Timeline few = test::deadlock_run();
    const Axis axis(few, AxisKind::Steps);
    const Picture wide = draw(few, axis);
    const auto labelled = std::ranges::count_if(
        wide.blocks, [](const Block& block) { return block.kind == BlockKind::Instant; });
    CHECK(labelled == static_cast<std::ptrdiff_t>(few.steps().size()));
    CHECK(wide.blocks.front().label == "step 1");
    CHECK(wide.blocks[1].label == "2");
    CHECK(wide.ticks.empty());
    const Timeline many = test::crowd_run(200);
    const Picture narrow = draw(many, Axis(many, AxisKind::Steps));
    CHECK_FALSE(narrow.ticks.empty());
}

}  // namespace
}  // namespace coroscope
