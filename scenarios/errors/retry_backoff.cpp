// A retry storm, and how chance calms it
//
// Twelve clients call a server at once that has room for two. Who is refused waits and tries again,
// each time twice as long. But all were refused at the same instant, so all come back at the same
// instant: the server is overrun four times and idle in between. Jitter, a random part of the delay
// for each client, spreads them out; a cap keeps the delays from growing for ever.
//
// Watch:  the lane of room, by time: four short bars in the broken twin, steady work in the fixed.
// Source: articles A and C; M. Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog).

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct ConnectionError : Error {
    explicit ConnectionError(std::string message) : Error("ConnectionError", std::move(message)) {}
};

struct Server {
    Semaphore room;
    Duration work;
    Shared<int> refusals{"refusals", 0};
};

Coroutine<> request(Server& server) {
    if (server.room.locked()) {
        server.refusals.write(server.refusals.read() + 1);
        throw ConnectionError("the server is busy");
    }
    const auto place = co_await server.room.hold();
    co_await sleep(server.work);
}

Coroutine<> client(Server& server, const Stage& stage) {
    Duration delay = stage.duration("base");
    for (int attempt = 1;; ++attempt) {
        try {
            co_await request(server);
            log("served, attempt {}", attempt);
            co_return;
        } catch (const ConnectionError&) {
            if (attempt > stage.integer("retries")) {
                log("gives up");
                throw;
            }
        }
        co_await sleep(delay);
        delay *= 2;
    }
}

Coroutine<> client_with_jitter(Server& server, const Stage& stage) {
    Duration delay = stage.duration("base");
    for (int attempt = 1;; ++attempt) {
        try {
            co_await request(server);
            log("served, attempt {}", attempt);
            co_return;
        } catch (const ConnectionError&) {
            if (attempt > stage.integer("retries")) {
                log("gives up");
                throw;
            }
        }
        const Duration longest = std::min(delay, stage.duration("cap"));
        co_await sleep(latency(0ms, longest));
        delay *= 2;
    }
}

Coroutine<std::string> all_clients(Stage& stage,
                                   Coroutine<> (*client_of)(Server& server, const Stage& stage)) {
    Server server{.room = Semaphore("room", stage.integer("room")), .work = stage.duration("work")};
    std::vector<Task<>> clients;
    for (int i = 1; i <= stage.integer("clients"); ++i) {
        clients.push_back(create_task(client_of(server, stage), name("client", i)));
    }
    int served = 0;
    int gave_up = 0;
    const auto results = co_await gather(return_exceptions, clients);
    for (const Result<void>& result : results) {
        (result.ok() ? served : gave_up) += 1;
    }
    stage.expect(gave_up == 0, "every client is served");
    const int refusals = server.refusals.read();
    co_return fmt::format("{} served, {} gave up, {} refusals", served, gave_up, refusals);
}

Coroutine<std::string> in_step(Stage& stage) { return all_clients(stage, client); }
Coroutine<std::string> spread_out(Stage& stage) { return all_clients(stage, client_with_jitter); }

}  // namespace

const Scenario kRetryBackoff{
    ScenarioId("errors/retry-backoff"),
    Title("A retry storm, and how chance calms it", "重试风暴，以及抖动怎样平息它"),
    Difficulty::Medium,
    Params()
        .integer("clients", 12, AtLeast(1), AtMost(200))
        .integer("room", 2, AtLeast(1), AtMost(50))
        .integer("retries", 3, AtLeast(0), AtMost(10))
        .duration("base", 500ms, AtLeast<Duration>(1ms), AtMost<Duration>(60s))
        .duration("cap", 60s, AtLeast<Duration>(1ms), AtMost<Duration>(1h))
        .duration("work", 50ms, AtLeast<Duration>(1ms), AtMost<Duration>(60s)),
    Variants()
        .broken(in_step, Expected()
                             .check_fails("every client is served")
                             .ends_at(3550ms)
                             .result("8 served, 4 gave up, 28 refusals"))
        .fixed(spread_out,
               Expected().ends_at(711602232ns).result("12 served, 0 gave up, 12 refusals")),
};

}  // namespace coroscope
