// Exact numbers of threads beside the loop, and of retries against a server with limits. Those of
// circuit breakers and hedged requests are claims of their scenarios.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "runtime/core/latency.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/executor.h"
#include "runtime/sync/gather.h"
#include "tests/support/ran.h"

namespace coroscope {
namespace {

using namespace std::chrono_literals;
using test::Ran;

void run(Coroutine<> program) {
    const Ran ran(std::move(program));
    CHECK(ran.outcome == Outcome::Finished);
    if (ran.error) {
        FAIL_CHECK(describe(ran.error));
    }
}

template <class Job>
Coroutine<> job_in(Executor& pool, Job job, Duration& ended) {
    const auto future = run_in_executor(pool, job);
    co_await future;
    ended = now();
}

Coroutine<> two_that_compute() {
    const auto computes = [] { busy(100ms); };
    Duration first{};
    Duration second{};
    ThreadPoolExecutor threads(2, "threads");
    co_await gather(job_in(threads, computes, first), job_in(threads, computes, second));
    CHECK(first == 195ms);
    CHECK(second == 200ms);
    const Duration start = now();
    ProcessPoolExecutor processes(2, "processes");
    co_await gather(job_in(processes, computes, first), job_in(processes, computes, second));
    CHECK(now() - start == 100ms);
}

TEST_CASE("two threads that compute 100 ms end at 195 and 200 ms, two processes at 100 ms") {
    run(two_that_compute());
}

Coroutine<> beside_a_hog() {
    ThreadPoolExecutor threads(2, "threads");
    Duration hog{};
    Duration rounds{};
    const auto computes = [] { busy(10s); };
    const auto hundred_rounds = [] {
        for (int i = 0; i < 100; ++i) {
            blocking(1ms);
            busy(std::chrono::nanoseconds(1));  // it must have the interpreter lock to go on
        }
    };
    co_await gather(job_in(threads, computes, hog), job_in(threads, hundred_rounds, rounds));
    // A hundred times 1 ms of waiting and 5 ms for the lock.
    CHECK(rounds >= 600ms);
    CHECK(rounds < 601ms);
}

TEST_CASE("a hundred waits of 1 ms take 600 ms beside a thread that computes") {
    run(beside_a_hog());
}

Coroutine<> twenty_and_a_look_up() {
    ThreadPoolExecutor lanes(8, "default");
    Duration last{};
    Duration look_up{};
    std::vector<Duration> ends(20);
    std::vector<Coroutine<>> jobs;
    for (Duration& end : ends) {
        jobs.push_back(job_in(lanes, [] { blocking(1s); }, end));
    }
    jobs.push_back(job_in(lanes, [] { blocking(10ms); }, look_up));
    co_await gather(std::move(jobs));
    last = *std::ranges::max_element(ends);
    CHECK(last == 3s);
    CHECK(look_up == 2010ms);
}

TEST_CASE("twenty jobs of 1 s on eight threads take 3 s, and a look-up behind them 2 s") {
    run(twenty_and_a_look_up());
}

/// Admits ten in a second, at the beginning of each; refuses at once.
struct Server {
    int requests = 0;
    std::int64_t second = -1;
    int admitted = 0;
    bool admit() {
        ++requests;
        const std::int64_t at = now() / 1s;
        if (at != second) {
            second = at;
            admitted = 0;
        }
        return ++admitted <= 10;
    }
};

using Delay = std::function<Duration(int)>;

Coroutine<> client(Server& server, Delay delay, Duration& done) {
    for (int attempt = 0; !server.admit(); ++attempt) {
        co_await sleep(delay(attempt));
    }
    done = std::max(done, now());
}

Coroutine<> storm(Delay delay, Duration ends, int requests) {
    Server server;
    Duration done{};
    std::vector<Coroutine<>> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(client(server, delay, done));
    }
    co_await gather(std::move(clients));
    CHECK(done == ends);
    CHECK(server.requests == requests);
}

Duration doubled(int attempt, Duration cap) {
    return std::min<Duration>(1s * (std::int64_t{1} << attempt), cap);
}

TEST_CASE("a hundred clients in a storm: 9 s at a fixed second, 511 s doubled, 243 s capped") {
    run(storm([](int) { return 1s; }, 9s, 550));
    run(storm([](int attempt) { return doubled(attempt, 1h); }, 511s, 550));
    run(storm([](int attempt) { return doubled(attempt, 60s); }, 243s, 550));
}

Coroutine<> storm_with_jitter() {
    Server server;
    Duration done{};
    std::vector<Coroutine<>> clients;
    const Delay jitter = [](int attempt) { return latency(0ms, doubled(attempt, 60s)); };
    for (int i = 0; i < 100; ++i) {
        clients.push_back(client(server, jitter, done));
    }
    co_await gather(std::move(clients));
    CHECK(done < 30s);
    CHECK(server.requests < 450);
}

TEST_CASE("full jitter ends the storm within 30 s, with fewer than 450 requests") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        LoopOptions options;
        options.seed = seed;
        const Ran ran(storm_with_jitter(), std::move(options));
        CHECK(ran.outcome == Outcome::Finished);
    }
}

TEST_CASE("without jitter five attempts with base 1 and cap 8 wait 23 s") {
    Duration waited{};
    for (int attempt = 0; attempt < 5; ++attempt) {
        waited += doubled(attempt, 8s);
    }
    CHECK(waited == 23s);
}

}  // namespace
}  // namespace coroscope
