#include "tests/support/sample_runs.h"

#include <string>
#include <vector>

#include "tests/runtime/trace/trace_builder.h"

namespace coroscope::test {

namespace {
constexpr Nanoseconds kMs = 1'000'000;
}

Timeline deadlock_run() {
    TraceBuilder t({.runspec = "deadlocks/ab-ba", .title = "Two locks", .producer = "test"});
    const ObjectId a = t.lock("account_a");
    const ObjectId b = t.lock("account_b");
    const TaskId main = t.create("main");
    t.iteration();
    t.resume(main);
    const TaskId ab = t.create("transfer A→B", main);
    const TaskId ba = t.create("transfer B→A", main);
    const ObjectId gather = t.resource(ResourceType::Gather, "gather", 0, main);
    t.link(main, gather, ab);
    t.link(main, gather, ba);
    t.suspend(main, WaitReason::Gather, gather);
    t.iteration();
    std::vector<ObjectId> timers;
    for (const TaskId task : {ab, ba}) {
        t.resume(task);
        t.acquire(task, task == ab ? a : b);
        timers.push_back(t.timer(task, 100 * kMs));
        t.suspend(task, WaitReason::Sleep, timers.back(), 100 * kMs);
    }
    t.at(100 * kMs).event({.a = 0, .kind = EventKind::ClockAdvanced});
    for (const TaskId task : {ab, ba}) {
        const ObjectId timer = timers[task == ab ? 0 : 1];
        t.fire(timer, task);
        t.ready(task, WakeReason::TimerFired, 0, timer);
    }
    t.iteration();
    for (const TaskId task : {ab, ba}) {
        t.resume(task);
        t.suspend(task, WaitReason::Lock, task == ab ? b : a);
    }
    t.end(Outcome::Hang);
    t.abandon(ba);
    t.abandon(ab);
    t.abandon(main);
    return Timeline(t.trace());
}

Timeline blocking_run() {
    TraceBuilder t({.runspec = "blocking/blocking-sleep", .title = "Blocking", .producer = "test"});
    const TaskId main = t.create("main");
    t.iteration();
    t.resume(main);
    const TaskId heartbeat = t.create("heartbeat", main);
    const TaskId report = t.create("report", main);
    t.suspend(main, WaitReason::Task, 0, report);
    t.iteration();
    t.resume(heartbeat);
    const ObjectId beat = t.timer(heartbeat, 1000 * kMs);
    t.suspend(heartbeat, WaitReason::Sleep, beat, 1000 * kMs);
    t.resume(report);
    const ObjectId delay = t.timer(report, 700 * kMs);
    t.suspend(report, WaitReason::Sleep, delay, 700 * kMs);
    t.at(700 * kMs).event({.a = 0, .kind = EventKind::ClockAdvanced});
    t.fire(delay, report);
    t.ready(report, WakeReason::TimerFired, 0, delay);
    t.iteration();
    t.resume(report);
    t.log(report, "report begins");
    t.at(2700 * kMs)
        .event({.a = 2000 * kMs,
                .task = report,
                .kind = EventKind::TimePassed,
                .detail = static_cast<std::uint8_t>(PassedBy::Blocking)});
    t.log(report, "report ends");
    t.finish(report, "done");
    t.ready(main, WakeReason::TaskEnded, report);
    t.fire(beat, heartbeat);
    t.ready(heartbeat, WakeReason::TimerFired, 0, beat);
    t.iteration();
    t.resume(main);
    t.suspend(main, WaitReason::Task, 0, heartbeat);
    t.resume(heartbeat);
    t.log(heartbeat, "beat 1");
    t.fail(heartbeat, "ValueError: late");
    t.ready(main, WakeReason::TaskEnded, heartbeat);
    t.iteration();
    t.resume(main);
    t.finish(main, "ok");
    t.end(Outcome::Finished);
    return Timeline(t.trace());
}

Timeline queue_run(int rounds) {
    TraceBuilder t({.runspec = "patterns/producer-consumer", .title = "Queue", .producer = "test"});
    const ObjectId queue = t.resource(ResourceType::Queue, "queue", 2);
    const TaskId main = t.create("main");
    t.iteration();
    t.resume(main);
    const TaskId producer = t.create("producer-1", main);
    const TaskId consumer = t.create("consumer-1", main);
    t.suspend(main, WaitReason::Task, 0, producer);
    Nanoseconds now = 0;
    t.iteration();
    t.resume(producer);
    t.put(producer, queue, 1, "a1");
    t.put(producer, queue, 2, "a2");
    t.suspend(producer, WaitReason::QueuePut, queue);
    t.resume(consumer);
    for (int round = 0; round < rounds; ++round) {
        t.got(consumer, queue, 1, "a");
        t.ready(producer, WakeReason::RoomMade, consumer, queue);
        const ObjectId timer = t.timer(consumer, now + 10 * kMs);
        t.suspend(consumer, WaitReason::Sleep, timer, now + 10 * kMs);
        t.iteration();
        t.resume(producer);
        t.put(producer, queue, 2, "a" + std::to_string(round));
        t.suspend(producer, WaitReason::QueuePut, queue);
        t.at(now + 10 * kMs).event({.a = now, .kind = EventKind::ClockAdvanced});
        now += 10 * kMs;
        t.fire(timer, consumer);
        t.ready(consumer, WakeReason::TimerFired, 0, timer);
        t.iteration();
        t.resume(consumer);
    }
    t.finish(consumer);
    t.end(Outcome::Stopped);
    return Timeline(t.trace());
}

Timeline crowd_run(int tasks) {
    TraceBuilder t({.runspec = "crowd", .title = "Crowd", .producer = "test"});
    const TaskId main = t.create("main");
    t.iteration();
    t.resume(main);
    std::vector<TaskId> all;
    for (int i = 0; i < tasks; ++i) {
        all.push_back(t.create("worker-" + std::to_string(i), main));
    }
    t.suspend(main, WaitReason::Future);
    t.iteration();
    std::vector<ObjectId> timers;
    for (const TaskId task : all) {
        t.resume(task);
        timers.push_back(t.timer(task, 50 * kMs));
        t.suspend(task, WaitReason::Sleep, timers.back(), 50 * kMs);
    }
    t.at(50 * kMs).event({.a = 0, .kind = EventKind::ClockAdvanced});
    for (std::size_t i = 0; i < all.size(); ++i) {
        t.fire(timers[i], all[i]);
        t.ready(all[i], WakeReason::TimerFired, 0, timers[i]);
    }
    t.iteration();
    for (const TaskId task : all) {
        t.resume(task);
        t.finish(task);
    }
    t.ready(main, WakeReason::FutureSet, all.empty() ? 0 : all.back());
    t.iteration();
    t.resume(main);
    t.finish(main);
    t.end(Outcome::Finished);
    return Timeline(t.trace());
}

}  // namespace coroscope::test
