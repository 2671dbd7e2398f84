// What the lessons of the topic "deadlocks" say about runs with other parameters.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "runtime/analysis/wait_graph.h"
#include "runtime/trace/timeline.h"
#include "tests/support/claims.h"
#include "tests/support/presses.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

Expected deadlock_at(Duration time) { return Expected().finding("deadlock").hangs().ends_at(time); }
Expected no_data_at(Duration time) {
    return Expected()
        .finding("blocking-call")
        .finding("coroutine-never-awaited")
        .check_fails("the handler gets its data")
        .ends_at(time)
        .result("no data");
}
Expected nobody_rescued_at(Duration time) {
    return Expected()
        .check_fails("both transfers come through")
        .ends_at(time)
        .result("A has 100, B has 100");
}

const std::array kClaims = {
    Claim("deadlocks/ab-ba?check=1s", deadlock_at(1s)),
    Claim("deadlocks/ab-ba?check=0ms", deadlock_at(0ms)),
    Claim("deadlocks/ab-ba?check=0ms&policy=random",
          Expected().finding("potential-deadlock").ends_at(0ms).result("A has 90, B has 110")),
    Claim("deadlocks/ab-ba?variant=fixed&check=1s",
          Expected().ends_at(2s).result("A has 90, B has 110")),

    Claim("deadlocks/self-deadlock?deposits=1", deadlock_at(50ms)),
    Claim("deadlocks/self-deadlock?deposits=5", deadlock_at(50ms)),
    Claim("deadlocks/self-deadlock?variant=fixed&deposits=5",
          Expected().ends_at(850ms).result("saved 350")),

    Claim("deadlocks/dining-philosophers?philosophers=2", deadlock_at(10ms)),
    Claim("deadlocks/dining-philosophers?philosophers=16", deadlock_at(10ms)),
    Claim("deadlocks/dining-philosophers?reach=0ms", deadlock_at(0ms)),
    Claim("deadlocks/dining-philosophers?reach=0ms&policy=random",
          Expected().finding("potential-deadlock").ends_at(300ms).result("5 meals eaten")),
    Claim("deadlocks/dining-philosophers?variant=fixed&philosophers=16",
          Expected().ends_at(1620ms).result("16 meals eaten")),

    Claim("deadlocks/awaiting-each-other?services=2", deadlock_at(100ms)),
    Claim("deadlocks/awaiting-each-other?services=8", deadlock_at(100ms)),
    Claim("deadlocks/awaiting-each-other?prepare=0ms", deadlock_at(0ms)),

    Claim("deadlocks/queue-join?bad=0", Expected().ends_at(600ms).result("the queue is done")),
    Claim("deadlocks/queue-join?consumers=1",
          Expected().finding("missing-task-done").hangs().ends_at(1s)),
    Claim("deadlocks/queue-join?consumers=16",
          Expected().finding("missing-task-done").hangs().ends_at(200ms)),
    Claim("deadlocks/queue-join?items=7", Expected().finding("missing-task-done").hangs()),

    Claim("deadlocks/pool-exhaustion?requests=4",
          Expected().ends_at(400ms).result("4 requests answered")),
    Claim("deadlocks/pool-exhaustion?variant=fixed&requests=4",
          Expected().ends_at(200ms).result("4 requests answered")),
    Claim("deadlocks/pool-exhaustion?connections=6",
          Expected().ends_at(400ms).result("5 requests answered")),
    Claim("deadlocks/pool-exhaustion?connections=10",
          Expected().ends_at(200ms).result("5 requests answered")),
    Claim("deadlocks/pool-exhaustion?connections=20&requests=19",
          Expected().ends_at(600ms).result("19 requests answered")),
    Claim("deadlocks/pool-exhaustion?connections=20&requests=20", deadlock_at(100ms)),
    Claim("deadlocks/pool-exhaustion?variant=fixed&requests=20",
          Expected().ends_at(800ms).result("20 requests answered")),
    Claim("deadlocks/pool-exhaustion?connections=10&requests=9",
          Expected().result("9 requests answered")),
    Claim("deadlocks/pool-exhaustion?connections=10&requests=10", deadlock_at(100ms)),

    Claim("deadlocks/sync-calls-async?latency=0ms", no_data_at(12s)),
    Claim("deadlocks/sync-calls-async?patience=1s", no_data_at(3s)),

    Claim("deadlocks/full-queue-ring?capacity=3", Expected().finding("hang").hangs()),
    Claim("deadlocks/full-queue-ring?capacity=4", Expected().ends_at(1300ms).result("13 pages")),
    Claim("deadlocks/full-queue-ring?capacity=4&depth=4", Expected().finding("hang").hangs()),
    Claim("deadlocks/full-queue-ring?capacity=12&depth=4", Expected().finding("hang").hangs()),
    Claim("deadlocks/full-queue-ring?capacity=13&depth=4",
          Expected().ends_at(4s).result("40 pages")),
    Claim("deadlocks/full-queue-ring?capacity=39&depth=5", Expected().finding("hang").hangs()),
    Claim("deadlocks/full-queue-ring?capacity=40&depth=5",
          Expected().ends_at(12100ms).result("121 pages")),
    Claim("deadlocks/full-queue-ring?links=1&depth=5", Expected().ends_at(500ms).result("5 pages")),

    Claim("deadlocks/rescued-by-timeout?stagger=0ms",
          nobody_rescued_at(15s).finding("potential-deadlock")),
    Claim("deadlocks/rescued-by-timeout?patience=200ms",
          Expected().finding("potential-deadlock").ends_at(300ms).result("A has 90, B has 110")),
    Claim("deadlocks/rescued-by-timeout?patience=80ms", nobody_rescued_at(290ms)),
    Claim("deadlocks/rescued-by-timeout?check=6s", nobody_rescued_at(15050ms)),
    Claim("deadlocks/rescued-by-timeout?stagger=200ms",
          Expected().finding("potential-deadlock").ends_at(300ms).result("A has 90, B has 110")),

    Claim("deadlocks/semaphore-ordering?uploads=1",
          Expected().ends_at(300ms).result("3 transfers done")),
    Claim("deadlocks/semaphore-ordering?permits=3",
          Expected().ends_at(300ms).result("4 transfers done")),
    Claim("deadlocks/semaphore-ordering?permits=3&downloads=3&uploads=3", deadlock_at(100ms)),
    Claim("deadlocks/semaphore-ordering?permits=1&downloads=1&uploads=1", deadlock_at(100ms)),
    Claim("deadlocks/semaphore-ordering?permits=4&downloads=3&uploads=32",
          Expected().result("35 transfers done")),
};

/// The tasks of the only ring at the end of the run, by name; empty if there is not exactly one.
std::vector<std::string> ring_at_the_end(std::string_view runspec) {
    const Timeline timeline(run_of(runspec));
    const EventIndex last = timeline.trace().size() - 1;
    const WaitGraph graph = wait_graph(timeline, last);
    std::vector<std::string> names;
    if (graph.cycles.size() == 1) {
        for (const WaitNode& node : graph.cycles.front()) {
            if (node.is_task) {
                names.emplace_back(timeline.task_name(node.id));
            }
        }
    }
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("what the lessons of the topic deadlocks say about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE(
    "with a real check the two locks end in a deadlock in every order that chance can think of") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        RunSpec spec;
        spec.scenario = "deadlocks/ab-ba";
        spec.policy = "random";
        spec.seed = seed;
        CAPTURE(seed);
        CHECK(Timeline(simulate(spec)).outcome() == Outcome::Hang);
    }
}

TEST_CASE("who takes a lock twice is a ring of one task, however many wait behind it") {
    CHECK(ring_at_the_end("deadlocks/self-deadlock") == Names{"deposit-1"});
    CHECK(ring_at_the_end("deadlocks/self-deadlock?deposits=5") == Names{"deposit-1"});
}

TEST_CASE("the ring of the philosophers goes round the whole table") {
    CHECK(
        ring_at_the_end("deadlocks/dining-philosophers") ==
        Names{"philosopher-1", "philosopher-2", "philosopher-3", "philosopher-4", "philosopher-5"});
    CHECK(ring_at_the_end("deadlocks/dining-philosophers?philosophers=16").size() == 16);
}

TEST_CASE("in the order of the forks the last philosopher eats last") {
    const auto log = log_of(run_of("deadlocks/dining-philosophers?variant=fixed"));
    CHECK(log.back() == "420 ms philosopher-5: philosopher 5 eats");
}

TEST_CASE("tasks that await each other are a ring without any resource, in every order") {
    CHECK(ring_at_the_end("deadlocks/awaiting-each-other") ==
          Names{"database", "secrets", "network"});
    CHECK(ring_at_the_end("deadlocks/awaiting-each-other?services=8").size() == 8);
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        RunSpec spec;
        spec.scenario = "deadlocks/awaiting-each-other";
        spec.parameters = {{"prepare", "0"}};
        spec.policy = "random";
        spec.seed = seed;
        CAPTURE(seed);
        CHECK(Timeline(simulate(spec)).outcome() == Outcome::Hang);
    }
}

TEST_CASE("the coroutine begins only when the one who waits on its own loop has given up") {
    const std::vector<std::string> log = log_of(run_of("deadlocks/sync-calls-async"));
    REQUIRE(log.size() == 7);
    CHECK(log[0] == "0 ms handler: asyncio.run() cannot be called from a running event loop");
    CHECK(log[1] == "10.0 s handler: the handler has no data");
    CHECK(log[2].starts_with("10.0 s"));
    CHECK(log[2].ends_with(": fetch begins"));
    CHECK(log[3] == "10.0 s heartbeat: heartbeat 1");
}

TEST_CASE("the transfer that loses patience first needs two attempts") {
    const std::vector<std::string> log = log_of(run_of("deadlocks/rescued-by-timeout"));
    CHECK(log ==
          std::vector<std::string>{"5.0 s transfer A→B: the 30 are back",
                                   "5.0 s transfer A→B: attempt 1 to transfer 30 took too long",
                                   "5.0 s transfer B→A: 20 transferred at attempt 1",
                                   "5.1 s transfer A→B: 30 transferred at attempt 2"});
}

TEST_CASE("each press shows what the lessons of the topic deadlocks say") {
    const Presses ledger("deadlocks/self-deadlock");
    CHECK(ledger.after(2) == "0 ms deposit-1");
    CHECK(ledger.state(3, "deposit-2") == TaskState::Waiting);
    CHECK(ledger.after(4) == "50 ms deposit-1");
    CHECK(ledger.value(4, "balance") == "150");
    CHECK(ledger.state(4, "deposit-1") == TaskState::Waiting);

    const Presses table("deadlocks/dining-philosophers");
    CHECK(table.after(6) == "0 ms philosopher-5");
    CHECK(table.state(6, "philosopher-5") == TaskState::Sleeping);
    CHECK(table.after(11) == "10 ms philosopher-5");

    const Presses services("deadlocks/awaiting-each-other");
    CHECK(services.state(4, "network") == TaskState::Sleeping);
    CHECK(services.after(5) == "100 ms database");
    CHECK(services.after(7) == "100 ms network");

    const Presses jobs("deadlocks/queue-join");
    CHECK(jobs.after(11) == "0 ms main");
    CHECK(jobs.after(14) == "400 ms consumer-1");
    CHECK(jobs.logs(14, "skipped: item 3 is bad"));
    CHECK(jobs.after(16) == "600 ms consumer-1");
    CHECK(jobs.state(16, "consumer-2") == TaskState::Waiting);

    const Presses pool("deadlocks/pool-exhaustion");
    CHECK(pool.state(6, "request-5") == TaskState::Sleeping);
    CHECK(pool.after(7) == "100 ms request-1");
    CHECK(pool.after(11) == "100 ms request-5");
}

TEST_CASE("each press shows what the lessons on loops, queues and rescues say") {
    const Presses bridge("deadlocks/sync-calls-async");
    CHECK(bridge.after(2) == "0 ms heartbeat");
    CHECK(bridge.state(3, "handler") == TaskState::Finished);
    CHECK(bridge.logs(5, "fetch begins"));

    const Presses crawl("deadlocks/full-queue-ring");
    CHECK(crawl.value(7, "parsed") == "1");
    CHECK(crawl.after(15) == "500 ms parser");
    CHECK(crawl.after(16) == "600 ms fetcher");

    const Presses rescue("deadlocks/rescued-by-timeout");
    CHECK(rescue.after(6) == "150 ms transfer B→A");
    CHECK(rescue.value(6, "money_a") == "70");
    CHECK(rescue.after(7) == "5.0 s transfer A→B");
    CHECK(rescue.value(7, "money_a") == "100");
    CHECK(rescue.state(8, "transfer B→A") == TaskState::Finished);
    CHECK(rescue.after(10) == "5.1 s transfer A→B");
    CHECK(rescue.state(10, "transfer A→B") == TaskState::Finished);

    const Presses permits("deadlocks/semaphore-ordering");
    CHECK(permits.state(5, "upload-2") == TaskState::Sleeping);
    CHECK(permits.after(9) == "100 ms upload-2");
}
