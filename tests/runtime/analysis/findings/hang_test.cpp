#include <doctest/doctest.h>

#include "tests/runtime/analysis/findings/words.h"

using namespace coroscope;
using namespace coroscope::test;

TEST_CASE("hang: a join of a queue that nobody takes from, and a consumer that nobody stops") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId consumer = t.create("consumer", main);
    const ObjectId queue = t.resource(ResourceType::Queue, "queue");
    const ObjectId other = t.resource(ResourceType::Queue, "other");
    t.resume(main);
    t.put(main, queue, 1, "a");
    t.line(8).suspend(main, WaitReason::QueueJoin, queue);
    t.resume(consumer);
    t.line(3).suspend(consumer, WaitReason::QueueGet, other);
    const EventIndex end = t.end(Outcome::Hang);
    t.abandon(consumer);
    t.abandon(main);
    const auto found = findings(find_hangs, t);
    REQUIRE(found.size() == 1);
    const Finding& finding = found.front();
    CHECK(finding.kind == "hang");
    CHECK(en(finding.statement) ==
          "Nothing can run any more, and 2 tasks wait for ever: main waits until every item of "
          "queue is done (line 8); consumer waits for an item of other (line 3).");
    CHECK(zh(finding.statement) ==
          "再也没有任务能运行，2 个任务永远等待：main 等待 queue 的元素全部处理完（第 8 "
          "行）；consumer 等待 other 中的元素（第 3 行）。");
    CHECK(en(finding.advice) ==
          "keep consumers of queue running until all its items are taken and task_done() is called "
          "for each: line 8 waits for that.");
    CHECK(finding.at == end);
    CHECK(finding.tasks == std::vector{main, consumer});
    CHECK(finding.resources == std::vector{queue, other});
    CHECK(lines(t, finding) == std::vector{8U, 3U});
    CHECK(findings(find_deadlocks, t).empty());
}

TEST_CASE("hang: the advice is about what the others' task waits for") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId worker = t.create("worker", main);
    const ObjectId event = t.resource(ResourceType::Event, "start");
    t.resume(main);
    t.line(9).suspend(main, WaitReason::Task, 0, worker);
    t.resume(worker);
    t.line(4).suspend(worker, WaitReason::Event, event);
    t.end(Outcome::Hang);
    const auto found = findings(find_hangs, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "Nothing can run any more, and 2 tasks wait for ever: main waits for worker (line 9); "
          "worker waits until start is set (line 4).");
    CHECK(en(found[0].advice) == "make sure that some task sets start while line 4 waits for it.");
}

TEST_CASE("hang: a lock whose holder is over") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const ObjectId lock = t.lock("lock");
    t.resume(a);
    t.acquire(a, lock);
    t.finish(a);
    t.resume(b);
    t.line(6).suspend(b, WaitReason::Lock, lock);
    t.resume(main);
    t.line(9).suspend(main, WaitReason::Task, 0, b);
    t.end(Outcome::Hang);
    const auto found = findings(find_hangs, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "Nothing can run any more, and 2 tasks wait for ever: main waits for b (line 9); b waits "
          "for lock (line 6).");
}

TEST_CASE("hang: full queues of which each is emptied by one who waits for room in the next") {
    TraceBuilder t;
    const TaskId fetcher = t.create("fetcher");
    const TaskId parser = t.create("parser");
    const ObjectId urls = t.resource(ResourceType::Queue, "urls", 1);
    const ObjectId pages = t.resource(ResourceType::Queue, "pages", 1);
    t.resume(fetcher);
    t.put(fetcher, urls, 1, "a");
    t.got(fetcher, urls, 0, "a");
    t.line(5).suspend(fetcher, WaitReason::QueuePut, pages);
    t.resume(parser);
    t.put(parser, pages, 1, "b");
    SUBCASE("is a ring") {
        t.got(parser, pages, 0, "b");
        t.line(8).suspend(parser, WaitReason::QueuePut, urls);
        t.end(Outcome::Hang);
        const auto found = findings(find_hangs, t);
        REQUIRE(found.size() == 1);
        CHECK(en(found[0].explanation) ==
              "The full queues make a ring: fetcher waits until parser takes from pages; parser "
              "waits until fetcher takes from urls.");
        CHECK(en(found[0].advice) ==
              "a ring of queues fills up unless one of them has no bound: pages and urls.");
    }
    SUBCASE("is none if the other never took anything") {
        t.line(8).suspend(parser, WaitReason::QueuePut, urls);
        t.end(Outcome::Hang);
        const auto found = findings(find_hangs, t);
        REQUIRE(found.size() == 1);
        CHECK(en(found[0].explanation) ==
              "What they wait for could only come from a task that still runs, and there is none.");
    }
}

TEST_CASE("hang: silent unless the run hung") {
    for (const Outcome outcome :
         {Outcome::Finished, Outcome::Failed, Outcome::Budget, Outcome::Stopped}) {
        TraceBuilder t;
        const TaskId a = t.create("a");
        t.resume(a);
        t.suspend(a, WaitReason::Event, t.resource(ResourceType::Event, "e"));
        t.end(outcome);
        t.abandon(a);
        CHECK(findings(find_hangs, t).empty());
    }
}
