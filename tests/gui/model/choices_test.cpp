#include "gui/model/choices.h"

#include <doctest/doctest.h>

#include "gui/model/command.h"
#include "gui/model/session.h"
#include "scenarios/simulate.h"
#include "tests/gui/support/headless_window.h"
#include "tests/support/random_trace.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::finish_loading;
using coroscope::gui::test::open_run;

namespace {

// The same run, as a file may have it: cut off, or with another story about where it came from.
Trace retold(const Trace& trace, EventIndex size, const std::string& runspec) {
    TraceInfo info = trace.info();
    info.runspec = runspec;
    Recorder recorder(info);
    for (EventIndex i = 0; i < size; ++i) {
        recorder.append(trace[i]);
    }
    recorder.publish();
    return recorder.snapshot();
}

std::string_view reason(Session& session, Trace trace) {
    session.show(std::move(trace));
    finish_loading(session);
    return session.choices.problem();
}

}  // namespace

TEST_CASE("the choices of a recording are found, also of one that was cut off") {
    const Trace whole = simulate(std::get<RunSpec>(parse_runspec("races/lost-update")));
    Session session;
    open_run(session, "races/lost-update");
    const std::size_t count = session.choices.log()->size();
    Session other;
    CHECK(reason(other, whole).empty());
    CHECK(other.choices.log()->size() == count);
    const EventIndex second = (*other.choices.log())[1].event;
    Session third;
    CHECK(reason(third, retold(whole, second, "races/lost-update")).empty());
    CHECK(third.choices.log()->size() == 1);
}

TEST_CASE("nothing can be chosen in a recording that the program would not make again") {
    const Trace whole = simulate(std::get<RunSpec>(parse_runspec("races/lost-update")));
    const EventIndex size = whole.size();
    Session session;
    CHECK(reason(session, retold(whole, size, "races/lost-update?nobody=3")) ==
          "ui.why.old_recording");
    CHECK(reason(session, retold(whole, size, "races/lost-update?variant=fixed")) ==
          "ui.why.old_recording");
    CHECK(command("run-next-1").why_not(session) == "ui.why.old_recording");
    Session foreign;
    CHECK(reason(foreign, retold(whole, size, "")) == "ui.why.foreign");
}

TEST_CASE("choosing never crashes on nonsense") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        Session session;
        Trace trace = random_trace({.seed = seed, .events = 400, .nonsense = true});
        session.show(retold(trace, trace.size(), seed % 2 == 0 ? "races/lost-update" : ""));
        finish_loading(session);
        CHECK_FALSE(session.choices.log());
        CHECK_FALSE(run_command(session, "run-next-1"));
    }
}

TEST_CASE("the unusual choices before a place are counted") {
    Session session;
    open_run(session, "races/lost-update#0.1");
    CHECK(session.choices.unusual(1) == 0);
    CHECK(session.choices.unusual(2) == 1);
    CHECK(session.choices.all_unusual() == std::vector<std::size_t>{1});
}
