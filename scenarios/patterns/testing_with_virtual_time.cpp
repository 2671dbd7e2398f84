// Testing with virtual time
//
// Three tests of a client with retries and a timeout, as one would write them with pytest: a mock
// that answers at once, a service that fails twice, and one that never answers. Together they wait
// 33 s. In virtual time nobody waits: the clock jumps from one timer to the next, and what the
// tests find out is exact.
//
// Watch:  the clock: the third test takes 30 s of time and three steps.
// Source: articles B and D, tests with pytest-asyncio, a mock, and a timeout that is expected.

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct ConnectionError : Error {
    ConnectionError() : Error("ConnectionError", "no connection") {}
};

using Service = std::function<Coroutine<int>()>;

/// What is tested: three tries, a second and two between them, and thirty seconds for all of it.
Coroutine<int> try_three_times(Service service) {
    for (int attempt = 1;; ++attempt) {
        try {
            co_return co_await service();
        } catch (const ConnectionError&) {
            if (attempt == 3) {
                throw;
            }
        }
        co_await sleep(attempt * 1s);
    }
}
Coroutine<int> fetch(Service service, Duration limit) {
    auto tries = try_three_times(std::move(service));
    co_return co_await wait_for(std::move(tries), limit);
}

/// A stand-in for the service: answers what it is told, and counts its calls.
class Mock {
public:
    explicit Mock(int failures) : failures_(failures) {}
    Coroutine<int> call() {
        ++calls;
        if (calls <= failures_) {
            throw ConnectionError();
        }
        co_return 42;
    }
    int calls = 0;

private:
    int failures_;
};

Coroutine<> test_answer(const Stage& stage) {
    Mock mock(0);
    const Service service = [&mock] { return mock.call(); };
    const int answer = co_await fetch(service, stage.duration("limit"));
    stage.expect(answer == 42 && mock.calls == 1, "one call is enough");
    log("test 1: {} after {} call", answer, mock.calls);
}

Coroutine<> test_retries(const Stage& stage) {
    Mock mock(stage.integer("failures"));
    const Service service = [&mock] { return mock.call(); };
    const Duration start = now();
    int answer = 0;
    try {
        answer = co_await fetch(service, stage.duration("limit"));
    } catch (const ConnectionError&) {
        log("test 2: no connection");
    } catch (const TimeoutError&) {
        log("test 2: out of time");
    }
    stage.expect(answer == 42, "two failures are overcome");
    stage.expect(now() - start == 3s, "it waits one second and two");
    log("test 2: {} calls in {} s", mock.calls, (now() - start) / 1s);
}

Coroutine<int> never() {
    Future<int> answer("an answer");
    co_return co_await answer;
}

Coroutine<> test_timeout(const Stage& stage) {
    const Duration start = now();
    bool timed_out = false;
    try {
        co_await fetch(never, stage.duration("limit"));
    } catch (const TimeoutError&) {
        timed_out = true;
    }
    stage.expect(timed_out, "a service that never answers is given up");
    log("test 3: given up after {} s", (now() - start) / 1s);
}

Coroutine<std::string> run(Stage& stage) {
    co_await test_answer(stage);
    co_await test_retries(stage);
    co_await test_timeout(stage);
    co_return fmt::format("tested {} s in no time", now() / 1s);
}

}  // namespace

const Scenario kTestingWithVirtualTime{
    ScenarioId("patterns/testing-with-virtual-time"),
    Title("Testing with virtual time", "用虚拟时间测试"),
    Difficulty::Easy,
    Params()
        .integer("failures", 2, AtLeast(0), AtMost(10))
        .duration("limit", 30s, AtLeast<Duration>(1ms), AtMost<Duration>(1h)),
    Variants().only(run, Expected().ends_at(33s).result("tested 33 s in no time")),
};

}  // namespace coroscope
