#include "gui/model/lanes.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "gui/model/command.h"
#include "tests/gui/support/headless_window.h"
#include "tests/gui/support/patience.h"
#include "tests/support/heavy_runs.h"
#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"

using namespace coroscope;
using namespace coroscope::gui;
namespace heavy = coroscope::test::heavy;

namespace {

std::size_t tasks_of(const RowOrder& order) {
    std::size_t count = 0;
    for (const RowOrder::Task& task : order.tasks) {
        count += std::max<std::size_t>(1, task.folded);
    }
    return count;
}

bool has_lane(const RowOrder& order, TaskId id) {
    return std::ranges::any_of(
        order.tasks, [&](const RowOrder::Task& task) { return task.id == id && task.folded == 0; });
}

}  // namespace

TEST_CASE("a run that is no crowd has a lane for every task") {
    const Timeline timeline = coroscope::test::crowd_run(60);
    const RowOrder whole(timeline);
    Lanes lanes;
    CHECK(&lanes.shown(timeline, 1, whole, 1) == &whole);
}

TEST_CASE("of many tasks alike the first have lanes, the one in focus too, and nobody is lost") {
    const Timeline timeline(heavy::made(heavy::many_tasks(1'000)));
    const RowOrder whole(timeline);
    Lanes lanes;
    for (const TaskId focus :
         {TaskId{0}, TaskId{1}, TaskId{2}, TaskId{15}, TaskId{500}, TaskId{1'001}, TaskId{5'000}}) {
        CAPTURE(focus);
        const RowOrder& shown = lanes.shown(timeline, 1, whole, focus);
        CHECK(shown.tasks.size() < Lanes::kMostAlike);
        CHECK(tasks_of(shown) == whole.tasks.size());
        CHECK(has_lane(shown, focus) == (timeline.task(focus) != nullptr));
    }
}

TEST_CASE("lanes are folded whatever a trace says") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const Timeline timeline(
            random_trace({.seed = seed, .events = 3'000, .tasks = 300, .nonsense = seed % 2 == 0}));
        const RowOrder whole(timeline);
        Lanes lanes;
        for (TaskId focus = 0; focus < 300; focus += 7) {
            CHECK(tasks_of(lanes.shown(timeline, seed, whole, focus)) == whole.tasks.size());
        }
    }
}

TEST_CASE("the window says how many lanes it folds, and unfolds them when asked") {
    gui::test::HeadlessWindow window;
    window.session.show(heavy::made(heavy::many_tasks(1'000)));
    window.step(3);
    CHECK(window.shows("and 988 more like"));
    CHECK(run_command(window.session, "lanes"));
    window.step(3);
    CHECK_FALSE(window.shows("more like"));
    CHECK(window.state.timeline.picture->scroll_max > 10'000.0F);
}
