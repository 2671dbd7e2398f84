// A client with a pool of connections
//
// One session, 120 requests at once to four hosts. The session has room for 100 connections, 30 of
// them to one host; whoever finds no room waits for a connection that comes back. A new connection
// costs a look-up and the connecting; one that comes back costs nothing. Three timeouts watch
// different parts of it.
//
// Watch:  the lane of the connections: it runs out at 100, and twenty requests wait in line.
// Source: articles C and D, the session with limits and timeouts; A, B and E have one without.

#include "runtime/world/http_client.h"
#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<bool> fetch(ClientSession& session, std::string url) {
    try {
        Response response = co_await session.get(url);
        co_await response.text();
        co_return true;
    } catch (const TimeoutError& error) {
        log("{}: {}", error.type(), url);
        co_return false;
    }
}

Coroutine<int> round_of(ClientSession& session, int requests, int hosts) {
    std::vector<Task<bool>> tasks;
    for (int i = 0; i < requests; ++i) {
        const std::string url = fmt::format("https://host-{}.example/", i % hosts + 1);
        tasks.push_back(create_task(fetch(session, url), name("request", i + 1)));
    }
    const std::vector<bool> answered = co_await gather(tasks);
    co_return static_cast<int>(std::ranges::count(answered, true));
}

Coroutine<std::string> http_client(Stage& stage) {
    const int requests = stage.integer("requests");
    const int hosts = stage.integer("hosts");
    const int rounds = stage.integer("rounds");
    Web web;
    web.looking_up_takes(stage.duration("look_up"));
    web.connecting_takes(stage.duration("connecting"));
    for (int h = 1; h <= hosts; ++h) {
        HttpService& host = web.serve(fmt::format("host-{}.example", h));
        host.at("/", Endpoint().latency(stage.duration("answer")));
    }

    TCPConnector connector;
    connector.limit(stage.integer("limit")).limit_per_host(stage.integer("per_host"));
    connector.ttl_dns_cache(300s).keepalive_timeout(15s);
    ClientTimeout timeout;
    timeout.total(stage.duration("total")).connect(stage.duration("connect"));
    timeout.sock_read(stage.duration("sock_read"));
    ClientSession session(web, connector, timeout);

    int answered = 0;
    for (int n = 1; n <= rounds; ++n) {
        if (n > 1) {
            co_await sleep(stage.duration("pause"));
        }
        answered += co_await round_of(session, requests, hosts);
        log("round {} is over", n);
    }

    stage.expect(answered == requests * rounds, "every request is answered");
    const PoolCounts& pool = session.connections();
    co_return fmt::format("{} answers, {} connections, {} reused, {} look-ups", answered, pool.made,
                          pool.reused, pool.look_ups);
}

}  // namespace

const Scenario kHttpClient{
    ScenarioId("patterns/http-client"),
    Title("A client with a pool of connections", "带连接池的客户端"),
    Difficulty::Medium,
    Params()
        .integer("requests", 120, AtLeast(1), AtMost(500))
        .integer("hosts", 4, AtLeast(1), AtMost(20))
        .integer("limit", 100, AtLeast(0), AtMost(200))
        .integer("per_host", 30, AtLeast(0), AtMost(100))
        .duration("answer", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(60s))
        .duration("look_up", 200ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("connecting", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("total", 30s, AtLeast<Duration>(1ms), AtMost<Duration>(1h))
        .duration("connect", 5s, AtLeast<Duration>(1ms), AtMost<Duration>(1h))
        .duration("sock_read", 10s, AtLeast<Duration>(1ms), AtMost<Duration>(1h))
        .integer("rounds", 1, AtLeast(1), AtMost(5))
        .duration("pause", 10s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(http_client, Expected().ends_at(2300ms).result(
                                     "120 answers, 100 connections, 20 reused, 4 look-ups")),
};

}  // namespace coroscope
