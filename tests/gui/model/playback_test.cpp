// Playing: how fast the cursor goes.

#include "gui/model/playback.h"

#include <doctest/doctest.h>

#include "tests/support/sample_runs.h"

using namespace coroscope;
using namespace coroscope::gui;

namespace {

// Seconds until the end at 60 frames a second; gives up after ten minutes.
double seconds_to_end(const Timeline& timeline, AxisKind kind, const PlayOptions& options) {
    const Axis axis(timeline, kind);
    Playback playback;
    playback.start(axis, 0);
    EventIndex cursor = 0;
    constexpr double kFrame = 1.0 / 60.0;
    double seconds = 0.0;
    while (playback.playing() && seconds < 600.0) {
        const EventIndex next = playback.advance(timeline, axis, kFrame, options);
        CHECK(next >= cursor);
        cursor = next;
        seconds += kFrame;
    }
    CHECK(cursor == timeline.trace().size() - 1);
    return seconds;
}

}  // namespace

TEST_CASE("on the time axis a blocked second takes a second, and idle time is cut short") {
    const Timeline timeline = test::blocking_run();
    const double end = static_cast<double>(timeline.trace().end_time()) / 1e9;
    const double seconds = seconds_to_end(timeline, AxisKind::Time, {.speed = 1.0});
    CHECK(seconds <= end + 0.05);
    CHECK(seconds >= 2.0);  // report blocks the loop for two seconds
    CHECK(seconds_to_end(timeline, AxisKind::Time, {.speed = 4.0}) ==
          doctest::Approx(seconds / 4.0).epsilon(0.1));
}

TEST_CASE("on the elastic axis a run without any duration plays at two steps a second") {
    const Timeline timeline = test::deadlock_run();
    const double seconds = seconds_to_end(timeline, AxisKind::Elastic, {.speed = 1.0});
    const double steps = static_cast<double>(timeline.steps().size());
    CHECK(seconds >= steps / 2.0 - 0.1);
    CHECK(seconds <= steps);
    CHECK(seconds_to_end(timeline, AxisKind::Elastic, {.speed = 0.1}) > seconds * 9.0);
    CHECK(seconds_to_end(timeline, AxisKind::Elastic, {.speed = 16.0}) < seconds / 10.0);
}

TEST_CASE("an empty run stops at once") {
    const Axis axis;
    Playback playback;
    playback.start(axis, 0);
    CHECK(playback.advance(Timeline(), axis, 10.0) == 0);
    CHECK_FALSE(playback.playing());
}

TEST_CASE("playing by steps takes the same time for each step, also on the time axis") {
    const Timeline timeline = test::blocking_run();
    const auto steps = static_cast<double>(timeline.steps().size());
    const double seconds =
        seconds_to_end(timeline, AxisKind::Time, {.by_steps = true, .steps_per_second = 5.0});
    CHECK(seconds == doctest::Approx((steps + 1.0) / 5.0).epsilon(0.3));
}

TEST_CASE("idle time is played in full if it is not to be skipped") {
    const Timeline timeline = test::blocking_run();
    const double all = static_cast<double>(timeline.trace().end_time()) / 1e9;
    CHECK(seconds_to_end(timeline, AxisKind::Time, {.skip_idle = false}) ==
          doctest::Approx(all).epsilon(0.05));
}
