#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "runtime/picture/picture.h"
#include "runtime/picture/span_words.h"
#include "runtime/picture/terminal.h"
#include "tests/support/random_trace.h"
#include "tests/support/worker_runs.h"

namespace coroscope {
namespace {

Picture draw(const Timeline& timeline, PictureOptions options = {}) {
    const Axis axis(timeline, AxisKind::Time);
    options.axis = &axis;
    options.height_px = 2000;
    options.cursor = timeline.trace().size();
    return make_picture(timeline, options);
}

const Row& row_named(const Picture& picture, std::string_view label) {
    const auto row = std::ranges::find(picture.rows, label, &Row::label);
    REQUIRE(row != picture.rows.end());
    return *row;
}

std::vector<Span> spans_of(const Picture& picture, std::string_view label) {
    const Row& row = row_named(picture, label);
    return {picture.spans.begin() + static_cast<std::ptrdiff_t>(row.first_span),
            picture.spans.begin() + static_cast<std::ptrdiff_t>(row.last_span)};
}

TaskId task_named(const Timeline& timeline, std::string_view name) {
    for (const TaskInfo& task : timeline.tasks()) {
        if (timeline.task_name(task.id) == name) {
            return task.id;
        }
    }
    FAIL("no such task");
    return 0;
}

TEST_CASE("each worker has a lane with its jobs, where they compute and where they wait") {
    const Timeline timeline = test::worker_run();
    const Picture picture = draw(timeline);
    CHECK(row_named(picture, "Workers").kind == RowKind::GroupTitle);
    const Row& row = row_named(picture, "pool worker 2");
    CHECK(row.kind == RowKind::Worker);
    CHECK(timeline.resource(row.id)->type == ResourceType::Executor);
    const std::vector<Span> spans = spans_of(picture, "pool worker 1");
    REQUIRE(spans.size() >= 3);
    CHECK(spans[0].look == SpanLook::Io);
    CHECK(spans[0].labels.front() == "resize-1 for upload-1");
    CHECK(spans[1].look == SpanLook::Running);
    CHECK(spans[1].labels.front() == "resize-1 for upload-1: computes");
    CHECK(spans_of(picture, "pool worker 2")[0].labels.front() == "resize-2 for upload-2");
}

TEST_CASE("a job has its task's colour, and is selected with the task") {
    const Timeline timeline = test::worker_run();
    const TaskId upload = task_named(timeline, "upload-1");
    const std::vector<Badge> badges = task_badges(timeline);
    const Axis axis(timeline, AxisKind::Time);
    const EventIndex inside = timeline.jobs()[0].started;
    const Picture picture = make_picture(timeline, {.axis = &axis,
                                                    .height_px = 2000,
                                                    .cursor = inside,
                                                    .selected_task = upload,
                                                    .badges = &badges});
    const Span job = spans_of(picture, "pool worker 1").front();
    CHECK(job.colour == badges[upload - 1].colour);
    CHECK(job.selected);
    CHECK_FALSE(spans_of(picture, "pool worker 2").front().selected);
}

TEST_CASE("a job that had to stand in line says for how long") {
    const Timeline timeline = test::worker_run();
    const Picture picture = draw(timeline);
    const auto waited = std::ranges::find_if(picture.spans, [](const Span& span) {
        return !span.labels.empty() && span.labels.front().starts_with("resize-3 for upload-3,");
    });
    REQUIRE(waited != picture.spans.end());
    CHECK(waited->look == SpanLook::Io);
    CHECK(waited->labels.front().find("in line") != std::string::npos);
    CHECK(span_words(timeline, *waited, Language::English).what == waited->labels.front());
}

TEST_CASE("the task that waits for a job says which one, and where") {
    const Timeline timeline = test::worker_run();
    const std::vector<Span> spans = spans_of(draw(timeline), "upload-1");
    const auto waits = std::ranges::find(spans, SpanLook::Io, &Span::look);
    REQUIRE(waits != spans.end());
    CHECK(waits->labels.front() == "waits for resize-1 in pool");
    CHECK(waits->icon == "io");
}

TEST_CASE("the legend tells what I/O and threads look like where a run has them") {
    const auto has_io = [](const Timeline& timeline) {
        const std::vector<LegendEntry> legend = draw(timeline).legend;
        return std::ranges::find(legend, SpanLook::Io, &LegendEntry::look) != legend.end();
    };
    CHECK(has_io(test::worker_run()));
    CHECK_FALSE(has_io(test::thread_run()));
}

TEST_CASE("jobs too narrow to be told apart become one span that counts them") {
    const Timeline timeline = test::busy_worker_run(5000);
    const std::vector<Span> spans = spans_of(draw(timeline), "pool worker 1");
    REQUIRE(spans.size() == 1);
    CHECK(spans[0].look == SpanLook::Merged);
    CHECK(spans[0].merged == 5000);
    CHECK(spans[0].labels.front() == "5000 jobs");
    REQUIRE(spans[0].columns.size() > 100);
    for (const Column& column : spans[0].columns) {
        CHECK(column.io > 0.5F);
        CHECK(column.running + column.io <= 1.001F);
    }
}

TEST_CASE("a close look at many jobs shows them one by one") {
    const Timeline timeline = test::busy_worker_run(5000);
    const Axis axis(timeline, AxisKind::Time);
    const double middle = axis.length() / 2;
    const Picture picture = make_picture(
        timeline,
        {.axis = &axis, .first = middle, .last = middle + axis.length() / 500, .height_px = 2000});
    const std::vector<Span> spans = spans_of(picture, "pool worker 1");
    CHECK(spans.size() >= 10);
    CHECK(spans.size() <= 12);
    for (const Span& span : spans) {
        CHECK(span.look == SpanLook::Io);
    }
}

TEST_CASE("each thread has a lane for the steps of its own loop") {
    const Timeline timeline = test::thread_run();
    const Picture picture = draw(timeline);
    CHECK(row_named(picture, "Threads").kind == RowKind::GroupTitle);
    CHECK(row_named(picture, "helper").kind == RowKind::Thread);
    for (const std::string_view label : {"Event loop", "helper"}) {
        const std::uint8_t thread = label == "helper" ? 1 : 0;
        const std::vector<Span> spans = spans_of(picture, label);
        CHECK(spans.size() >= 3);
        float behind = 0;
        for (const Span& span : spans) {
            CHECK(timeline.task(span.task)->thread == thread);
            CHECK(span.box.x0 >= behind);
            behind = span.box.x1;
        }
    }
    // main's first step lasts 40 ms, and so does its span, although helper's steps overlap it.
    const Span first = spans_of(picture, "Event loop").front();
    const Span second = spans_of(picture, "helper").front();
    CHECK(first.box.width() > 2 * second.box.width());
    const auto timers = [&](std::string_view label) {
        const Row& row = row_named(picture, label);
        return std::ranges::count_if(picture.dots, [&](const Dot& dot) {
            return dot.kind == DotKind::Timer && dot.y > row.y && dot.y < row.y + row.height;
        });
    };
    CHECK(timers("Event loop") == 2);
    CHECK(timers("helper") == 4);
    // Its timers wake their tasks from there.
    const Row& helper = row_named(picture, "helper");
    CHECK(std::ranges::count_if(picture.arrows, [&](const Arrow& arrow) {
              return arrow.waker == 0 && arrow.y0 > helper.y && arrow.y1 < helper.y;
          }) == 4);
}

TEST_CASE("rows of workers beyond the most are left out, and their title says so") {
    const Timeline timeline = test::worker_run();
    const Picture picture = draw(timeline, {.most_rows = 1});
    CHECK(row_named(picture, "Workers").value == "and 1 more");
    CHECK(std::ranges::count(picture.rows, RowKind::Worker, &Row::kind) == 1);
}

TEST_CASE("the terminal shows workers and threads, and names what it draws for them") {
    const std::string workers = draw_terminal(test::worker_run(), {.width = 120});
    CHECK(workers.find("pool worker 2") != std::string::npos);
    CHECK(workers.find("I/O or thread") != std::string::npos);
    CHECK(workers.find('?') == std::string::npos);
    const std::string threads = draw_terminal(test::thread_run(), {.width = 120});
    CHECK(threads.find("helper") != std::string::npos);
}

TEST_CASE("no nonsense about jobs and threads harms a lane") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 1500, .nonsense = true}));
        for (const AxisKind kind : {AxisKind::Elastic, AxisKind::Time, AxisKind::Steps}) {
            const Axis axis(timeline, kind);
            for (const double part : {0.0, 0.5}) {
                const Picture picture = make_picture(timeline, {.axis = &axis,
                                                                .first = part * axis.length(),
                                                                .last = axis.length(),
                                                                .height_px = 3000});
                for (const Row& row : picture.rows) {
                    float behind = picture.track_x0;
                    const bool is_lane = row.kind == RowKind::Worker || row.kind == RowKind::Thread;
                    for (std::size_t i = row.first_span; is_lane && i < row.last_span; ++i) {
                        const Box& box = picture.spans[i].box;
                        REQUIRE(box.x0 >= behind - 0.01F);
                        REQUIRE(box.x1 <= picture.track_x1 + 0.01F);
                        REQUIRE(box.x1 > box.x0);
                        behind = box.x1;
                    }
                }
            }
        }
    }
}

}  // namespace
}  // namespace coroscope
