// A loop for each thread
//
// Three threads, three event loops. Two of them tick; in one of these somebody makes a blocking
// call. The ticks in its own loop are late, those in the other are not. But what belongs to one
// loop cannot be awaited in another: the thread that tries gets an error. An answer comes home with
// call_soon_threadsafe.
//
// Watch:  the ticks during the blocking call; the error at 0 ms.
// Source: article D, an event loop for each thread; asyncio's documentation, "Concurrency and
//         Multithreading".

#include "scenarios/lifecycle/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> tick(std::string_view thread, int ticks, Duration pause) {
    for (int number = 1; number <= ticks; ++number) {
        co_await sleep(pause);
        log("{}: tick {}", thread, number);
    }
}

Coroutine<> legacy(const Stage& stage, EventLoop& home, Future<std::string> answer) {
    current_task()->set_name("legacy");
    auto ticks = create_task(tick("legacy", stage.integer("ticks"), stage.duration("pause")),
                             "legacy-ticks");
    co_await sleep(50ms);
    blocking(stage.duration("call"));
    log("the blocking call is over");
    home.call_soon_threadsafe({[answer] { answer.set_result("42"); }, "deliver"});
    co_await ticks;
}

Coroutine<> modern(const Stage& stage, Future<> foreign) {
    current_task()->set_name("modern");
    try {
        co_await foreign;
    } catch (const RuntimeError&) {
        log("RuntimeError: a future of another loop");
    }
    const Duration begin = now();
    const int ticks = stage.integer("ticks");
    const Duration pause = stage.duration("pause");
    co_await tick("modern", ticks, pause);
    stage.expect(now() - begin == ticks * pause, "a blocked loop does not delay another one");
}

Coroutine<std::string> thread_local_loops(Stage& stage) {
    const Future<std::string> answer("answer");
    const Future<> own("own");  // for main's loop only
    const Thread first("legacy", legacy(stage, get_running_loop(), answer));
    const Thread second("modern", modern(stage, own));
    stage.expect(&first.loop() != &second.loop(), "each thread has a loop of its own");

    const std::string text = co_await answer;
    log("main has the answer");
    co_await first.finished();
    co_await second.finished();
    co_return "the answer is " + text;
}

}  // namespace

const Scenario kThreadLocalLoops{
    ScenarioId("lifecycle/thread-local-loops"),
    Title("A loop for each thread", "每个线程一个事件循环"),
    Difficulty::Hard,
    Params()
        .duration("call", 250ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .integer("ticks", 4, AtLeast(0), AtMost(10000))
        .duration("pause", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1min)),
    Variants().only(thread_local_loops,
                    Expected().finding("blocking-call").ends_at(600ms).result("the answer is 42")),
};

}  // namespace coroscope
