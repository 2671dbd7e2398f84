// The strip that says what is done in the background.

#include <doctest/doctest.h>

#include <latch>

#include "tests/gui/support/headless_window.h"
#include "tests/gui/support/patience.h"
#include "tests/support/heavy_runs.h"

using namespace coroscope;
using namespace coroscope::gui;
using namespace coroscope::gui::test;
namespace heavy = coroscope::test::heavy;

namespace {

constexpr int kHalfASecond = 30;  // frames

/// A run of two events that does not end before `over`.
heavy::Simulation waiting_for(std::latch& over) {
    return [&over](Recorder& recorder, const std::stop_token&) {
        recorder.append({.time = 0, .task = 1, .kind = EventKind::TaskCreated});
        recorder.append({.time = 0, .task = 1, .kind = EventKind::TaskResumed});
        recorder.publish();
        over.wait();
    };
}

}  // namespace

TEST_CASE("what takes long shows a strip that says so, and stops by mouse and by Escape") {
    for (const float width : {1280.0F, 1600.0F}) {
        for (const bool by_mouse : {true, false}) {
            HeadlessWindow window("", width, width * 9.0F / 16.0F);
            std::latch over(1);
            window.session.show(heavy::named("slow"), waiting_for(over));
            window.step();
            CHECK_FALSE(window.has("progress"));  // perhaps it is done in no time
            window.step(kHalfASecond);
            CHECK(window.has("progress"));
            CHECK(window.shows("Simulating"));
            if (by_mouse) {
                window.click("stop");
            } else {
                window.key(Key::Escape);
            }
            CHECK(window.session.stopping());
            window.step(2);
            CHECK(window.shows("Stopping"));
            over.count_down();
            finish_work(window.session);
            window.step(2);
            CHECK_FALSE(window.has("progress"));
        }
    }
}

TEST_CASE("the strip and the sentence that goes away by itself do not cover each other") {
    HeadlessWindow window;
    std::latch over(1);
    window.session.show(heavy::named("slow"), waiting_for(over));
    window.session.say(Message("ui.notice.plain", {text_arg("text", "a sentence")}));
    window.step(kHalfASecond);
    REQUIRE(window.has("progress"));
    REQUIRE(window.has("notice"));
    CHECK_FALSE(window.item("progress").rect.overlaps(window.item("notice").rect));
    over.count_down();
    finish_work(window.session);
}

TEST_CASE("the window draws a run that never ends while it grows") {
    HeadlessWindow window;
    window.session.show(heavy::named("endless"), heavy::endless());
    window.step(kHalfASecond);
    wait_until(window.session, [&] { return !window.session.empty(); });
    window.step(2);
    CHECK(window.has("timeline"));
    window.key(Key::Escape);
    finish_work(window.session);
    CHECK(notice_of(window.session).starts_with("Stopped by you after"));
}
