#include "runtime/world/http_service.h"

#include <doctest/doctest.h>

#include "runtime/trace/timeline.h"
#include "tests/runtime/world/http.h"
#include "tests/support/ran.h"

namespace coroscope {
namespace {

using test::Ends;
using test::get_all;
using test::Ran;

Coroutine<> three_at_once(ServiceOptions options, Ends& ends, int& busiest) {
    Web web;
    HttpService& service = web.serve("a", options);
    service.at("/", Endpoint().latencies({300ms, 100ms}));
    ClientSession session(web);
    const std::vector<Duration> starts(3, Duration(0));
    co_await get_all(session, "http://a/", starts, ends);
    busiest = service.busiest();
}

TEST_CASE("whoever finds all rows taken waits in line, or is refused") {
    Ends ends;
    int busiest = 0;
    SUBCASE("in line") {
        const Ran run(three_at_once(ServiceOptions().capacity(1), ends, busiest));
        CHECK(ends == Ends{"300 200", "400 200", "500 200"});
        CHECK(busiest == 1);
    }
    SUBCASE("refused") {
        const auto options = ServiceOptions().capacity(2).refuses_when_full();
        const Ran run(three_at_once(options, ends, busiest));
        CHECK(ends == Ends{"0 503", "100 200", "300 200"});
        CHECK(busiest == 2);
    }
    SUBCASE("with a hop each way") {
        const Ran run(three_at_once(ServiceOptions().hop(10ms), ends, busiest));
        CHECK(ends == Ends{"120 200", "120 200", "320 200"});
        CHECK(busiest == 3);
    }
}

TEST_CASE("a request has an arrow there, a job on a row, and an arrow back") {
    Ends ends;
    int busiest = 0;
    const Ran run(three_at_once(ServiceOptions().capacity(1).hop(10ms), ends, busiest));
    const Timeline timeline(run.trace);
    REQUIRE(timeline.jobs().size() == 3);
    CHECK(run.trace[timeline.jobs()[1].started].time == 310'000'000);
    CHECK(run.count(EventKind::MessageSent) == 6);
    const auto arrived = run.events(EventKind::MessageArrived);
    REQUIRE(arrived.size() == 6);
    CHECK(arrived[0].time == 10'000'000);
    CHECK(arrived[3].task == timeline.jobs()[0].submitter);
}

Coroutine<> wait_on(ClientSession& session) {
    Response response = co_await session.get("http://a/");
    co_await response.text();
}

Coroutine<> leaves_it_behind() {
    Web web;
    web.connecting_takes(100ms);
    web.looking_up_takes(50ms);
    web.serve("a").at("/", Endpoint().chunks(3, 1s));
    ClientSession session(web, TCPConnector().limit(2), ClientTimeout().sock_read(5s));
    auto one = create_task(wait_on(session));
    auto two = create_task(wait_on(session));
    auto three = create_task(wait_on(session));
    co_await sleep(1500ms);
}

TEST_CASE("tasks that main leaves behind are cancelled and touch nothing that is gone") {
    CHECK(Ran(leaves_it_behind()).outcome == Outcome::Finished);
}

}  // namespace
}  // namespace coroscope
