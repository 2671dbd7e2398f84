// Timeouts, statuses, faults, redirects. The figures are those of the design's checks.
#include "runtime/world/http_client.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "runtime/sync/wait_for.h"
#include "tests/runtime/world/http.h"
#include "tests/support/ran.h"

namespace coroscope {
namespace {

using test::Ends;
using test::get_all;
using test::get_and_note;
using test::Ran;

Coroutine<> with_timeout(ClientTimeout timeout, std::vector<Duration> starts, Ends& ends,
                         PoolCounts& counts) {
    Web web;
    web.serve("a").at("/", Endpoint().latency(1s));
    ClientSession session(web, TCPConnector().limit(1));
    co_await get_all(session, "http://a/", starts, ends, timeout);
    counts = session.connections();
}

TEST_CASE("connect counts the wait for a free connection, sock_connect does not") {
    Ends ends;
    PoolCounts counts;
    SUBCASE("connect") {
        const Ran run(with_timeout(ClientTimeout().connect(500ms), {0s, 0s}, ends, counts));
        CHECK(ends == Ends{"500 ConnectionTimeoutError", "1000 200"});
    }
    SUBCASE("sock_connect") {
        const Ran run(with_timeout(ClientTimeout().sock_connect(500ms), {0s, 0s}, ends, counts));
        CHECK(ends == Ends{"1000 200", "2000 200"});
    }
}

TEST_CASE("total counts the wait too, and its connection is lost") {
    Ends ends;
    PoolCounts counts;
    const Ran run(with_timeout(ClientTimeout().total(1500ms), {0s, 0s, 1400ms}, ends, counts));
    CHECK(ends == Ends{"1000 200", "1500 TimeoutError", "2500 200"});
    CHECK(counts.made == 2);
}

Coroutine<> drip(std::vector<Duration> gaps, ClientTimeout timeout, Duration start, Ends& ends) {
    Web web;
    web.serve("a").at("/", Endpoint().gaps(gaps).body("all of it"));
    ClientSession session(web);
    co_await get_and_note(session, "http://a/", start, ends, "GET", timeout);
}

TEST_CASE("sock_read is the longest silence, and a slow drip never trips it") {
    Ends ends;
    std::vector<Duration> gaps(10, 900ms);
    SUBCASE("ten pieces 0.9 s apart") {
        const Ran run(drip(gaps, ClientTimeout().sock_read(1s), 0s, ends));
        CHECK(ends == Ends{"9000 200"});
    }
    SUBCASE("the last one 1.2 s after the one before") {
        gaps.back() = 1200ms;
        const Ran run(drip(gaps, ClientTimeout().sock_read(1s), 0s, ends));
        CHECK(ends == Ends{"9100 SocketTimeoutError"});
    }
    SUBCASE("total ends it") {
        const Ran run(drip(gaps, ClientTimeout().total(5s), 0s, ends));
        CHECK(ends == Ends{"5000 TimeoutError"});
    }
    SUBCASE("a total of 5 s from 0.5 s on, rounded") {
        const Ran run(drip(gaps, ClientTimeout().total(5s).rounding(), 500ms, ends));
        CHECK(ends == Ends{"6000 TimeoutError"});
    }
    SUBCASE("a total of 4 s is not rounded") {
        const Ran run(drip(gaps, ClientTimeout().total(4s).rounding(), 500ms, ends));
        CHECK(ends == Ends{"4500 TimeoutError"});
    }
}

Coroutine<> slow_connect(ClientTimeout timeout, Ends& ends, std::int64_t& in_use) {
    Web web;
    web.connecting_takes(2s);
    web.serve("a").at("/", Endpoint().latency(1s));
    ClientSession session(web);
    co_await get_and_note(session, "http://a/", 0s, ends, "GET", timeout);
    in_use = session.in_use();
}

TEST_CASE("a new socket that takes longer than sock_connect gives its slot back") {
    Ends ends;
    std::int64_t in_use = 1;
    const Ran run(slow_connect(ClientTimeout().sock_connect(1s), ends, in_use));
    CHECK(ends == Ends{"1000 ConnectionTimeoutError"});
    CHECK(in_use == 0);
}

Coroutine<> faulty(HttpFault fault, std::vector<std::string> methods, Ends& ends,
                   std::int64_t& requests) {
    Web web;
    HttpService& service = web.serve("a");
    service.at("/", Endpoint().latency(1s).body("x")).fault(fault);
    ClientSession session(web);
    for (const std::string& method : methods) {
        co_await get_and_note(session, "http://a/", 0s, ends, method);
    }
    requests = service.requests();
    CHECK(session.in_use() == 0);
}

TEST_CASE("faults happen when they are declared") {
    Ends ends;
    std::int64_t requests = 0;
    SUBCASE("a status is no error") {
        const Ran run(
            faulty(HttpFault::status(503).request(2), {"GET", "GET", "GET"}, ends, requests));
        CHECK(ends == Ends{"1000 200", "2000 503", "3000 200"});
    }
    SUBCASE("a refused connection") {
        const Ran run(faulty(HttpFault::refuse().during(0s, 1s), {"GET"}, ends, requests));
        CHECK(ends == Ends{"0 ClientConnectorError"});
        CHECK(requests == 0);
    }
    SUBCASE("a reset: GET is sent once more, silently") {
        const Ran run(faulty(HttpFault::reset().request(1), {"GET"}, ends, requests));
        CHECK(ends == Ends{"1000 200"});
        CHECK(requests == 2);
    }
    SUBCASE("a second reset is told") {
        const Ran run(faulty(HttpFault::reset(), {"GET"}, ends, requests));
        CHECK(ends == Ends{"0 ServerDisconnectedError"});
        CHECK(requests == 2);
    }
    SUBCASE("POST is not sent again") {
        const Ran run(faulty(HttpFault::reset().request(1), {"POST"}, ends, requests));
        CHECK(ends == Ends{"0 ServerDisconnectedError"});
        CHECK(requests == 1);
    }
    SUBCASE("a body that is cut") {
        const Ran run(faulty(HttpFault::cut(), {"GET"}, ends, requests));
        CHECK(ends == Ends{"1000 ClientPayloadError"});
    }
    SUBCASE("slow and stalled") {
        const Ran run(faulty(HttpFault::slow(3).request(1), {"GET"}, ends, requests));
        CHECK(ends == Ends{"3000 200"});
        const Ran other(faulty(HttpFault::stall(500ms).request(1), {"GET"}, ends, requests));
        CHECK(ends.back() == "1500 200");
    }
    SUBCASE("on one path only") {
        const Ran run(faulty(HttpFault::status(500).path("/other"), {"GET"}, ends, requests));
        CHECK(ends == Ends{"1000 200"});
    }
}

Coroutine<> statuses(std::vector<std::string>& seen) {
    Web web;
    HttpService& a = web.serve("a");
    a.at("/new", Endpoint().body("here"));
    a.at("/old", Endpoint().redirects_to("/new"));
    a.at("/round", Endpoint().redirects_to("/round"));
    a.fault(HttpFault::status(429).retry_after(2s).path("/new/busy"));
    ClientSession session(web);
    {
        Response response = co_await session.get("https://a/old");
        const std::string text = co_await response.text();
        seen.push_back(fmt::format("{} {} {}", response.status(), response.url(), text));
    }
    for (const std::string path : {"/round", "/nowhere", "/new/busy"}) {
        try {
            Response response = co_await session.get("https://a" + path);
            CHECK(response.retry_after() == (path == "/new/busy" ? 2s : 0s));
            response.raise_for_status();
        } catch (const ClientResponseError& error) {
            seen.push_back(describe(std::current_exception()));
        }
    }
    try {
        const Response response = co_await session.get("https://nobody/");
    } catch (const ClientConnectorError& error) {
        seen.push_back(describe(std::current_exception()));
    }
}

TEST_CASE("redirects are followed, ten at most, and a status is an error when asked") {
    std::vector<std::string> seen;
    CHECK(Ran(statuses(seen)).outcome == Outcome::Finished);
    REQUIRE(seen.size() == 5);
    CHECK(seen[0] == "200 https://a/new here");
    CHECK(seen[1] == "ClientResponseError: 302, too many redirects");
    CHECK(seen[2] == "ClientResponseError: 404, url='https://a/nowhere'");
    CHECK(seen[3] == "ClientResponseError: 429, url='https://a/new/busy'");
    CHECK(seen[4] ==
          "ClientConnectorError: Cannot connect to host nobody: Name or service not known");
}

Coroutine<> unread(bool reads, PoolCounts& counts) {
    Web web;
    web.serve("a").at("/", Endpoint().chunks(2, 100ms));
    ClientSession session(web);
    for (int i = 0; i < 2; ++i) {
        Response response = co_await session.get("http://a/");
        if (reads) {
            co_await response.text();
        }
    }
    counts = session.connections();
    CHECK(session.in_use() == 0);
}

TEST_CASE("an answer that is left before its end costs its connection") {
    PoolCounts counts;
    const Ran with(unread(true, counts));
    CHECK(counts.made == 1);
    CHECK(counts.reused == 1);
    const Ran without(unread(false, counts));
    CHECK(counts.made == 2);
    CHECK(counts.reused == 0);
}

Coroutine<> one_that_gives_up(Duration* service_free) {
    Web web;
    HttpService& a = web.serve("a", ServiceOptions().capacity(1));
    a.at("/", Endpoint().latency(1s));
    ClientSession session(web);
    Ends ends;
    auto first = create_task(get_and_note(session, "http://a/", 0s, ends));
    co_await sleep(100ms);
    first.cancel();
    co_await get_and_note(session, "http://a/", 0s, ends);
    *service_free = now();
    CHECK(session.in_use() == 0);
}

TEST_CASE("the service works on for a client that is gone") {
    Duration free{};
    CHECK(Ran(one_that_gives_up(&free)).outcome == Outcome::Finished);
    CHECK(free == 2s);
}

}  // namespace
}  // namespace coroscope
