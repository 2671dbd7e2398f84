#include "runtime/sync/queue.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lifo_queue.h"
#include "runtime/sync/priority_queue.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

/// An item that can be moved only.
class Job {
public:
    explicit Job(int number) : number_(std::make_unique<int>(number)) {}
    [[nodiscard]] int number() const { return *number_; }
    bool operator<(const Job& other) const { return number() < other.number(); }

private:
    std::unique_ptr<int> number_;
};

Coroutine<> moves_items(Queue<Job>& queue) {
    for (const int number : {2, 3, 1, 5, 4}) {
        co_await queue.put(Job(number));
    }
    Task<Job> task = create_task(queue.get());
    const Job first = co_await task;
    std::string numbers = std::to_string(first.number());
    while (!queue.empty()) {
        numbers += " " + std::to_string(queue.get_nowait().number());
    }
    log("{}", numbers);
}
Coroutine<> all_orders() {
    Queue<Job> fifo("fifo");
    LifoQueue<Job> lifo("lifo");
    PriorityQueue<Job> priority("priority");
    co_await moves_items(fifo);
    co_await moves_items(lifo);
    co_await moves_items(priority);
}

Coroutine<> gets(Queue<int>& queue) { (void)co_await queue.get(); }
Coroutine<> puts(Queue<int>& queue) { co_await queue.put(9); }
Coroutine<> shuts_down(bool immediate) {
    Queue<int> full("full", 2);
    full.put_nowait(1);
    full.put_nowait(2);
    Task<> putter = create_task(puts(full));
    Queue<int> empty("empty");
    Task<> getter = create_task(gets(empty));
    co_await sleep(1s);
    full.shutdown(immediate);
    empty.shutdown(immediate);
    const auto [put, got] = co_await gather(return_exceptions, putter, getter);
    log("{} {}", put.ok(), got.ok());
}
Coroutine<> misuses() {
    Queue<int> queue("queue", 1);
    try {
        (void)queue.get_nowait();
    } catch (const QueueEmpty& error) {
        log("{}", error.message());
    }
    queue.put_nowait(1);
    try {
        queue.put_nowait(2);
    } catch (const QueueFull& error) {
        log("{}", error.message());
    }
    queue.shutdown();
    try {
        co_await queue.put(2);
    } catch (const QueueShutDown& error) {
        log("{}", error.message());
    }
}

std::vector<std::int64_t> depths(const Ran& run) {
    std::vector<std::int64_t> all;
    for (const TraceEvent& event : run.events(EventKind::QueueDropped)) {
        all.push_back(event.a);
    }
    return all;
}

}  // namespace

TEST_CASE("queues of all orders take items that can be moved only, and their waits can be tasks") {
    const Ran run(all_orders());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"2 3 1 5 4", "4 5 1 3 2", "1 2 3 4 5"});
}

TEST_CASE("the trace tells of a shutdown, whom it woke, and what it dropped") {
    for (const bool immediate : {false, true}) {
        const Ran run(shuts_down(immediate));
        CHECK(run.outcome == Outcome::Finished);
        CHECK(run.logs() == Strings{"false false"});
        std::vector<std::int64_t> woken;
        for (const TraceEvent& event : run.events(EventKind::ResourceNotified)) {
            CHECK(static_cast<Notice>(event.detail) == Notice::QueueShutDown);
            woken.push_back(event.a);
        }
        CHECK(woken == std::vector<std::int64_t>{1, 1});
        CHECK(depths(run) ==
              (immediate ? std::vector<std::int64_t>{1, 0} : std::vector<std::int64_t>{}));
    }
}

TEST_CASE("the errors of a queue say what to do") {
    const Ran run(misuses());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() ==
          Strings{QueueEmpty().message(), QueueFull().message(), QueueShutDown().message()});
    CHECK(QueueFull().message() == "the queue has no room: co_await put() to wait for some");
}
