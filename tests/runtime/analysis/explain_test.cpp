#include "runtime/analysis/explain.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

namespace {

constexpr Nanoseconds kMs = 1'000'000;

std::string sentences(const std::vector<Message>& messages, Language language) {
    std::string text;
    for (const Message& message : messages) {
        text += (text.empty() ? "" : " ") + to_string(message, language);
    }
    return text;
}

std::string english(TraceBuilder& t, EventIndex event) {
    return sentences(explain(Timeline(t.trace()), event), Language::English);
}
std::string chinese(TraceBuilder& t, EventIndex event) {
    return sentences(explain(Timeline(t.trace()), event), Language::Chinese);
}
std::string state(TraceBuilder& t, TaskId task, EventIndex cursor) {
    return to_string(describe_state(Timeline(t.trace()), task, cursor), Language::English);
}
std::string few_words(TraceBuilder& t, EventIndex event) {
    return to_string(brief(Timeline(t.trace()), event), Language::English);
}

}  // namespace

TEST_CASE("created: who did it, and when it will start") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    t.resume(main);
    t.create("worker-1", main);
    CHECK(english(t, 2) ==
          "main creates worker-1. It starts when its turn comes in the ready queue.");
    CHECK(chinese(t, 2) == "main 创建了 worker-1，轮到它时才开始运行。");
    CHECK(few_words(t, 2) == "created by main");
    CHECK(english(t, 0) == "main is created. It starts when its turn comes in the ready queue.");
    CHECK(state(t, 2, 2) == "ready, runs next");
    CHECK(state(t, 2, 1) == "not created yet");
}

TEST_CASE("ready because: an item was put") {
    TraceBuilder t;
    const TaskId producer = t.create("producer-1");
    const TaskId consumer = t.create("consumer-1");
    const ObjectId queue = t.resource(ResourceType::Queue, "queue", 5);
    t.resume(consumer);
    const EventIndex waits = t.line(9).suspend(consumer, WaitReason::QueueGet, queue);
    t.resume(producer);
    const EventIndex put = t.put(producer, queue, 1, "a4");
    const EventIndex ready = t.ready(consumer, WakeReason::ItemPut, producer, queue);
    t.finish(producer);
    const EventIndex resumed = t.resume(consumer);
    CHECK(english(t, waits) == "queue is empty, so consumer-1 waits for an item.");
    CHECK(english(t, put) == "producer-1 puts a4 into queue: 1 of 5 places are taken.");
    CHECK(english(t, ready) == "consumer-1 is ready because producer-1 put a4 into queue.");
    CHECK(chinese(t, ready) == "producer-1 把 a4 放入 queue，consumer-1 因此就绪。");
    CHECK(english(t, resumed) ==
          "consumer-1 runs on from line 9. It was ready for 0 ms and is first in line.");
    CHECK(chinese(t, resumed) == "consumer-1 从第 9 行继续运行；它就绪了 0 ms，排在最前。");
    CHECK(few_words(t, ready) == "producer-1 put a4");
    CHECK(few_words(t, resumed) == "runs on from line 9");
    CHECK(state(t, consumer, waits) == "waits for an item of queue");
    CHECK(state(t, consumer, ready) == "ready, runs next");
}

TEST_CASE("resumed: a choice is said to be one") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.event({.a = 1,
             .task = b,
             .b = 2,
             .kind = EventKind::ChoiceMade,
             .detail = static_cast<std::uint8_t>(ChoiceKind::Task)});
    const EventIndex resumed = t.resume(b);
    CHECK(english(t, 2) ==
          "b runs next, number 2 of 2 in the ready queue; asyncio would take the first.");
    CHECK(english(t, resumed) == "b starts. It was ready for 0 ms and is chosen out of 2.");
    CHECK(state(t, a, 1) == "ready, runs next");
    CHECK(state(t, b, 1) == "ready, after 1 other");
}

TEST_CASE("sleep, idle, timer") {
    TraceBuilder t;
    const TaskId heart = t.create("heartbeat");
    const TaskId other = t.create("consumer-3");
    t.resume(heart);
    const ObjectId timer = t.timer(heart, 500 * kMs);
    const EventIndex sleeps = t.suspend(heart, WaitReason::Sleep, timer, 500 * kMs);
    t.resume(other);
    const ObjectId second = t.timer(other, 500 * kMs);
    t.suspend(other, WaitReason::Sleep, second, 500 * kMs);
    const EventIndex idle =
        t.at(500 * kMs).event({.a = 450 * kMs, .kind = EventKind::ClockAdvanced});
    const EventIndex fired = t.fire(timer, heart);
    const EventIndex ready = t.ready(heart, WakeReason::TimerFired, 0, timer);
    const EventIndex fired_2 = t.fire(second, other);
    t.ready(other, WakeReason::TimerFired, 0, second);
    CHECK(english(t, sleeps) == "heartbeat sleeps 500 ms and lets the others run.");
    CHECK(chinese(t, sleeps) == "heartbeat 睡眠 500 ms，把事件循环让给其他任务。");
    CHECK(english(t, idle) == "No task is ready. The clock jumps to the next timer, 50 ms on.");
    CHECK(chinese(t, idle) == "没有就绪的任务，时钟跳到 50 ms 之后的下一个定时器。");
    CHECK(english(t, fired) ==
          "A timer set for 500 ms fires: heartbeat is ready and first in line.");
    CHECK(english(t, fired_2) ==
          "A timer set for 500 ms fires: consumer-3 is ready, after 1 other.");
    CHECK(chinese(t, fired_2) == "500 ms 的定时器到期：consumer-3 就绪，前面还有 1 个任务。");
    CHECK(english(t, ready) == "heartbeat is ready because its sleep of 500 ms is over.");
    CHECK(state(t, heart, sleeps) == "sleeps until 500 ms");
    CHECK(few_words(t, sleeps) == "sleeps 500 ms");
    CHECK(few_words(t, ready) == "timer fires, ready");
}

TEST_CASE("a timer that wakes nobody is only said to fire") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.resume(a);
    const ObjectId timer = t.timer(a, 5 * kMs);
    t.finish(a);
    CHECK(english(t, t.at(5 * kMs).fire(timer, a)) == "A timer set for 5 ms fires.");
}

TEST_CASE("a lock: waiting, handing over, taking") {
    TraceBuilder t;
    const TaskId one = t.create("worker-1");
    const TaskId two = t.create("worker-2");
    const ObjectId lock = t.lock("lock");
    t.resume(one);
    t.acquire(one, lock);
    t.suspend(one, WaitReason::Sleep, 0, 10 * kMs);
    t.resume(two);
    const EventIndex waits = t.suspend(two, WaitReason::Lock, lock);
    t.at(10 * kMs).ready(one, WakeReason::TimerFired);
    t.resume(one);
    const EventIndex releases = t.release(one, lock);
    const EventIndex ready = t.ready(two, WakeReason::LockReleased, one, lock);
    t.finish(one);
    t.resume(two);
    const EventIndex takes =
        t.event({.task = two, .subject = lock, .kind = EventKind::ResourceAcquired, .detail = 1});
    const EventIndex last = t.release(two, lock);
    CHECK(english(t, waits) == "worker-2 waits for lock, which worker-1 has held since 0 ms.");
    CHECK(chinese(t, waits) == "worker-2 等待 lock，它从 0 ms 起由 worker-1 持有。");
    CHECK(english(t, releases) ==
          "worker-1 releases lock. worker-2 has waited longest, so it is woken and takes the "
          "lock when it runs.");
    CHECK(chinese(t, releases) == "worker-1 释放 lock；worker-2 等得最久，被唤醒，运行时取得锁。");
    CHECK(english(t, ready) == "worker-2 is ready because worker-1 released lock.");
    CHECK(english(t, takes) == "worker-2 takes lock after waiting 10 ms.");
    CHECK(english(t, last) == "worker-2 releases lock. No task waits for it.");
    CHECK(state(t, two, waits) == "waits for lock, held by worker-1");
    CHECK(state(t, one, last) == "has finished");
}

TEST_CASE("a full queue names its depth") {
    TraceBuilder t;
    const TaskId producer = t.create("producer-1");
    const ObjectId queue = t.resource(ResourceType::Queue, "queue", 2);
    t.resume(producer);
    t.put(producer, queue, 1, "a1");
    const EventIndex full = t.put(producer, queue, 2, "a2");
    const EventIndex waits = t.suspend(producer, WaitReason::QueuePut, queue);
    CHECK(english(t, full) == "producer-1 puts a2 into queue, which is full now (2 of 2).");
    CHECK(english(t, waits) == "queue is full (2 of 2), so producer-1 waits for room.");
    CHECK(chinese(t, waits) == "queue 已满（2 / 2），producer-1 等待空位。");
}

TEST_CASE("cancelling says where the error will be raised") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId consumer = t.create("consumer-2", main);
    const TaskId young = t.create("young", main);
    const ObjectId queue = t.resource(ResourceType::Queue, "queue");
    t.resume(consumer);
    t.line(9).suspend(consumer, WaitReason::QueueGet, queue);
    t.resume(main);
    const auto cancel = [&](TaskId task, bool accepted) {
        return t.event({.a = 1,
                        .task = task,
                        .subject = main,
                        .kind = EventKind::TaskCancelRequested,
                        .detail = accepted});
    };
    const EventIndex waiting = cancel(consumer, true);
    const EventIndex unstarted = cancel(young, true);
    t.ready(consumer, WakeReason::Cancelled, main);
    t.resume(consumer);
    t.cancelled(consumer);
    const EventIndex late = cancel(consumer, false);
    CHECK(english(t, waiting) ==
          "main cancels consumer-2. CancelledError is raised at line 9 when it next runs.");
    CHECK(chinese(t, waiting) ==
          "main 取消了 consumer-2；它下次运行时，第 9 行会抛出 CancelledError。");
    CHECK(english(t, unstarted) ==
          "main cancels young before its first step: none of its code will run.");
    CHECK(english(t, late) == "main cancels consumer-2, which is over already: nothing happens.");
    CHECK(state(t, consumer, late) == "was cancelled");
}

TEST_CASE("a blocking call says who is late") {
    TraceBuilder t;
    const TaskId report = t.create("report");
    const TaskId heart = t.create("heartbeat");
    t.resume(heart);
    const ObjectId timer = t.timer(heart, 1'000 * kMs);
    t.suspend(heart, WaitReason::Sleep, timer, 1'000 * kMs);
    t.at(700 * kMs).resume(report);
    const EventIndex blocks = t.at(2'700 * kMs)
                                  .line(13)
                                  .event({.a = 2'000 * kMs,
                                          .task = report,
                                          .kind = EventKind::TimePassed,
                                          .detail = static_cast<std::uint8_t>(PassedBy::Blocking)});
    CHECK(english(t, blocks) ==
          "report blocked the loop for 2.0 s at line 13. Nothing else could run: heartbeat is "
          "1.7 s late.");
    CHECK(chinese(t, blocks) ==
          "report 在第 13 行阻塞了事件循环 2.0 s，其间没有任务能运行：heartbeat 迟了 1.7 s。");
    CHECK(state(t, heart, blocks) == "due at 1.0 s, 1.7 s late");
}

TEST_CASE("a failure says who gets the error") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId worker = t.create("worker-1", main);
    t.resume(main);
    t.suspend(main, WaitReason::Task, 0, worker);
    t.resume(worker);
    const EventIndex fails = t.line(12).fail(worker, "TimeoutError: too slow");
    CHECK(
        english(t, fails) ==
        "worker-1 fails: TimeoutError leaves line 12, and main, which awaits it, gets the error.");
    CHECK(chinese(t, fails) ==
          "worker-1 失败：TimeoutError 从第 12 行抛出，由等待它的 main 接收。");
    CHECK(state(t, worker, fails) == "failed: TimeoutError: too slow");
    CHECK(state(t, main, fails) == "waits for worker-1");

    TraceBuilder alone;
    const TaskId task = alone.create("worker-1");
    alone.resume(task);
    CHECK(english(alone, alone.line(12).fail(task, "TimeoutError")) ==
          "worker-1 fails: TimeoutError leaves line 12. No task awaits it so far.");
}

TEST_CASE("a write that loses an update says whose") {
    TraceBuilder t;
    const TaskId one = t.create("worker-1");
    const TaskId two = t.create("worker-2");
    const ObjectId counter = t.resource(ResourceType::Variable, "counter");
    t.write(0, counter, 0, "0");
    t.read(one, counter, 0, "0");
    t.read(two, counter, 0, "0");
    const EventIndex fine = t.write(one, counter, 1, "1");
    const EventIndex loses = t.write(two, counter, 2, "1");
    CHECK(english(t, fine) == "worker-1 writes 1 to counter.");
    CHECK(english(t, loses) ==
          "worker-2 writes 1, computed from an old 0. The update of worker-1 is lost.");
    CHECK(chinese(t, loses) == "worker-2 写入 1，但依据的是旧值 0；worker-1 的更新丢失了。");
    CHECK(few_words(t, loses) == "writes 1 from an old 0");
}

TEST_CASE("a deadlock is told where it closes, and again at the end") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId ab = t.create("transfer A→B", main);
    const TaskId ba = t.create("transfer B→A", main);
    const ObjectId a = t.lock("account_a");
    const ObjectId b = t.lock("account_b");
    const ObjectId gather = t.resource(ResourceType::Gather, "");
    t.resume(main);
    t.link(main, gather, ab);
    t.link(main, gather, ba);
    const EventIndex gathers = t.suspend(main, WaitReason::Gather, gather);
    t.resume(ab);
    t.acquire(ab, a);
    t.suspend(ab, WaitReason::Sleep, 0, 100 * kMs);
    t.resume(ba);
    t.acquire(ba, b);
    t.suspend(ba, WaitReason::Sleep, 0, 100 * kMs);
    t.at(100 * kMs).ready(ab, WakeReason::TimerFired);
    t.ready(ba, WakeReason::TimerFired);
    t.resume(ab);
    const EventIndex first = t.suspend(ab, WaitReason::Lock, b);
    t.resume(ba);
    const EventIndex closes = t.suspend(ba, WaitReason::Lock, a);
    const EventIndex end = t.end(Outcome::Hang);
    CHECK(english(t, gathers) == "main waits for 2 tasks: transfer A→B and transfer B→A.");
    CHECK(english(t, first) ==
          "transfer A→B waits for account_b, which transfer B→A has held since 0 ms.");
    CHECK(english(t, closes) ==
          "transfer B→A waits for account_a, which transfer A→B has held since 0 ms. "
          "Deadlock. Each of transfer A→B and transfer B→A holds the lock that the other waits "
          "for; nothing can run any more.");
    CHECK(english(t, end) ==
          "Deadlock. transfer A→B holds account_a and waits for account_b; transfer B→A holds "
          "account_b and waits for account_a. No task is ready and no timer is set, so nothing "
          "can run any more.");
    CHECK(chinese(t, closes).find(
              "死锁。transfer A→B 与 transfer B→A 各自持有对方等待的锁，再也没有任务能运行。") !=
          std::string::npos);
    CHECK(few_words(t, closes) == "waits; nobody can release it");
    CHECK(state(t, ab, end) == "waits for account_b, held by transfer B→A, for ever");
    CHECK(to_string(describe_state(Timeline(t.trace()), ab, end), Language::Chinese) ==
          "永远等待 account_b，由 transfer B→A 持有");
}

TEST_CASE("a ring that a timeout may break is not called a deadlock") {
    TraceBuilder t;
    const TaskId x = t.create("x");
    const TaskId y = t.create("y");
    const ObjectId a = t.lock("a");
    const ObjectId b = t.lock("b");
    t.resume(x);
    t.acquire(x, a);
    t.suspend(x, WaitReason::Sleep, 0, 5);
    t.resume(y);
    t.acquire(y, b);
    t.suspend(y, WaitReason::Lock, a);
    t.at(5).ready(x, WakeReason::TimerFired);
    t.resume(x);
    const EventIndex closes = t.suspend(x, WaitReason::Lock, b);
    t.at(50).ready(x, WakeReason::Cancelled);
    CHECK(english(t, closes) ==
          "x waits for b, which y has held since 0 ms. With that, x and y wait for one another "
          "in a ring.");
}

TEST_CASE("a permit goes to the task that is woken, not to one woken before") {
    TraceBuilder t;
    const ObjectId pool = t.resource(ResourceType::Semaphore, "pool", 2);
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    for (const TaskId waiter : {t.create("c"), t.create("d")}) {
        t.resume(waiter);
        t.suspend(waiter, WaitReason::Semaphore, pool);
    }
    t.resume(a);
    t.release(a, pool);
    t.ready(3, WakeReason::PermitReleased, a, pool);
    t.finish(a);
    t.resume(b);
    const EventIndex second = t.release(b, pool);
    t.ready(4, WakeReason::PermitReleased, b, pool);
    const EventIndex third = t.release(b, pool, 2);
    CHECK(english(t, second) ==
          "b gives a permit of pool back. d has waited longest, so it is woken and takes the "
          "permit when it runs.");
    CHECK(english(t, third) == "b gives a permit of pool back; 2 are free.");
}

TEST_CASE("a cancelled task runs on into its CancelledError") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId worker = t.create("worker");
    t.resume(worker);
    t.line(9).suspend(worker, WaitReason::Sleep, 0, 5);
    t.resume(main);
    t.ready(worker, WakeReason::Cancelled, main);
    t.finish(main);
    const EventIndex resumed = t.resume(worker);
    CHECK(english(t, resumed) ==
          "worker runs on at line 9, where CancelledError is raised. It was ready for 0 ms and is "
          "first in line.");
    CHECK(few_words(t, resumed) == "CancelledError at line 9");
}

TEST_CASE("a gather of many names three") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const ObjectId gather = t.resource(ResourceType::Gather, "");
    t.resume(main);
    for (int i = 1; i <= 6; ++i) {
        t.link(main, gather, t.create("w" + std::to_string(i), main));
    }
    const EventIndex waits = t.suspend(main, WaitReason::Gather, gather);
    CHECK(english(t, waits) == "main waits for 6 tasks: w1, w2, w3 and 3 more.");
    CHECK(chinese(t, waits) == "main 等待 6 个任务：w1、w2、w3 与另外 3 个。");
}
