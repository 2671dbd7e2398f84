#include "gui/model/axis_maker.h"

#include <doctest/doctest.h>

#include "gui/model/command.h"
#include "tests/gui/support/patience.h"
#include "tests/support/heavy_runs.h"

using namespace coroscope;
using namespace coroscope::gui;
using namespace coroscope::gui::test;
namespace heavy = coroscope::test::heavy;

TEST_CASE("what is asked for last is made") {
    AxisMaker maker;
    CHECK_FALSE(maker.take());
    const auto run = make_indexed(heavy::made(heavy::many_tasks(500)));
    maker.start(run, AxisKind::Steps);
    maker.start(run, AxisKind::Time);
    maker.start(run, AxisKind::Elastic);
    std::optional<AxisMaker::Made> made;
    while (maker.busy()) {
        if (auto one = maker.take()) {
            CHECK_FALSE(made);
            made = std::move(one);
        }
        std::this_thread::yield();
    }
    REQUIRE(made);
    CHECK(made->axis->kind() == AxisKind::Elastic);
    CHECK(made->axis->length() == Axis(run->timeline, AxisKind::Elastic).length());
}

TEST_CASE("a large run changes its axis in the background, a small one at once") {
    Session session;
    session.show(heavy::made(heavy::many_tasks(500)));
    CHECK(run_command(session, "axis"));
    CHECK(session.settings.axis == AxisKind::Time);
    CHECK_FALSE(session.changing_axis());

    session.settings.axis = AxisKind::Elastic;
    session.show(heavy::named("endless"), heavy::endless(kLargeRun + 1'000));
    finish_work(session);
    REQUIRE(session.timeline().trace().size() >= kLargeRun);
    CHECK(run_command(session, "axis"));
    CHECK(session.changing_axis());
    CHECK(session.settings.axis == AxisKind::Elastic);
    CHECK(session.axis().kind() == AxisKind::Elastic);
    wait_until(session, [&] { return !session.changing_axis(); });
    CHECK(session.settings.axis == AxisKind::Time);
    CHECK(session.axis().kind() == AxisKind::Time);
    CHECK(session.axis().length() == Axis(session.timeline(), AxisKind::Time).length());
}
