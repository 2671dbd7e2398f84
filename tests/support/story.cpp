#include "tests/support/story.h"

#include <string>
#include <vector>

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
    t.count(t.resource(ResourceType::Counter, "memory"), 17);
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

Trace awkward_texts() {
    const std::vector<std::string> texts = {
        "end",
        "",
        "任务 1",
        "say \"hi\", 'you'",
        "two\nlines",
        "back\\slash \\N \\\"",
        "<b>&amp;</b> <script>alert(1)</script>",
        "a;b#c:d%%{init: {}}%%",
        "=1+1",
        "-->> ->> ] } ) |",
        "emoji 😀 e\xCC\x81",
        "tab\there \x01\x1B[31m\x7F",
        "not \xFF\xC3 UTF-8",
        "participant as loop alt end note over",
        std::string(300, 'x'),
    };
    TraceBuilder t({.runspec = "a/b?x=\"1\"#%%{init: {}}%%",
                    .title = "Title with \"quotes\" <&> and \n a break",
                    .producer = "coroscope test"});
    const TaskId main = t.create("main");
    t.iteration();
    t.resume(main);
    std::vector<TaskId> tasks;
    std::vector<ObjectId> locks;
    for (const std::string& text : texts) {
        locks.push_back(t.lock(text));
        t.resource(ResourceType::Queue, text);
        tasks.push_back(t.create(text, main));
    }
    t.acquire(main, locks.front(), 0);
    t.suspend(main, WaitReason::Task, 0, tasks.front());
    t.iteration();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        t.resume(tasks[i]);
        t.acquire(tasks[i], locks[i]);
        t.log(tasks[i], texts[i]);
        t.suspend(tasks[i], WaitReason::Lock, locks[(i + 1) % texts.size()]);
    }
    t.at(kMs).iteration();
    t.ready(tasks.back(), WakeReason::Cancelled, tasks.front(), 0);
    t.resume(tasks.back());
    t.fail(tasks.back(), "ValueError: " + texts[5]);
    t.end(Outcome::Hang);
    return t.trace();
}

}  // namespace coroscope::test
