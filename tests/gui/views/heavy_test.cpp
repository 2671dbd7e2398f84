// Every panel draws runs that are large in one way or another: what cannot be shown is said in
// words.

#include <doctest/doctest.h>

#include "gui/model/command.h"
#include "tests/gui/support/headless_window.h"
#include "tests/support/heavy_runs.h"

using namespace coroscope;
using namespace coroscope::gui;
using namespace coroscope::gui::test;
namespace heavy = coroscope::test::heavy;

namespace {

void look_around(HeadlessWindow& window) {
    for (const RightTab tab : {RightTab::Findings, RightTab::Log, RightTab::Explain}) {
        window.session.settings.right_tab = tab;
        window.step();
    }
    for (const char* command :
         {"last", "step-back", "fit", "axis", "zoom-in", "leap-back", "first"}) {
        run_command(window.session, command);
        window.step(2);
    }
}

/// Before the run abandons its tasks.
void seek_middle(HeadlessWindow& window) {
    window.session.seek(window.session.timeline().trace().size() / 2);
    window.step(2);
}

}  // namespace

TEST_CASE("very many tasks, locks and lines of log are drawn") {
    const auto show = [](const heavy::Simulation& run) {
        HeadlessWindow window;
        window.session.show(heavy::made(run));
        window.step(3);
        CHECK(window.has("timeline"));
        look_around(window);
        window.session.select_task(1);
        seek_middle(window);
        if (!window.session.timeline().resources().empty()) {
            window.session.select_resource(window.session.timeline().resources()[0].id);
            window.step(2);
        }
    };
    show(heavy::many_tasks(5'000));
    show(heavy::ring_of_locks(1'000));
    show(heavy::log_flood(20'000));
    show(heavy::long_names(10'000));
    show(heavy::throwing());
}

TEST_CASE("of a ring of a thousand locks the window says how much it leaves out") {
    HeadlessWindow window;
    window.session.show(heavy::made(heavy::ring_of_locks(1'000)));
    seek_middle(window);
    while (window.session.now().graph().cycles.empty() && !window.session.at_end()) {
        run_command(window.session, "step-on");
    }
    window.step(3);
    REQUIRE_FALSE(window.session.now().graph().cycles.empty());
    CHECK(window.shows("+1984"));
}
