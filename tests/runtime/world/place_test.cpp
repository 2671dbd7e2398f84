#include "runtime/world/place.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "runtime/core/sleep.h"
#include "runtime/sync/wait_for.h"
#include "runtime/trace/timeline.h"
#include "runtime/world/agenda.h"
#include "tests/support/ran.h"

namespace coroscope {
namespace {

using test::Ran;

Coroutine<> ask_once() {
    Place service("api", 2);
    Agenda agenda;
    const Reply<int> reply(service);
    const std::int64_t job = service.ask("GET /");
    agenda.after(20ms, [&, job] { service.begin(job, 1); });
    agenda.after(100ms, [&, job] {
        service.end(job);
        reply.set(200);
    });
    CHECK(co_await reply == 200);
    CHECK(now() == 100ms);
}

TEST_CASE("a task waits for the reply of a place, and the place has its job on a row") {
    const Ran run(ask_once());
    const Timeline timeline(run.trace);
    REQUIRE(timeline.jobs().size() == 1);
    const JobInfo& job = timeline.jobs()[0];
    CHECK(job.worker == 1);
    CHECK(timeline.trace()[job.started].time == 20'000'000);
    CHECK(timeline.trace()[job.finished].time == 100'000'000);
    CHECK(timeline.occurs(WaitReason::Reply));
}

Coroutine<> three_entries(std::vector<std::string>& happened) {
    Agenda agenda;
    agenda.after(10ms, [&] { happened.emplace_back("first"); });
    const Agenda::Entry never = agenda.after(10ms, [&] { happened.emplace_back("never"); });
    agenda.after(10ms, [&] {
        happened.emplace_back("second");
        agenda.after(0ms, [&] { happened.emplace_back("third"); });
    });
    agenda.cancel(never);
    co_await sleep(20ms);
    CHECK(agenda.empty());
    agenda.after(1ms, [&] { happened.emplace_back("after its end"); });
}

TEST_CASE("entries of one instant happen in the order in which they were made, others never") {
    std::vector<std::string> happened;
    CHECK(Ran(three_entries(happened)).outcome == Outcome::Finished);
    CHECK(happened == std::vector<std::string>{"first", "second", "third"});
}

Coroutine<> wait_for_it(Reply<> answer) { co_await answer; }

Coroutine<> gives_up() {
    Place service("api");
    Agenda agenda;
    const Reply<> reply(service);
    agenda.after(100ms, [&] { reply.set(); });
    bool gave_up = false;
    try {
        co_await wait_for(wait_for_it(reply), 50ms);
    } catch (const TimeoutError&) {
        gave_up = true;
    }
    CHECK(gave_up);
    co_await sleep(100ms);
}

TEST_CASE("an answer for a task that gave up waiting does nothing") {
    CHECK(Ran(gives_up()).outcome == Outcome::Finished);
}

Coroutine<> hop() {
    Place broker("broker", 1);
    Place worker("worker-1", 2);
    Agenda agenda;
    const WorldMessage message("job 1");
    agenda.after(5ms, [&] { message.arrive(broker); });
    agenda.after(6ms, [&] { WorldMessage(broker, kNoRow, "job 1").arrive(worker, 1); });
    co_await sleep(10ms);
}

TEST_CASE("a message has one number from where it is sent to where it arrives") {
    const Ran run(hop());
    const auto sent = run.events(EventKind::MessageSent);
    const auto arrived = run.events(EventKind::MessageArrived);
    REQUIRE(sent.size() == 2);
    REQUIRE(arrived.size() == 2);
    CHECK(sent[0].a == arrived[0].a);
    CHECK(sent[1].a == arrived[1].a);
    CHECK(sent[0].a != sent[1].a);
    CHECK(sent[0].subject == 0);
    CHECK(sent[0].task != 0);
    CHECK(arrived[0].time == 5'000'000);
    CHECK(arrived[1].detail == 1);
}

}  // namespace
}  // namespace coroscope
