#include "gui/model/activity.h"

#include <doctest/doctest.h>

#include "scenarios/simulate.h"
#include "tests/gui/support/headless_window.h"
#include "tests/support/heavy_runs.h"

using namespace coroscope;
using namespace coroscope::gui;
namespace heavy = coroscope::test::heavy;

namespace {

Message why(const Trace& trace, bool without_findings = false) {
    Progress progress;
    progress.indexed = make_indexed(trace);
    progress.without_findings = without_findings;
    return why_it_ended(progress);
}

}  // namespace

TEST_CASE("a session with nothing to do has no activity") {
    Session session;
    CHECK_FALSE(activity(session));
    gui::test::open_run(session, "races/lost-update");
    CHECK_FALSE(activity(session));
    CHECK_FALSE(session.busy());
}

TEST_CASE("a run that was followed to its end needs no word about it") {
    CHECK(why_it_ended({}).empty());
    CHECK(why(heavy::made(heavy::throwing())).empty());
    CHECK(why(heavy::made(heavy::throwing()), true).id == "ui.notice.no_findings");
}

TEST_CASE("a run that used up its budget says which") {
    const Trace events = heavy::made(heavy::endless(5'000));
    CHECK(why(events).id == "ui.notice.budget_events");
    CHECK(to_string(why(events), Language::English) == "The run reached its budget of " +
                                                           std::to_string(Budget{}.events) +
                                                           " events and was ended there");
}
