#include "gui/model/at_cursor.h"

#include <doctest/doctest.h>

#include <random>

#include "tests/support/heavy_runs.h"
#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"

using namespace coroscope;
using namespace coroscope::gui;
namespace heavy = coroscope::test::heavy;

namespace {

/// What it says after having gone there step by step is what it says when asked for the first time.
void check_walk(const Timeline& timeline, int seed) {
    AtCursor walked;
    std::mt19937 random(static_cast<unsigned>(seed));
    const EventIndex size = timeline.trace().size();
    EventIndex cursor = 0;
    for (int i = 0; i < 200 && size > 0; ++i) {
        cursor =
            i % 10 == 0 ? random() % size : std::min<EventIndex>(size - 1, cursor + random() % 9);
        cursor = i % 3 == 0 ? cursor - std::min<EventIndex>(cursor, random() % 7) : cursor;
        walked.move_to(timeline, 1, cursor);
        AtCursor fresh;
        fresh.move_to(timeline, 1, cursor);
        CHECK(walked.alive() == fresh.alive());
        CHECK(walked.waiting() == fresh.waiting());
        CHECK(walked.ready() == timeline.ready_at(cursor));
        CHECK(walked.graph().edges == wait_graph(timeline, cursor).edges);
    }
}

}  // namespace

TEST_CASE("wherever the cursor goes, the tasks that wait there are found") {
    check_walk(coroscope::test::deadlock_run(), 1);
    check_walk(coroscope::test::blocking_run(), 2);
    check_walk(coroscope::test::queue_run(5), 3);
    check_walk(coroscope::test::crowd_run(30), 4);
    check_walk(Timeline(heavy::made(heavy::ring_of_locks(5))), 5);
}

TEST_CASE("the tasks at the cursor never crash on nonsense") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        for (const bool nonsense : {false, true}) {
            check_walk(Timeline(random_trace({.seed = seed, .nonsense = nonsense})),
                       static_cast<int>(seed));
        }
    }
}

TEST_CASE("another run is another answer") {
    AtCursor now;
    const Timeline first = coroscope::test::deadlock_run();
    const Timeline second = coroscope::test::crowd_run(3);
    now.move_to(first, 1, first.trace().size() - 1);
    now.move_to(second, 2, 1);
    AtCursor fresh;
    fresh.move_to(second, 2, 1);
    CHECK(now.alive() == fresh.alive());
}
