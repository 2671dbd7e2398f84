// Connections: limits, keep-alive, look-ups. The figures are those of the design's checks.
#include "runtime/world/http_connector.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "runtime/sync/semaphore.h"
#include "runtime/trace/timeline.h"
#include "tests/runtime/world/http.h"
#include "tests/support/ran.h"

namespace coroscope {
namespace {

using test::Ends;
using test::get_all;
using test::get_and_note;
using test::Ran;

struct Outcomes {
    Ends ends;
    PoolCounts counts;
};

const std::vector<Duration> kSix(6, Duration(0));

Coroutine<> six_requests(TCPConnector connector, Outcomes& outcomes) {
    Web web;
    web.connecting_takes(100ms);
    web.serve("a").at("/", Endpoint().latency(1s));
    ClientSession session(web, connector);
    co_await get_all(session, "http://a/", kSix, outcomes.ends);
    outcomes.counts = session.connections();
}

TEST_CASE("six requests over two connections: the first two pay for connecting") {
    Outcomes outcomes;
    const Ran run(six_requests(TCPConnector().limit(2), outcomes));
    CHECK(run.outcome == Outcome::Finished);
    CHECK(outcomes.ends ==
          Ends{"1100 200", "1100 200", "2100 200", "2100 200", "3100 200", "3100 200"});
    CHECK(outcomes.counts.made == 2);
    CHECK(outcomes.counts.reused == 4);
}

TEST_CASE("with force_close every request pays for connecting") {
    Outcomes outcomes;
    const Ran run(six_requests(TCPConnector().limit(2).force_close(), outcomes));
    CHECK(outcomes.ends.back() == "3300 200");
    CHECK(outcomes.counts.made == 6);
    CHECK(outcomes.counts.reused == 0);
}

TEST_CASE("who waits for a connection waits for a permit that the others hold") {
    Outcomes outcomes;
    const Ran run(six_requests(TCPConnector().limit(2), outcomes));
    const Timeline timeline(run.trace);
    CHECK(timeline.occurs(WaitReason::Semaphore));
    CHECK(timeline.occurs(WaitReason::Reply));
    bool seen = false;
    for (const ResourceInfo& resource : timeline.resources()) {
        if (timeline.trace().text(resource.name) == "connections") {
            seen = true;
            CHECK(resource.capacity == 2);
            CHECK(resource.waits.size() == 4);
            CHECK(resource.level.changes.back().value == 2);
        }
    }
    CHECK(seen);
}

Coroutine<> many(int hosts, int each, TCPConnector connector, int permits, Ends& ends,
                 std::int64_t& held) {
    Web web;
    ClientSession session(web, connector);
    for (int h = 0; h < hosts; ++h) {
        web.serve(fmt::format("host-{}", h)).at("/", Endpoint().latency(1s));
    }
    Semaphore semaphore("semaphore", permits);
    std::int64_t holders = 0;
    const auto fetch = [&](std::string url) -> Coroutine<> {
        const auto permit = co_await semaphore.hold();
        ++holders;
        held = std::max(held, holders - session.in_use());
        co_await get_and_note(session, url, Duration(0), ends);
        --holders;
    };
    std::vector<Task<>> tasks;
    for (int i = 0; i < each; ++i) {
        for (int h = 0; h < hosts; ++h) {
            tasks.push_back(create_task(fetch(fmt::format("http://host-{}/", h))));
        }
    }
    co_await gather(tasks);
}

TEST_CASE("100 connections in all and 30 for each host") {
    const auto connector = TCPConnector().limit(100).limit_per_host(30);
    const auto last_of = [&](int hosts, int each) {
        Ends ends;
        std::int64_t held = 0;
        const Ran run(many(hosts, each, connector, 1000, ends, held));
        CHECK(run.outcome == Outcome::Finished);
        return std::pair{ends.back(), std::ranges::count(ends, "1000 200")};
    };
    CHECK(last_of(1, 90) == std::pair{std::string("3000 200"), std::ptrdiff_t{30}});
    CHECK(last_of(3, 30) == std::pair{std::string("1000 200"), std::ptrdiff_t{90}});
    CHECK(last_of(4, 30) == std::pair{std::string("2000 200"), std::ptrdiff_t{100}});
}

TEST_CASE("a semaphore of 50 before 10 connections: 40 hold a permit and only wait") {
    Ends ends;
    std::int64_t held = 0;
    const Ran run(many(1, 100, TCPConnector().limit(100).limit_per_host(10), 50, ends, held));
    CHECK(ends.back() == "10000 200");
    CHECK(held == 40);
}

Coroutine<> look_ups(TCPConnector connector, std::vector<Duration> starts, int& count, Ends& ends) {
    Web web;
    web.looking_up_takes(200ms);
    web.serve("a").at("/", Endpoint());
    ClientSession session(web, connector);
    co_await get_all(session, "http://a/", starts, ends);
    count = session.connections().look_ups;
}

TEST_CASE("a look-up is kept for ttl_dns_cache, and many at once are one") {
    const auto count_of = [](Duration ttl, std::vector<Duration> starts) {
        int count = 0;
        Ends ends;
        const Ran run(
            look_ups(TCPConnector().force_close().ttl_dns_cache(ttl), starts, count, ends));
        CHECK(ends.size() == starts.size());
        CHECK(ends.front() == "200 200");
        return count;
    };
    CHECK(count_of(10s, {0s, 5s, 12s}) == 2);
    CHECK(count_of(300s, {0s, 5s, 12s}) == 1);
    CHECK(count_of(10s, std::vector<Duration>(10, 0s)) == 1);
}

Coroutine<> cancelled_look_up(Ends& ends, int& count) {
    Web web;
    web.looking_up_takes(200ms);
    web.serve("a").at("/", Endpoint());
    ClientSession session(web);
    Ends never;
    auto first = create_task(get_and_note(session, "http://a/", 0s, never));
    auto second = create_task(get_and_note(session, "http://a/", 50ms, ends));
    co_await sleep(100ms);
    first.cancel();
    co_await gather(return_exceptions, first, second);
    count = session.connections().look_ups;
    CHECK(never.empty());
    CHECK(session.in_use() == 0);
}

TEST_CASE("a request that is cancelled does not cancel the look-up that others wait for") {
    Ends ends;
    int count = 0;
    const Ran run(cancelled_look_up(ends, count));
    CHECK(run.outcome == Outcome::Finished);
    CHECK(ends == Ends{"200 200"});
    CHECK(count == 1);
}

Coroutine<> again_at(Duration second, PoolCounts& counts) {
    Web web;
    web.serve("a").at("/", Endpoint().latency(1s));
    ClientSession session(web);
    Ends ends;
    const std::vector<Duration> starts = {0s, second};
    co_await get_all(session, "http://a/", starts, ends);
    counts = session.connections();
}

TEST_CASE("an idle connection is good for exactly 15 s") {
    PoolCounts counts;
    CHECK(Ran(again_at(16s, counts)).outcome == Outcome::Finished);
    CHECK(counts.reused == 1);
    CHECK(Ran(again_at(16001ms, counts)).outcome == Outcome::Finished);
    CHECK(counts.reused == 0);
    CHECK(counts.made == 2);
}

Coroutine<> stale(std::string method, Ends& ends, PoolCounts& counts) {
    Web web;
    web.serve("a", ServiceOptions().keep_alive(5s).hop(50ms)).at("/", Endpoint().latency(100ms));
    ClientSession session(web);
    auto first = create_task(get_and_note(session, "http://a/", 0s, ends));
    auto second = create_task(get_and_note(session, "http://a/", 5140ms, ends, method));
    co_await gather(first, second);
    counts = session.connections();
}

TEST_CASE("the server has closed the idle connection, and the news is still on its way") {
    Ends ends;
    PoolCounts counts;
    // The answer left at 150 ms: the server closes at 5150, the client knows at 5200.
    SUBCASE("GET is sent again, on a new connection") {
        CHECK(Ran(stale("GET", ends, counts)).outcome == Outcome::Finished);
        CHECK(ends == Ends{"200 200", "5400 200"});
        CHECK(counts.made == 2);
    }
    SUBCASE("POST is not") {
        CHECK(Ran(stale("POST", ends, counts)).outcome == Outcome::Finished);
        CHECK(ends == Ends{"200 200", "5200 ServerDisconnectedError"});
    }
}

Coroutine<> closes(Ends& ends, bool& waiter_cancelled) {
    Web web;
    web.serve("a").at("/", Endpoint().latency(1s));
    ClientSession session(web, TCPConnector().limit(1));
    auto first = create_task(get_and_note(session, "http://a/", 0s, ends));
    auto second = create_task(get_and_note(session, "http://a/", 100ms, ends));
    co_await sleep(500ms);
    session.close();
    co_await gather(return_exceptions, first, second);
    waiter_cancelled = second.cancelled();
    co_await get_and_note(session, "http://a/", 0s, ends);
}

TEST_CASE("closing the session cancels who waits and cuts off who is served") {
    Ends ends;
    bool waiter_cancelled = false;
    CHECK(Ran(closes(ends, waiter_cancelled)).outcome == Outcome::Finished);
    CHECK(ends == Ends{"500 ClientConnectionError", "500 RuntimeError"});
    CHECK(waiter_cancelled);
}

Coroutine<> cancelled_waiter(Ends& ends) {
    Web web;
    web.serve("a").at("/", Endpoint().latency(1s));
    ClientSession session(web, TCPConnector().limit(1));
    auto first = create_task(get_and_note(session, "http://a/", 0s, ends));
    auto second = create_task(get_and_note(session, "http://a/", 100ms, ends));
    auto third = create_task(get_and_note(session, "http://a/", 200ms, ends));
    co_await sleep(1s);  // woken after the answer is there, and before second runs
    second.cancel();
    co_await gather(return_exceptions, first, second, third);
}

TEST_CASE("a waiter that is cancelled leaves the connection to the next") {
    Ends ends;
    CHECK(Ran(cancelled_waiter(ends)).outcome == Outcome::Finished);
    CHECK(ends == Ends{"1000 200", "2000 200"});
}

}  // namespace
}  // namespace coroscope
