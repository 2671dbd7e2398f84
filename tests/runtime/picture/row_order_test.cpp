#include "runtime/picture/row_order.h"

#include <doctest/doctest.h>

#include <cmath>

#include "runtime/picture/picture.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/sample_runs.h"

namespace coroscope {
namespace {

TEST_CASE("children follow their parents, one deeper") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId a = t.create("a", main);
    const TaskId b = t.create("b", main);
    const TaskId a1 = t.create("a1", a);
    const RowOrder order{Timeline(t.trace())};
    std::vector<std::pair<TaskId, int>> found;
    for (const RowOrder::Task& task : order.tasks) {
        found.emplace_back(task.id, task.depth);
    }
    CHECK(found == std::vector<std::pair<TaskId, int>>{{main, 0}, {a, 1}, {a1, 2}, {b, 1}});
}

TEST_CASE("a deadlock is known, and who is stuck in it") {
    const Timeline timeline = test::deadlock_run();
    const RowOrder order(timeline);
    CHECK(order.deadlock);
    CHECK(order.stuck.size() >= 2);
    CHECK(order.locks.size() == 2);
    const RowOrder finished(test::blocking_run());
    CHECK_FALSE(finished.deadlock);
    CHECK(finished.stuck.empty());
}

TEST_CASE("of many rows only those inside the body are made, wherever it is scrolled to") {
    const Timeline timeline = test::crowd_run(2000);
    const Axis axis(timeline, AxisKind::Elastic);
    const RowOrder order(timeline);
    PictureOptions options{.axis = &axis, .order = &order};
    for (const float part : {0.0F, 0.37F, 1.0F}) {
        options.scroll_y = 0;
        options.scroll_y = part * make_picture(timeline, options).scroll_max;
        const Picture picture = make_picture(timeline, options);
        CHECK(picture.rows.size() > 5);
        CHECK(picture.rows.size() < 40);
        CHECK(picture.rows[1].y <= picture.body.y0);
        const Row& last = picture.rows.back();
        CHECK(last.y + last.height >= picture.body.y1 - 0.01F);
        for (std::size_t i = 2; i < picture.rows.size(); ++i) {
            const Row& above = picture.rows[i - 1];
            CHECK(std::abs(picture.rows[i].y - above.y - above.height) < 0.01F);
        }
    }
}

}  // namespace
}  // namespace coroscope
