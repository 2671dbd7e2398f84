#include "gui/model/choice_list.h"

#include <doctest/doctest.h>

#include "scenarios/simulate.h"
#include "tests/support/random_trace.h"

using namespace coroscope;
using namespace coroscope::gui;

namespace {

void check_against_a_count(const Trace& trace) {
    const ChoiceList choices(trace);
    std::int64_t made = 0;
    std::int64_t changed = 0;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        if (trace[i].kind == EventKind::ChoiceMade) {
            ++made;
            changed += trace[i].a != 0 ? 1 : 0;
        }
        CHECK(choices.until(i).made == made);
        CHECK(choices.until(i).changed == changed);
    }
}

}  // namespace

TEST_CASE("the choices until any event are counted") {
    RunSpec spec;
    spec.scenario = "races/lost-update";
    spec.policy = "random";
    const Trace trace = simulate(spec);
    CHECK(ChoiceList(trace).until(trace.size()).made > 0);
    check_against_a_count(trace);
    check_against_a_count(random_trace({.seed = 3, .nonsense = true}));
    CHECK(ChoiceList().until(5).made == 0);
}
