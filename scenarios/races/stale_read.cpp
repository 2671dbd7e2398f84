// Read before the await, used behind it
//
// An alarm looks up who is on duty, then describes where the patient is, then calls. The shift
// changes while it describes: the call goes to a doctor who has gone home. Nobody wrote anything
// wrong; what was read has just become old.
//
// Watch:  `day shift` changes between the alarm's read and its put.
// Source: the rule of all races in asyncio: what you know is as old as your last await.

#include "scenarios/races/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Hospital {
    Shared<bool> day_shift{"day shift", true};
    Queue<std::string> ada{"Ada's pager", 10};  // by day
    Queue<std::string> bob{"Bob's pager", 10};  // by night
};

Coroutine<std::string> describe(Duration length) {
    co_await sleep(length);
    co_return "room 7";
}

Coroutine<> alarm(Hospital& hospital, Duration describing) {
    const bool by_day = hospital.day_shift.read();
    const std::string text = co_await describe(describing);  // the shift may change here
    log("calls {} to {}", by_day ? "Ada" : "Bob", text);
    co_await (by_day ? hospital.ada : hospital.bob).put(text);
}

Coroutine<> alarm_that_looks_last(Hospital& hospital, Duration describing) {
    const std::string text = co_await describe(describing);
    const bool by_day = hospital.day_shift.read();  // and no await from here to the call
    log("calls {} to {}", by_day ? "Ada" : "Bob", text);
    (by_day ? hospital.ada : hospital.bob).put_nowait(text);
}

Coroutine<> change_shift(Hospital& hospital, Duration after) {
    co_await sleep(after);
    hospital.day_shift.write(false);
    log("Ada goes home, Bob begins");
}

std::string outcome(Stage& stage, Hospital& hospital) {
    const bool ada_called = !hospital.ada.empty();
    const bool ada_there = stage.duration("describing") < stage.duration("shift");
    stage.expect(ada_called == ada_there, "the doctor on duty is called");
    return ada_called ? "Ada is called" : "Bob is called";
}

Coroutine<std::string> read_too_early(Stage& stage) {
    Hospital hospital;
    auto shift = create_task(change_shift(hospital, stage.duration("shift")), "shift");
    auto call = create_task(alarm(hospital, stage.duration("describing")), "alarm");
    co_await gather(shift, call);
    co_return outcome(stage, hospital);
}

Coroutine<std::string> read_late(Stage& stage) {
    Hospital hospital;
    auto shift = create_task(change_shift(hospital, stage.duration("shift")), "shift");
    auto call = create_task(alarm_that_looks_last(hospital, stage.duration("describing")), "alarm");
    co_await gather(shift, call);
    co_return outcome(stage, hospital);
}

}  // namespace

const Scenario kStaleRead{
    ScenarioId("races/stale-read"),
    Title("Read too early", "读得太早"),
    Difficulty::Easy,
    Params()
        .duration("describing", 200ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("shift", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(read_too_early, Expected()
                                    .finding("check-then-act")
                                    .check_fails("the doctor on duty is called")
                                    .ends_at(200ms)
                                    .result("Ada is called"))
        .fixed(read_late, Expected().ends_at(200ms).result("Bob is called")),
};

}  // namespace coroscope
