#include "gui/model/links.h"

#include <doctest/doctest.h>

#include "gui/model/command.h"
#include "tests/gui/support/headless_window.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::open_run;

TEST_CASE("the period key goes through all spans of the lane, and the comma key back") {
    Session session;
    open_run(session, "races/lost-update");
    session.select_name("worker-1");
    const TaskId task = session.selection().task;
    std::vector<EventIndex> stops;
    while (run_command(session, "next-span")) {
        stops.push_back(session.cursor());
    }
    const auto& firsts = session.timeline().task(task)->intervals.firsts();
    CHECK(stops.size() == firsts.size());
    CHECK(command("next-span").why_not(session) == "ui.why.last_span");
    for (std::size_t i = stops.size() - 1; i-- > 0;) {
        CHECK(run_command(session, "previous-span"));
        CHECK(session.cursor() == stops[i]);
    }
}

TEST_CASE("the brackets lead from a woken task to who woke it, and back") {
    Session session;
    open_run(session, "patterns/producer-consumer", 12);
    const auto wakeups = session.timeline().wakeups();
    std::size_t tried = 0;
    for (std::size_t i = 0; i < wakeups.size(); ++i) {
        const WakeUp wakeup = wakeups[i];
        const auto next = wakeup.waker == 0 || wakeup.event == 0
                              ? std::nullopt
                              : next_woken(session.timeline(), wakeup.waker, wakeup.event - 1);
        if (!next || next->event != wakeup.event) {
            continue;
        }
        ++tried;
        session.seek(wakeup.event);
        session.select_task(wakeup.woken);
        CHECK(run_command(session, "waker"));
        CHECK(session.cursor() == wakeup.event);
        CHECK(session.selection().task == wakeup.waker);
        session.seek(wakeup.event - 1);
        CHECK(run_command(session, "woken"));
        CHECK(session.cursor() == wakeup.event);
        CHECK(session.selection().task == next->woken);
    }
    CHECK(tried > 3);
}

TEST_CASE("links of what is not there are nowhere") {
    const Timeline empty;
    CHECK_FALSE(next_span(empty, 1, 0, 0));
    CHECK_FALSE(previous_span(empty, 0, 7, 5));
    CHECK_FALSE(next_woken(empty, 3, 9));
}
