// Graceful shutdown
//
// A server takes a new connection every second. Then the signal comes: it takes no more, waits for
// the connections that it has, at most for the limit, cancels those that are left, closes its
// database, and ends.
//
// Watch:  the connections after the signal: four end by themselves, the slow one is cancelled.
// Source: article D, graceful shutdown with a limit of 30 s.

#include "scenarios/lifecycle/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Server {
    std::vector<Task<>> active;
    int served = 0;
};

Coroutine<> serve(Server& server, int number, Duration length) {
    log("connection {}: open", number);
    try {
        co_await sleep(length);
    } catch (const CancelledError&) {
        log("connection {}: cut off", number);
        throw;
    }
    ++server.served;
    log("connection {}: served", number);
}

Coroutine<> accept(Server& server, const Stage& stage) {
    for (int number = 1;; ++number) {
        const Duration length = stage.duration(number == 1 ? "slow" : "request");
        auto connection = create_task(serve(server, number, length), name("connection", number));
        server.active.push_back(connection);
        connection.add_done_callback(
            [&server](const Task<>& ended) { std::erase(server.active, ended); });
        co_await sleep(stage.duration("every"));
    }
}

Coroutine<> shut_down(Server& server, const Stage& stage) {
    log("waiting for {} connections", server.active.size());
    if (!server.active.empty()) {
        co_await wait(server.active, stage.duration("limit"));
    }
    const std::vector<Task<>> left = server.active;
    for (const Task<>& connection : left) {
        connection.cancel();
    }
    co_await gather(return_exceptions, left);
    stage.expect(server.active.empty(), "nobody uses the database when it is closed");
    log("closing the database");
    co_await sleep(stage.duration("cleanup"));
}

Coroutine<std::string> graceful_shutdown(Stage& stage) {
    Server server;
    Event stop("stop");
    const auto on_signal = [&stop] {  // loop.add_signal_handler(SIGTERM, on_signal)
        log("SIGTERM");
        stop.set();
    };
    get_running_loop().call_later(stage.duration("signal"), {on_signal, "on_signal"});

    auto acceptor = create_task(accept(server, stage), "acceptor");
    co_await stop.wait();
    acceptor.cancel();
    co_await gather(return_exceptions, acceptor);

    const std::size_t open = server.active.size();
    const int before = server.served;
    co_await shut_down(server, stage);
    const std::size_t cut_off = open - static_cast<std::size_t>(server.served - before);
    log("the server has ended");
    co_return fmt::format("{} served, {} cut off", server.served, cut_off);
}

}  // namespace

const Scenario kGracefulShutdown{
    ScenarioId("lifecycle/graceful-shutdown"),
    Title("Graceful shutdown", "优雅关闭"),
    Difficulty::Medium,
    Params()
        .duration("signal", 4500ms, AtLeast<Duration>(0ms), AtMost<Duration>(10min))
        .duration("limit", 30s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("every", 1s, AtLeast<Duration>(100ms), AtMost<Duration>(1h))
        .duration("request", 4s, AtLeast<Duration>(0ms), AtMost<Duration>(10min))
        .duration("slow", 60s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("cleanup", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(graceful_shutdown, Expected().ends_at(35s).result("4 served, 1 cut off")),
};

}  // namespace coroscope
