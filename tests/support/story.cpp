#include "tests/support/story.h"

namespace coroscope::test {

namespace {

constexpr Nanoseconds kMs = kStoryMs;

void job(TraceBuilder& t, EventKind kind, ObjectId pool, TaskId task) {
    const TextId name = kind == EventKind::JobFinished ? 0 : t.text("count");
    t.event({.a = 1, .task = task, .subject = pool, .b = name, .kind = kind});
}

}  // namespace

Trace story() {
    TraceBuilder t({.runspec = "locks/two?seed=3#0.1",
                    .title = "Two \"tasks\"",
                    .producer = "coroscope test"});
    const ObjectId ink = t.lock("ink");
    const ObjectId jobs = t.resource(ResourceType::Queue, "jobs");
    const ObjectId pool = t.resource(ResourceType::Semaphore, "pool", 2);
    t.resource(ResourceType::Queue, "jobs");
    const ObjectId workers = t.resource(ResourceType::Executor, "workers", 1);
    const TaskId a = t.line(1).create("alice");
    t.iteration();
    t.resume(a);
    const TaskId b = t.line(2).create("bob", a);
    t.acquire(a, ink);
    t.acquire(a, pool, 1);
    t.log(a, "tab\t quote\" back\\slash \x01 \xE4\xB8\xAD \xFF end");
    t.line(4);
    job(t, EventKind::JobSubmitted, workers, a);
    job(t, EventKind::JobStarted, workers, 0);
    const ObjectId timer = t.timer(a, 100 * kMs);
    t.line(5).suspend(a, WaitReason::Sleep, timer, 100 * kMs);
    t.iteration();
    t.event({.a = 0,
             .task = b,
             .subject = t.text("2,1"),
             .b = 2,
             .kind = EventKind::ChoiceMade,
             .detail = 1});
    t.resume(b);
    t.put(b, jobs, 1, "x");
    t.line(7).suspend(b, WaitReason::Lock, ink);
    t.at(60 * kMs);
    job(t, EventKind::JobFinished, workers, 0);
    t.at(100 * kMs).iteration();
    t.ready(a, WakeReason::TimerFired);
    t.resume(a);
    t.at(130 * kMs).event({.a = 30 * kMs, .task = a, .kind = EventKind::TimePassed, .detail = 1});
    t.release(a, ink);
    t.ready(b, WakeReason::LockReleased, a, ink);
    t.fail(a, "ValueError: no");
    t.iteration();
    t.resume(b);
    t.acquire(b, ink);
    t.line(8).suspend(b, WaitReason::Future);
    t.end(Outcome::Hang);
    return t.trace();
}

}  // namespace coroscope::test
