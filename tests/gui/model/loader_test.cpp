// Runs that never end, that are huge, and that somebody stops.

#include "gui/model/loader.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <latch>

#include "gui/model/activity.h"
#include "gui/model/command.h"
#include "runtime/trace/ctrace.h"
#include "tests/gui/support/headless_window.h"
#include "tests/gui/support/patience.h"
#include "tests/support/heavy_runs.h"
#include "tests/support/paths.h"

using namespace coroscope;
using namespace coroscope::gui;
using namespace coroscope::gui::test;
namespace heavy = coroscope::test::heavy;

TEST_CASE(
    "a run that never ends is shown while it grows, and stops when asked: what there is stays") {
    Session session;
    session.show(heavy::named("endless"), heavy::waiting_for_stop());
    wait_until(session, [&] { return !session.empty(); });
    CHECK(session.loading());
    CHECK(session.timeline().outcome() == Outcome::None);
    REQUIRE(activity(session));
    CHECK(activity(session)->words.id == "ui.doing.simulating");
    const EventIndex seen = session.timeline().trace().size();
    CHECK(run_command(session, "stop"));
    CHECK(activity(session)->words.id == "ui.doing.stopping");
    finish_work(session);
    CHECK(session.timeline().outcome() == Outcome::Stopped);
    CHECK(session.timeline().trace().size() >= seen);
    CHECK(notice_of(session) ==
          "Stopped by you after " + std::to_string(session.timeline().steps().size()) + " steps");
    CHECK_FALSE(run_command(session, "stop"));
}

TEST_CASE("a step that never ends is shown while it grows, and stops when asked") {
    Session session;
    session.show(heavy::named("one step"), heavy::endless_step());
    wait_until(session, [&] { return session.timeline().log().size() > 100; });
    CHECK(run_command(session, "escape"));
    finish_work(session);
    CHECK(notice_of(session).starts_with("Stopped by you after"));
}

TEST_CASE("a run that reaches its budget says so") {
    Session session;
    session.show(heavy::named("endless"), heavy::endless(20'000));
    finish_work(session);
    CHECK(session.timeline().outcome() == Outcome::Budget);
    CHECK(notice_of(session).starts_with("The run reached its budget of"));
}

TEST_CASE("a run that throws is a run like others") {
    Session session;
    session.show(heavy::named("throws"), heavy::throwing());
    finish_work(session);
    CHECK(session.timeline().outcome() == Outcome::Failed);
    CHECK(run_command(session, "last"));
}

TEST_CASE("a run that is replaced while it grows ends by itself, and nobody waits for it") {
    Session session;
    for (int i = 0; i < 5; ++i) {
        session.show(heavy::named("endless"), heavy::endless());
    }
    session.show(heavy::named("throws"), heavy::throwing());
    finish_work(session);
    CHECK(session.timeline().outcome() == Outcome::Failed);
    CHECK(session.end_work(std::chrono::minutes(1)));
}

TEST_CASE("a simulation that does not listen does not hold up another run") {
    std::latch over(1);
    {
        Session session;
        session.show(heavy::named("deaf"), [&](Recorder&, const std::stop_token&) { over.wait(); });
        CHECK(session.loading());
        CHECK(run_command(session, "stop"));
        session.show(heavy::named("throws"), heavy::throwing());
        finish_work(session);
        CHECK(session.timeline().outcome() == Outcome::Failed);
        CHECK_FALSE(session.end_work(std::chrono::milliseconds(0)));
        over.count_down();
        CHECK(session.end_work(std::chrono::minutes(1)));
    }
}

TEST_CASE("a growing run is not indexed anew for every look at it") {
    Loader loader;
    loader.start(heavy::named("endless"), heavy::endless(3'000'000));
    std::shared_ptr<const Indexed> last;
    std::vector<EventIndex> sizes;
    for (Progress now = loader.progress(); !now.done; now = loader.progress()) {
        if (now.indexed != last) {
            last = now.indexed;
            sizes.push_back(last->timeline.trace().size());
        }
        std::this_thread::yield();
    }
    for (std::size_t i = 1; i < sizes.size(); ++i) {
        const bool grown = sizes[i] >= sizes[i - 1] + sizes[i - 1] / 2;
        CHECK((grown || i + 1 == sizes.size()));  // the last one is the whole run
    }
}

TEST_CASE(
    "the findings of a large run come after the run itself, or not at all if somebody stops") {
    const auto wanted = [](bool stop) {
        Loader loader;
        loader.start(heavy::named("crowd"), heavy::many_tasks(20'000));
        if (stop) {
            for (Progress now = loader.progress(); now.phase != LoadPhase::Findings && !now.done;
                 now = loader.progress()) {
                std::this_thread::yield();
            }
            loader.end_early();
        }
        loader.wait(std::chrono::minutes(1));
        return loader.progress();
    };
    const Progress whole = wanted(false);
    CHECK(whole.done);
    CHECK_FALSE(whole.without_findings);
    CHECK(why_it_ended(whole).empty());
    const Progress stopped = wanted(true);
    CHECK(stopped.done);
    REQUIRE(stopped.indexed != nullptr);
    CHECK(stopped.indexed->timeline.trace().size() == whole.indexed->timeline.trace().size());
}
