// A permit that nobody took
//
// At most two downloads at a time, and who has waited 700 ms for a permit gives up. In the broken
// twin it gives a permit back all the same: one that it never had. The semaphore believes it, and
// from then on three run at a time, then four. A BoundedSemaphore would complain, but not at once,
// and not to the one who did it.
//
// Watch:  the semaphore's lane: two bars, and at 1.3 s a third one begins.
// Source: article C names Semaphore and BoundedSemaphore; asyncio's documentation of both.

#include "scenarios/scenario.h"
#include "scenarios/sync/topic.h"

namespace coroscope {
namespace {

struct Server {
    Shared<int> active{"active", 0};
    int most = 0;
    int served = 0;
    int gave_up = 0;
};

Coroutine<> transfer(Server& server, Duration length) {
    server.active.write(server.active.read() + 1);
    server.most = std::max(server.most, server.active.read());
    co_await sleep(length);
    server.active.write(server.active.read() - 1);
    ++server.served;
}

void give_up(Server& server, int number) {
    log("download {} gives up", number);
    ++server.gave_up;
}

Coroutine<> careless(Stage& stage, Server& server, Semaphore& permits, int number) {
    try {
        co_await wait_for(permits.acquire(), stage.duration("patience"));
        co_await transfer(server, stage.duration("length"));
    } catch (const TimeoutError&) {
        give_up(server, number);
    }
    permits.release();  // in Python's `finally`: with a permit or without
}

Coroutine<> careful(Stage& stage, Server& server, Semaphore& permits, int number) {
    try {
        co_await wait_for(permits.acquire(), stage.duration("patience"));
    } catch (const TimeoutError&) {
        give_up(server, number);
        co_return;
    }
    co_await transfer(server, stage.duration("length"));
    permits.release();  // only who has taken one comes here
}

template <class Download>
Coroutine<std::string> one_by_one(Stage& stage, Semaphore& permits, Download download) {
    Server server;
    std::vector<Task<>> tasks;
    for (int i = 1; i <= stage.integer("downloads"); ++i) {
        tasks.push_back(create_task(download(stage, server, permits, i), name("download", i)));
        co_await sleep(stage.duration("every"));
    }
    const std::vector<Result<void>> ends = co_await gather(return_exceptions, tasks);

    for (std::size_t i = 0; i < ends.size(); ++i) {
        if (!ends[i].ok()) {
            log("download {}: {}", i + 1, describe(ends[i].error()));
        }
    }
    stage.expect(server.most <= stage.integer("permits"), "never more at once than permits");
    co_return fmt::format("{} served, {} gave up, {} at once", server.served, server.gave_up,
                          server.most);
}

template <class Download>
Coroutine<std::string> choose(Stage& stage, Download download) {
    if (stage.integer("bounded") == 1) {
        BoundedSemaphore permits("permits", stage.integer("permits"));
        co_return co_await one_by_one(stage, permits, download);
    }
    Semaphore permits("permits", stage.integer("permits"));
    co_return co_await one_by_one(stage, permits, download);
}

Coroutine<std::string> released_always(Stage& stage) { return choose(stage, careless); }
Coroutine<std::string> released_if_taken(Stage& stage) { return choose(stage, careful); }

}  // namespace

const Scenario kBoundedSemaphore{
    ScenarioId("sync/bounded-semaphore"),
    Title("A permit that nobody took", "多还了一个许可"),
    Difficulty::Medium,
    Params()
        .integer("permits", 2, AtLeast(1), AtMost(50))
        .integer("downloads", 8, AtLeast(1), AtMost(500))
        .duration("every", 300ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("patience", 700ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("length", 2s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .integer("bounded", 0, AtLeast(0), AtMost(1)),
    Variants()
        .broken(released_always, Expected()
                                     .check_fails("never more at once than permits")
                                     .ends_at(4300ms)
                                     .result("6 served, 2 gave up, 4 at once"))
        .fixed(released_if_taken,
               Expected().ends_at(4300ms).result("4 served, 4 gave up, 2 at once")),
};

}  // namespace coroscope
