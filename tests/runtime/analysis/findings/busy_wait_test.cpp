#include <doctest/doctest.h>

#include <string>

#include "runtime/core/log.h"
#include "runtime/core/shared.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/event.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/queue.h"
#include "tests/runtime/analysis/findings/words.h"

using namespace coroscope;
using namespace coroscope::test;
using namespace std::chrono_literals;

namespace {

std::vector<Finding> found(Coroutine<> program, LoopOptions options = {}) {
    return findings(find_busy_waits, std::move(program), std::move(options));
}

Coroutine<> poll(Shared<bool>& done, Duration pause) {
    while (!done.read()) {
        co_await sleep(pause);
    }
    log("it is done");
}
Coroutine<> poll_for_number(Shared<int>& count, int enough) {
    for (;;) {
        if (count.read() >= enough) {
            co_return;
        }
        co_await sleep(1ms);
    }
}
Coroutine<bool> is_done(Shared<bool>& done, Lock& lock) {
    const auto held = co_await lock.hold();
    co_return done.read();
}
Coroutine<> poll_with_lock(Shared<bool>& done, Lock& lock) {
    for (;;) {
        const bool over = co_await is_done(done, lock);
        if (over) {
            co_return;
        }
        co_await sleep(5ms);
    }
}
Coroutine<> finish(Shared<bool>& done, Duration work, int rounds = 0) {
    for (int i = 0; i < rounds; ++i) {
        co_await sleep(0ms);
    }
    co_await sleep(work);
    done.write(true);
}
Coroutine<> polling(Duration pause, int pollers = 1) {
    Shared<bool> done("done", false);
    std::vector<Task<>> tasks;
    for (int i = 1; i <= pollers; ++i) {
        tasks.push_back(create_task(poll(done, pause), "poller-" + std::to_string(i)));
    }
    const bool yields = pause == 0ms;
    tasks.push_back(create_task(finish(done, yields ? 0ms : 200ms, yields ? 50 : 0), "worker"));
    co_await gather(tasks);
}
Coroutine<> counting() {
    Shared<int> count("count", 0);
    auto poller = create_task(poll_for_number(count, 3), "poller");
    for (int i = 0; i < 3; ++i) {
        co_await sleep(10ms);
        count.write(count.read() + 1);
    }
    co_await poller;
}
Coroutine<> locking() {
    Shared<bool> done("done", false);
    Lock lock("lock");
    auto poller = create_task(poll_with_lock(done, lock), "poller");
    auto worker = create_task(finish(done, 100ms), "worker");
    co_await gather(poller, worker);
}
Coroutine<> never_done() {
    Shared<bool> done("done", false);
    auto poller = create_task(poll(done, 1ms), "poller");
    co_await poller;
}
Coroutine<> spin() {
    for (;;) {
        co_await sleep(0ms);
    }
}

// Lookalikes

Coroutine<> wait_for_event(Event& done) { co_await done.wait(); }
Coroutine<> event() {
    Event done("done");
    auto one = create_task(wait_for_event(done), "one");
    co_await sleep(200ms);
    done.set();
    co_await one;
}
/// Computes in pieces, and lets the others run in between.
Coroutine<> chunks(int rounds) {
    for (int i = 0; i < rounds; ++i) {
        busy(1us);
        co_await sleep(0ms);
    }
}
Coroutine<> quiet_chunks(int rounds) {
    for (int i = 0; i < rounds; ++i) {
        co_await sleep(0ms);
    }
}
Coroutine<> side_by_side() {
    auto one = create_task(chunks(100), "one");
    auto two = create_task(quiet_chunks(100), "two");
    auto three = create_task(quiet_chunks(100), "three");
    co_await gather(one, two, three);
}
Coroutine<> show(Shared<bool>& done, Shared<int>& percent) {
    while (!done.read()) {
        log("{} %", percent.read());
        co_await sleep(10ms);
    }
}
Coroutine<> progress() {
    Shared<bool> done("done", false);
    Shared<int> percent("percent", 0);
    auto one = create_task(show(done, percent), "display");
    auto two = create_task(finish(done, 500ms), "worker");
    co_await gather(one, two);
}
Coroutine<> produce_until(Shared<bool>& stop, Queue<int>& queue) {
    while (!stop.read()) {
        co_await sleep(1ms);
        co_await queue.put(1);
    }
}
Coroutine<> producer() {
    Shared<bool> stop("stop", false);
    Queue<int> queue("queue");
    auto one = create_task(produce_until(stop, queue), "one");
    auto two = create_task(finish(stop, 100ms), "two");
    co_await gather(one, two);
}
/// Looks now and then, and is stopped in the end.
Coroutine<> monitor() {
    Shared<bool> alarm("alarm", false);
    auto one = create_task(poll(alarm, 10ms), "monitor");
    co_await sleep(1s);
    one.cancel();
    co_await gather(return_exceptions, one);
}
Coroutine<> sample(Shared<int>& value) {
    int sum = 0;
    for (int i = 0; i < 50; ++i) {
        sum += value.read();
        co_await sleep(1ms);
    }
    log("mean {}", sum / 50);
}
Coroutine<> change(Shared<int>& value) {
    for (int i = 0; i < 50; ++i) {
        co_await sleep(1ms);
        value.write(i);
    }
}
Coroutine<> sampling() {
    Shared<int> value("value", 0);
    auto one = create_task(sample(value), "one");
    auto two = create_task(change(value), "two");
    co_await gather(one, two);
}

}  // namespace

TEST_CASE("busy wait: reads, yields, reads, until another task writes") {
    TraceBuilder t;
    const TaskId poller = t.create("poller");
    const TaskId worker = t.create("worker");
    const ObjectId done = t.resource(ResourceType::Variable, "done");
    t.write(0, done, 0, "false");
    EventIndex first = 0;
    for (int i = 0; i < 12; ++i) {
        t.resume(poller);
        const EventIndex read = t.line(4).read(poller, done, 0, "false");
        first = i == 0 ? read : first;
        t.line(5).suspend(poller, WaitReason::Yield);
    }
    t.resume(worker);
    const EventIndex write = t.line(11).write(worker, done, 1, "true");
    t.finish(worker);
    t.resume(poller);
    const EventIndex last = t.line(4).read(poller, done, 1, "true");
    t.finish(poller);
    const auto all = findings(find_busy_waits, t);
    REQUIRE(all.size() == 1);
    const Finding& finding = all.front();
    CHECK(finding.kind == "busy-wait");
    CHECK(finding.severity == Severity::Warning);
    CHECK(en(finding.statement) ==
          "poller reads done at line 4 12 times in vain and only yields in between, until worker "
          "writes it at line 11.");
    CHECK(
        zh(finding.statement) ==
        "poller 在第 4 行白白读取 done 12 次，其间只是让出控制权，直到 worker 在第 11 行写入它。");
    CHECK(en(finding.advice) ==
          "let poller wait for an event (or a condition, or a queue) at line 5, and let worker set "
          "it at line 11.");
    CHECK(finding.at == last);
    CHECK(finding.events == std::vector{first, write, last});
    CHECK(finding.tasks == std::vector{poller, worker});
    CHECK(finding.resources == std::vector{done});
    CHECK(lines(t, finding) == std::vector{4U, 5U, 11U});
    CHECK(find_busy_waits(Timeline(t.trace()), {.busy_wait_turns = 13}).empty());
}

TEST_CASE("busy wait: by yielding, by short sleeps, for a number, with a lock around the read") {
    CHECK(en(found(polling(0ms)).at(0).statement).find("only yields") != std::string::npos);
    CHECK(en(found(polling(1ms)).at(0).statement).find("sleeps up to 1 ms") != std::string::npos);
    CHECK(found(polling(10ms)).size() == 1);
    CHECK(found(counting()).size() == 1);
    CHECK(found(locking()).size() == 1);
}

TEST_CASE("busy wait: several that wait at one line are one finding") {
    const auto all = found(polling(1ms, 4));
    REQUIRE(all.size() == 1);
    CHECK(en(all[0].statement).ends_with(" 3 more tasks do the same there."));
    CHECK(all[0].tasks.size() == 5);
}

TEST_CASE("busy wait: for ever") {
    const auto polls = found(never_done(), LoopOptions{.max_steps = 5000});
    REQUIRE(polls.size() == 1);
    CHECK(en(polls[0].statement).ends_with("never sees what it waits for."));
    const auto spins = found(spin(), LoopOptions{.max_steps = 5000});
    REQUIRE(spins.size() == 1);
    CHECK(en(spins[0].statement).ends_with("until the budget of the run is used up."));
    CHECK(spins[0].resources.empty());
}

TEST_CASE("busy wait: a longer sleep is a poll that somebody chose") {
    CHECK(found(polling(11ms)).empty());
    CHECK(found(polling(100ms)).empty());
}

TEST_CASE("busy wait: silent for what only looks like it") {
    CHECK(found(event()).empty());
    CHECK(found(side_by_side()).empty());
    CHECK(found(progress()).empty());
    CHECK(found(producer()).empty());
    CHECK(found(monitor()).empty());
    CHECK(found(sampling()).empty());
}
