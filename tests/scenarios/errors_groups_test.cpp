// What the lessons about cancellation and exception groups say about runs with other parameters.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/trace/timeline.h"
#include "tests/support/claims.h"
#include "tests/support/presses.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

Expected swallowed() {
    return Expected().finding("swallowed-cancellation").check_fails("who is asked to stop stops");
}
Expected errors_handled(std::string_view result) {
    return Expected().ends_at(100ms).result(result);
}

const std::array kClaims = {
    Claim("errors/cancel-cleanup?cancel=200ms",
          Expected().ends_at(2010ms).result("2 finished, 1 cancelled, 0 still open")),
    Claim("errors/cancel-cleanup?cancel=405ms",
          Expected()
              .check_fails("every resource is given back")
              .ends_at(2010ms)
              .result("2 finished, 1 cancelled, 1 still open")),
    Claim("errors/cancel-cleanup?cleanup=1s",
          Expected().ends_at(3s).result("2 finished, 1 cancelled, 0 still open")),
    Claim("errors/cancel-cleanup?cleanup=1s&cancel=1s",
          Expected()
              .check_fails("every resource is given back")
              .ends_at(3s)
              .result("2 finished, 1 cancelled, 1 still open")),

    Claim("errors/cancel-all?stop=1.2s", Expected()
                                             .check_fails("nobody works on after cancel_all")
                                             .ends_at(2010ms)
                                             .result("2 still at work after cancel_all")),
    Claim("errors/cancel-all?variant=fixed&stop=1.2s",
          Expected().ends_at(1210ms).result("0 still at work after cancel_all")),
    Claim("errors/cancel-all?stop=3s",
          Expected().ends_at(3s).result("0 still at work after cancel_all")),
    Claim("errors/cancel-all?variant=fixed&stop=3s",
          Expected().ends_at(3s).result("0 still at work after cancel_all")),
    Claim("errors/cancel-all?variant=fixed&cleanup=1s",
          Expected().ends_at(1450ms).result("0 still at work after cancel_all")),

    Claim("errors/swallowed-cancel?jobs=100",
          swallowed().ends_at(9950ms).result("98 of 100 jobs done")),
    Claim("errors/swallowed-cancel?stop=550ms",
          swallowed().ends_at(950ms).result("8 of 10 jobs done")),
    Claim("errors/swallowed-cancel?variant=fixed&stop=550ms",
          Expected().ends_at(550ms).result("4 of 10 jobs done")),
    Claim("errors/swallowed-cancel?stop=2s", Expected().ends_at(2s).result("9 of 10 jobs done")),
    Claim("errors/swallowed-cancel?variant=fixed&stop=2s",
          Expected().ends_at(2s).result("9 of 10 jobs done")),

    Claim("errors/exception-group?stock=200ms", errors_handled("1 wrong, 0 without connection")),
    Claim("errors/exception-group?reviews=50ms", errors_handled("1 wrong, 1 without connection")),
    Claim("errors/exception-group?prices=200ms", errors_handled("0 wrong, 1 without connection")),
    Claim("errors/exception-group?prices=300ms", errors_handled("0 wrong, 1 without connection")),
    Claim("errors/exception-group?prices=0ms&stock=0ms",
          Expected().ends_at(0ms).result("1 wrong, 1 without connection")),
};

bool has_line(const std::vector<std::string>& log, std::string_view line) {
    return std::ranges::find(log, line) != log.end();
}

/// When the task was over.
Duration end_of(const Timeline& timeline, std::string_view name) {
    for (const TaskInfo& task : timeline.tasks()) {
        if (timeline.task_name(task.id) == name) {
            return Duration(timeline.trace()[task.ended].time);
        }
    }
    return Duration(-1);
}

}  // namespace

TEST_CASE("what the lessons about cancellation say about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE("a task that raises CancelledError itself is over when it has cleaned up") {
    CHECK(end_of(Timeline(run_of("errors/cancel-cleanup")), "task-2") == 410ms);
    CHECK(end_of(Timeline(run_of("errors/cancel-cleanup?cancel=200ms")), "task-2") == 210ms);
    CHECK(end_of(Timeline(run_of("errors/cancel-cleanup?cleanup=1s")), "task-2") == 1400ms);
}

TEST_CASE("cancel_all cancels who is on the list, and nobody else") {
    const auto says = [](std::string_view run, std::string_view line) {
        return has_line(log_of(run_of(run)), line);
    };
    CHECK(says("errors/cancel-all", "450 ms main: has cancelled 0 tasks"));
    CHECK(says("errors/cancel-all?variant=fixed", "460 ms main: has cancelled 3 tasks"));
    CHECK(says("errors/cancel-all?variant=fixed&stop=1.2s", "1.21 s main: has cancelled 2 tasks"));
}

TEST_CASE("the swallowed request is logged as one more failure") {
    CHECK(
        has_line(log_of(run_of("errors/swallowed-cancel")), "250 ms worker: job 3 failed, go on"));
    CHECK(!has_line(log_of(run_of("errors/swallowed-cancel?variant=fixed")),
                    "250 ms worker: job 3 failed, go on"));
}

TEST_CASE("task-2 is cancelled without having been asked, and cleans up first") {
    const Presses presses("errors/cancel-cleanup");
    CHECK(presses.after(15) == "400 ms task-2");
    CHECK(presses.state(15, "task-2") == TaskState::Sleeping);
    CHECK(presses.value(16, "open resources") == "3");
    CHECK(presses.after(17) == "410 ms task-2");
    CHECK(presses.value(17, "open resources") == "2");
    CHECK(presses.state(17, "task-2") == TaskState::Cancelled);
}

TEST_CASE("cancel_all is over at the fifth press, or waits for three tasks that stop") {
    const Presses broken("errors/cancel-all");
    CHECK(broken.after(5) == "450 ms main");
    CHECK(broken.logs(5, "has cancelled 0 tasks"));
    const Presses fixed("errors/cancel-all?variant=fixed");
    CHECK(fixed.after(6) == "450 ms task-1");
    CHECK(fixed.after(8) == "450 ms task-3");
    CHECK(fixed.logs(8, "stops"));
}

TEST_CASE("the worker stands at its await again after it was asked to stop") {
    const Presses presses("errors/swallowed-cancel");
    CHECK(presses.logs(4, "job 2 failed, go on"));
    CHECK(presses.after(5) == "250 ms main");
    CHECK(presses.logs(6, "job 3 failed, go on"));
    CHECK(presses.state(6, "worker") == TaskState::Sleeping);
}

TEST_CASE("two tasks fail in one iteration, and the third is cancelled") {
    const Timeline timeline(run_of("errors/exception-group"));
    CHECK(timeline.steps()[4].iteration == timeline.steps()[5].iteration);
    const Presses presses("errors/exception-group");
    CHECK(presses.after(5) == "100 ms prices");
    CHECK(presses.after(6) == "100 ms stock");
    CHECK(presses.after(7) == "100 ms reviews");
    CHECK(presses.state(7, "reviews") == TaskState::Cancelled);
    CHECK(presses.logs(9, "wrong values: ValueError: a price is no number"));
}
