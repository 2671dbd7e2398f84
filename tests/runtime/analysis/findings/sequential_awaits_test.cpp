#include <doctest/doctest.h>

#include "tests/runtime/analysis/findings/words.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

constexpr Nanoseconds kSecond = 1'000'000'000;

/// One task, "main", that awaits coroutines which sleep.
struct Program {
    TraceBuilder t;
    TaskId main = t.create("main");
    Nanoseconds now = 0;

    Program() {
        t.resume(main);
        t.enter(main, "run", 1);
    }
    void sleep(Nanoseconds time) {
        const ObjectId timer = t.timer(main, now + time);
        t.suspend(main, WaitReason::Sleep, timer, now + time);
        now += time;
        t.at(now).fire(timer, main);
        t.ready(main, WakeReason::TimerFired, 0, timer);
        t.resume(main);
    }
    void enter(std::string_view function, std::uint32_t line = 0) {
        t.line(line).enter(main, function, 2);
    }
    EventIndex leave(std::string_view function) { return t.leave(main, function, 2); }
    EventIndex fetch(Nanoseconds time, std::uint32_t line = 0,
                     std::string_view function = "fetch") {
        enter(function, line);
        sleep(time);
        return leave(function);
    }
    std::vector<Finding> found() {
        t.leave(main, "run", 1);
        t.finish(main);
        t.end(Outcome::Finished);
        return findings(find_sequential_awaits, t);
    }
};

}  // namespace

TEST_CASE("sequential awaits: three fetches one after the other") {
    Program p;
    p.fetch(kSecond, 5);
    p.fetch(2 * kSecond, 6);
    const EventIndex last = p.fetch(kSecond, 7);
    const auto found = p.found();
    REQUIRE(found.size() == 1);
    const Finding& finding = found.front();
    CHECK(finding.kind == "sequential-awaits");
    CHECK(finding.severity == Severity::Info);
    CHECK(en(finding.statement) ==
          "main awaits fetch 3 times, one after the other, and spends 4.0 s waiting.");
    CHECK(zh(finding.statement) == "main 逐个等待 fetch，共 3 次，等待了 4.0 s。");
    CHECK(en(finding.explanation) ==
          "Nothing else uses that time; side by side the waits would take 2.0 s instead of 4.0 s.");
    CHECK(en(finding.advice) ==
          "if no call needs the result of another, gather them: from line 5 on that saves 2.0 s.");
    CHECK(finding.at == last);
    CHECK(finding.tasks == std::vector{p.main});
    CHECK(lines(p.t, finding) == std::vector{5U, 6U, 7U});
}

TEST_CASE("sequential awaits: log lines and inner coroutines do not matter") {
    Program p;
    for (int i = 0; i < 2; ++i) {
        p.enter("fetch", 5);
        p.t.log(p.main, "begin");
        p.t.enter(p.main, "receive", 3);
        p.sleep(kSecond);
        p.t.leave(p.main, "receive", 3);
        p.leave("fetch");
    }
    CHECK(p.found().size() == 1);
}

TEST_CASE("sequential awaits: silent for a single call and for different functions") {
    Program p;
    p.fetch(kSecond, 5, "connect");
    p.fetch(kSecond, 6, "query");
    p.fetch(kSecond, 7, "close");
    CHECK(p.found().empty());
}

TEST_CASE("sequential awaits: silent for a loop of plain sleeps") {
    Program p;
    for (int i = 0; i < 5; ++i) {
        p.sleep(kSecond);
        p.t.log(p.main, "item");
    }
    CHECK(p.found().empty());
}

TEST_CASE("sequential awaits: silent for a periodic job, which sleeps between its calls") {
    Program p;
    for (int i = 0; i < 3; ++i) {
        p.fetch(kSecond);
        p.sleep(kSecond);
    }
    CHECK(p.found().empty());
}

TEST_CASE("sequential awaits: silent for calls that wait for nothing") {
    Program p;
    for (int i = 0; i < 3; ++i) {
        p.enter("compute");
        p.leave("compute");
    }
    p.fetch(kSecond, 0, "compute");
    CHECK(p.found().empty());
}

TEST_CASE("sequential awaits: silent for retries, whose calls fail") {
    Program p;
    for (int i = 0; i < 3; ++i) {
        p.enter("attempt");
        p.sleep(kSecond);
        p.t.event({.a = p.t.text("attempt"),
                   .task = p.main,
                   .b = 2,
                   .kind = EventKind::CoroutineLeft,
                   .detail = 1});
    }
    p.fetch(kSecond, 0, "attempt");
    CHECK(p.found().empty());
}

TEST_CASE("sequential awaits: silent where the calls touch what others may touch") {
    const auto touched = [](auto touch) {
        Program p;
        const ObjectId lock = p.t.lock("lock");
        const ObjectId queue = p.t.resource(ResourceType::Queue, "queue");
        const ObjectId counter = p.t.resource(ResourceType::Variable, "counter");
        for (int i = 0; i < 3; ++i) {
            p.enter("step");
            touch(p, lock, queue, counter);
            p.sleep(kSecond);
            p.leave("step");
        }
        return !p.found().empty();
    };
    CHECK_FALSE(
        touched([](Program& p, ObjectId lock, ObjectId, ObjectId) { p.t.acquire(p.main, lock); }));
    CHECK_FALSE(touched(
        [](Program& p, ObjectId, ObjectId queue, ObjectId) { p.t.put(p.main, queue, 1, "a"); }));
    CHECK_FALSE(
        touched([](Program& p, ObjectId, ObjectId, ObjectId x) { p.t.read(p.main, x, 0, "0"); }));
    CHECK(touched([](Program&, ObjectId, ObjectId, ObjectId) {}));
}

TEST_CASE("sequential awaits: silent where they wait for something else than time") {
    Program p;
    const ObjectId event = p.t.resource(ResourceType::Event, "event");
    for (int i = 0; i < 3; ++i) {
        p.enter("listen");
        p.t.suspend(p.main, WaitReason::Event, event);
        p.now += kSecond;
        p.t.at(p.now).ready(p.main, WakeReason::EventSet);
        p.t.resume(p.main);
        p.leave("listen");
    }
    CHECK(p.found().empty());
}

TEST_CASE("sequential awaits: silent where another task uses the time") {
    Program p;
    const TaskId other = p.t.create("other");
    p.fetch(kSecond);
    p.enter("fetch");
    const ObjectId timer = p.t.timer(p.main, 2 * kSecond);
    p.t.suspend(p.main, WaitReason::Sleep, timer, 2 * kSecond);
    p.t.resume(other);
    p.t.finish(other);
    p.t.at(2 * kSecond).ready(p.main, WakeReason::TimerFired, 0, timer);
    p.t.resume(p.main);
    p.leave("fetch");
    CHECK(p.found().empty());
}
