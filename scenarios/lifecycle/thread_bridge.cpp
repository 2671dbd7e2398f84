// A bridge between threads
//
// Three threads of an old, synchronous program need something from an asynchronous library. The
// library's event loop runs in a thread of its own, the bridge. Each request hands it a coroutine,
// gets a future at once, and waits for that; the bridge runs all three side by side.
//
// Watch:  three requests wait, and one loop works for all of them.
// Source: article D, a bridge from threads to a loop; asyncio.run_coroutine_threadsafe.

#include "scenarios/lifecycle/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

class AsyncBridge {
public:
    template <class T>
    Future<T> submit(Coroutine<T> operation) {
        return run_coroutine_threadsafe(std::move(operation), thread_.loop());
    }
    Coroutine<> stop() {
        thread_.loop().call_soon_threadsafe({[this] { stop_->set(); }, "stop"});
        co_await thread_.finished();
    }

private:
    Coroutine<> run_until_stopped() {
        current_task()->set_name("bridge");
        stop_.emplace("stop");  // made here: it belongs to the loop of this thread
        co_await stop_->wait();
        log("the bridge stops");
    }
    std::optional<Event> stop_;
    Thread thread_{"bridge", run_until_stopped()};
};

/// Runs in the bridge's loop.
Coroutine<int> operation(int number, Duration length) {
    log("operation {}: begins", number);
    try {
        co_await sleep(length);
    } catch (const CancelledError&) {
        log("operation {}: cancelled", number);
        throw;
    }
    co_return number* number;
}

/// Runs in a thread of its own, which is blocked while it waits.
Coroutine<> request(AsyncBridge& bridge, int number, const Stage& stage, int& answered) {
    current_task()->set_name(name("request", number));
    const Future<int> answer = bridge.submit(operation(number, stage.duration("length")));
    try {
        // answer.result(timeout) in Python, and answer.cancel() if it is late
        const int value = co_await wait_for(answer, stage.duration("timeout"));
        log("request {}: the answer is {}", number, value);
        answered = 1;
    } catch (const TimeoutError&) {
        log("request {}: no answer in time", number);
    }
}

Coroutine<std::string> thread_bridge(Stage& stage) {
    const int requests = stage.integer("requests");
    AsyncBridge bridge;
    std::vector<int> answered(static_cast<std::size_t>(requests));
    std::vector<Thread> threads;
    for (int number = 1; number <= requests; ++number) {
        int& mine = answered[static_cast<std::size_t>(number - 1)];
        threads.push_back(Thread(name("request", number), request(bridge, number, stage, mine)));
    }
    for (const Thread& thread : threads) {
        co_await thread.finished();
    }
    co_await bridge.stop();
    const auto answers = std::ranges::count(answered, 1);
    stage.expect(answers == requests, "each request gets its answer");
    co_return fmt::format("{} answers", answers);
}

}  // namespace

const Scenario kThreadBridge{
    ScenarioId("lifecycle/thread-bridge"),
    Title("A bridge between threads", "线程之间的桥"),
    Difficulty::Hard,
    Params()
        .integer("requests", 3, AtLeast(1), AtMost(50))
        .duration("length", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("timeout", 10s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(thread_bridge, Expected().ends_at(100ms).result("3 answers")),
};

}  // namespace coroscope
