// Sync calls async
//
// A handler calls an old synchronous function, and that needs the result of a coroutine.
// asyncio.run() refuses, because a loop is running. So it hands the coroutine to the loop and waits
// for the result, in the loop's own thread: the loop cannot run the coroutine, because it is busy
// waiting for it.
//
// Watch:  fetch begins only after the caller has given up.
// Source: article D, run_coroutine_threadsafe with result(timeout=10), and sync code that calls
// asyncio.run.

#include "scenarios/deadlocks/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> fetch(Duration latency) {
    log("fetch begins");
    co_await sleep(latency);
    log("fetch ends");
    co_return "data";
}

/// future.result(timeout): the thread stands still until the future is done. Here it is the loop's
/// own thread, so nothing can happen meanwhile.
std::string result(const Future<std::string>& future, Duration timeout) {
    if (!future.done()) {
        blocking(timeout);
        throw TimeoutError();
    }
    return future.result();
}

std::string load(Duration latency, Duration patience) {
    try {
        EventLoop another;
        another.run(fetch(latency));
    } catch (const RuntimeError& error) {
        log("{}", error.what());
    }
    const auto future = run_coroutine_threadsafe(fetch(latency), EventLoop::running());
    return result(future, patience);
}

Coroutine<std::string> handle(Duration latency, Duration patience) {
    std::string text;
    try {
        text = load(latency, patience);
    } catch (const TimeoutError&) {
        text = "no data";
    }
    log("the handler has {}", text);
    co_return text;
}

Coroutine<std::string> handle_awaiting(Duration latency, Duration patience) {
    std::string text;
    try {
        text = co_await wait_for(fetch(latency), patience);
    } catch (const TimeoutError&) {
        text = "no data";
    }
    log("the handler has {}", text);
    co_return text;
}

Coroutine<> heartbeat(int beats) {
    for (int beat = 1; beat <= beats; ++beat) {
        co_await sleep(1s);
        log("heartbeat {}", beat);
    }
}

template <class Handle>
Coroutine<std::string> serve(Stage& stage, Handle make_handler) {
    const Duration latency = stage.duration("latency");
    const Duration patience = stage.duration("patience");
    auto beating = create_task(heartbeat(stage.integer("beats")), "heartbeat");
    auto handling = create_task(make_handler(latency, patience), "handler");
    const std::string text = co_await handling;
    co_await beating;
    stage.expect(text == "data", "the handler gets its data");
    co_return text;
}

Coroutine<std::string> wait_on_own_loop(Stage& stage) { return serve(stage, handle); }

Coroutine<std::string> await_instead(Stage& stage) { return serve(stage, handle_awaiting); }

}  // namespace

const Scenario kSyncCallsAsync{
    ScenarioId("deadlocks/sync-calls-async"),
    Title("Waiting for one's own loop", "在事件循环里等它自己"),
    Difficulty::Hard,
    Params()
        .duration("latency", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("patience", 10s, AtLeast<Duration>(1ms), AtMost<Duration>(1h))
        .integer("beats", 3, AtLeast(1), AtMost(100)),
    Variants()
        .broken(wait_on_own_loop, Expected()
                                      .finding("blocking-call")
                                      .finding("coroutine-never-awaited")
                                      .check_fails("the handler gets its data")
                                      .ends_at(12s)
                                      .result("no data"))
        .fixed(await_instead, Expected().ends_at(3s).result("data")),
};

}  // namespace coroscope
