#include "runtime/formats/chrome_trace_maker.h"

#include <doctest/doctest.h>

#include "runtime/trace/timeline.h"
#include "tests/runtime/formats/chrome_parts.h"

using namespace coroscope;

namespace {

Timeline timeline(std::string_view json) {
    const test::Parts parts(json);
    return Timeline(make_trace(parts.file, parts.laid_out, parts.tasks, {}).trace);
}

/// "waiting 0-5 running 5-9 ...", in microseconds.
std::string states(const Timeline& timeline, TaskId task) {
    std::string text;
    for (const Interval& interval : timeline.task(task)->intervals) {
        if (interval.end > interval.begin || is_over(interval.state)) {
            text += (text.empty() ? "" : " ") + std::string(name_of(interval.state)) + " " +
                    std::to_string(interval.begin / 1000) + "-" +
                    std::to_string(interval.end / 1000);
        }
    }
    return text;
}

std::string stack(const Timeline& timeline, TaskId task, Nanoseconds time) {
    std::string text;
    for (const Timeline::Frame& frame : timeline.await_stack(task, timeline.event_at_time(time))) {
        text += (text.empty() ? "" : " > ") + std::string(timeline.trace().text(frame.function));
    }
    return text;
}

}  // namespace

TEST_CASE("outer slices are a thread's steps, inner ones its calls, gaps are waiting") {
    const Timeline t = timeline(R"([{"ph":"X","name":"a","ts":5,"dur":10,"tid":1},
        {"ph":"X","name":"b","ts":7,"dur":3,"tid":1,"args":{"n":1}},
        {"ph":"X","name":"c","ts":20,"dur":5,"tid":1},{"ph":"i","name":"zero","ts":0,"s":"g"},
        {"ph":"i","name":"end","ts":30,"s":"g"}])");
    REQUIRE(t.tasks().size() == 1);
    CHECK(states(t, 1) == "waiting 0-5 running 5-15 waiting 15-20 running 20-25 finished 25-30");
    REQUIRE(t.steps().size() == 2);
    CHECK(t.steps()[0].duration() == 10'000);
    CHECK(stack(t, 1, 6'000) == "thread 1 > a");
    CHECK(stack(t, 1, 8'000) == "thread 1 > a > b [n=1]");
    CHECK(stack(t, 1, 11'000) == "thread 1 > a");
    CHECK(t.outcome() == Outcome::Stopped);
    CHECK(t.trace()[t.steps()[1].first].a == 2);
}

TEST_CASE("steps of several threads run at the same time, and arrows wake them") {
    const Timeline t = timeline(R"([{"ph":"X","name":"a","ts":0,"dur":10,"tid":1},
        {"ph":"X","name":"b","ts":5,"dur":10,"tid":2},{"ph":"X","name":"b","ts":1,"dur":1,"tid":2},
        {"ph":"s","id":1,"ts":3,"tid":1},{"ph":"f","id":1,"ts":5,"tid":2,"bp":"e"}])");
    CHECK(states(t, 1) == "running 0-10 finished 10-15");
    CHECK(states(t, 2) ==
          "waiting 0-1 running 1-2 waiting 2-3 ready 3-5 running 5-15 finished 15-15");
    REQUIRE(t.wakeups().size() == 3);
    CHECK(t.wakeups()[2].waker == 1);
    CHECK(t.wakeups()[2].woken == 2);
}

TEST_CASE("thread states are a task's states, slices then only its calls") {
    const Timeline t = timeline(R"([{"ph":"T","name":"Running","ts":0,"dur":4,"tid":1},
        {"ph":"T","name":"R","ts":4,"dur":2,"tid":1},{"ph":"T","name":"Running","ts":6,"dur":2,
        "tid":1},{"ph":"T","name":"D","ts":8,"dur":1,"tid":1},{"ph":"T","name":"R","ts":9,"dur":1,
        "tid":1},{"ph":"X","name":"work","ts":1,"dur":6,"tid":1},{"ph":"i","ts":12,"tid":1}])");
    CHECK(states(t, 1) ==
          "running 0-4 ready 4-6 running 6-8 waiting 8-9 ready 9-10 finished 10-12");
    CHECK(stack(t, 1, 6'000) == "thread 1 > work");
}

TEST_CASE("an operation runs from its beginning to its end; what has no end still runs") {
    const Timeline t = timeline(R"([{"ph":"X","name":"a","ts":0,"dur":9,"tid":1},
        {"ph":"b","name":"get","id":1,"ts":2,"tid":1},{"ph":"b","name":"dns","id":1,"ts":3,"tid":1},
        {"ph":"n","name":"found","id":1,"ts":4,"tid":1,"args":{"ip":"::1"}},
        {"ph":"e","name":"dns","id":1,"ts":5,"tid":1},{"ph":"e","name":"get","id":1,"ts":6,"tid":1},
        {"ph":"b","name":"late","id":2,"ts":7,"tid":1}])");
    REQUIRE(t.tasks().size() == 3);
    CHECK(states(t, 2) == "running 2-6 finished 6-9");
    CHECK(stack(t, 2, 3'500) == "get > get > dns");
    CHECK(t.task(2)->parent == 1);
    CHECK(states(t, 3) == "running 7-9");
    REQUIRE(t.log().size() == 1);
    CHECK(t.trace()[t.log()[0]].task == 2);
    CHECK(t.trace().text(t.trace()[t.log()[0]].b) == "found: ip=::1");
}

TEST_CASE("source lines come from arguments and from names") {
    const Timeline t = timeline(R"json([
        {"ph":"X","name":"f (/a/b.py:12)","ts":0,"dur":9,"tid":1},
        {"ph":"X","name":"g (x)","ts":1,"dur":1,"tid":1,"args":{"file":"c.rs","line":3}},
        {"ph":"X","name":"h (:)","ts":3,"dur":1,"tid":1}])json");
    const auto site = [&](Nanoseconds time) {
        const Site& found = t.trace().site(t.trace()[t.event_at_time(time)].site);
        return found.file + ":" + std::to_string(found.line);
    };
    CHECK(site(0) == "/a/b.py:12");
    CHECK(stack(t, 1, 0) == "thread 1 > f");
    CHECK(site(1'000) == "c.rs:3");
    CHECK(stack(t, 1, 3'000) == "thread 1 > f > h (:)");
}

TEST_CASE("instants of a process or of everything belong to no task; kinds not known are counted") {
    const test::Parts parts(R"([{"ph":"X","name":"a","ts":0,"dur":9,"pid":1},
        {"ph":"i","name":"all","ts":1,"pid":1,"s":"g"},{"ph":"I","name":"one","ts":2,"pid":2,"s":"p"},
        {"ph":"R","name":"own","ts":3,"pid":1},{"ph":"X","ts":4,"dur":1,"pid":2},
        {"ph":"N","ts":5},{"ph":"N","ts":5},{"ph":"\u0001","ts":5}])");
    const MadeTrace made = make_trace(parts.file, parts.laid_out, parts.tasks, {});
    const Timeline t(made.trace);
    REQUIRE(t.log().size() == 3);
    const auto line = [&](std::size_t i) { return t.trace()[t.log()[i]]; };
    CHECK(line(0).task == 0);
    CHECK(t.trace().text(line(1).b) == "process 2: one");
    CHECK(line(2).task == 1);
    CHECK(made.not_shown == std::map<char, std::uint64_t>{{'\1', 1}, {'N', 2}});
}
