#include <doctest/doctest.h>

#include <string>

#include "runtime/core/log.h"
#include "runtime/core/shared.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/condition.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/queue.h"
#include "tests/runtime/analysis/findings/words.h"

using namespace coroscope;
using namespace coroscope::test;
using namespace std::chrono_literals;

namespace {

std::vector<Finding> found(Coroutine<> program) {
    return findings(find_checks_then_acts, std::move(program));
}

// clang-format off: a read and a write that belong together stand on one line.

Coroutine<> withdraw(Shared<int>& balance, int amount) {
    if (balance.read() >= amount) {
        co_await sleep(10ms);
        balance.write(balance.read() - amount);
    }
}
Coroutine<> withdraw_checking_again(Shared<int>& balance, int amount) {
    if (balance.read() >= amount) {
        co_await sleep(10ms);
        if (balance.read() >= amount) {
            balance.write(balance.read() - amount);
        }
    }
}
Coroutine<> withdraw_at_once(Shared<int>& balance, int amount) {
    co_await sleep(10ms);
    if (balance.read() >= amount) {
        balance.write(balance.read() - amount);
    }
}
Coroutine<> withdraw_with_lock(Shared<int>& balance, Lock& lock, int amount) {
    const auto held = co_await lock.hold();
    co_await withdraw(balance, amount);
}
Coroutine<> overdraft(Coroutine<> (*take)(Shared<int>&, int), int tasks) {
    Shared<int> balance("balance", 100);
    std::vector<Task<>> all;
    for (int i = 1; i <= tasks; ++i) {
        all.push_back(create_task(take(balance, 80), "customer-" + std::to_string(i)));
    }
    co_await gather(all);
}
Coroutine<> with_lock() {
    Shared<int> balance("balance", 100);
    Lock lock("lock");
    auto one = create_task(withdraw_with_lock(balance, lock, 80), "one");
    auto two = create_task(withdraw_with_lock(balance, lock, 80), "two");
    co_await gather(one, two);
}
Coroutine<> one_forgets_the_lock() {
    Shared<int> balance("balance", 100);
    Lock lock("lock");
    auto one = create_task(withdraw_at_once(balance, 80), "one");
    auto two = create_task(withdraw_with_lock(balance, lock, 80), "two");
    co_await gather(one, two);
}
/// The lock is given back between check and act.
Coroutine<> two_locks_in_turn(Shared<int>& stock, Lock& lock) {
    co_await lock.acquire();
    const bool there = stock.read() > 0;
    lock.release();
    co_await sleep(1ms);
    const auto held = co_await lock.hold();
    if (there) {
        stock.write(stock.read() - 1);
    }
}
Coroutine<> lock_given_back() {
    Shared<int> stock("stock", 1);
    Lock lock("lock");
    auto one = create_task(two_locks_in_turn(stock, lock), "one");
    auto two = create_task(two_locks_in_turn(stock, lock), "two");
    co_await gather(one, two);
}

/// Both see an empty cache; each adds what it has made. (Without the log line, or where it writes
/// its own text only, this is a lost update.)
Coroutine<> fill(Shared<std::string>& cache, Duration time, std::string text) {
    if (cache.read().empty()) {
        co_await sleep(time);
        log("filling, it was {}", cache.read());
        cache.write(text);
    }
}
Coroutine<> stampede() {
    Shared<std::string> cache("cache", "");
    auto one = create_task(fill(cache, 10ms, "one"), "fetch-1");
    auto two = create_task(fill(cache, 20ms, "two"), "fetch-2");
    co_await gather(one, two);
}
Coroutine<> fill_blindly(Shared<std::string>& cache, std::string text) {
    if (cache.read().empty()) {
        co_await sleep(10ms);
        cache.write(text);
    }
}
Coroutine<> lost() {
    Shared<std::string> cache("cache", "");
    auto one = create_task(fill_blindly(cache, "one"), "fetch-1");
    auto two = create_task(fill_blindly(cache, "two"), "fetch-2");
    co_await gather(one, two);
}

Coroutine<> send(Shared<bool>& closed, Queue<std::string>& channel) {
    if (!closed.read()) {
        co_await sleep(10ms);
        co_await channel.put("hello");
    }
}
Coroutine<> close(Shared<bool>& closed) {
    co_await sleep(5ms);
    closed.write(true);
}
Coroutine<> sends_to_the_closed() {
    Shared<bool> closed("closed", false);
    Queue<std::string> channel("channel");
    auto sender = create_task(send(closed, channel), "sender");
    auto closer = create_task(close(closed), "closer");
    co_await gather(sender, closer);
}
Coroutine<> job() { co_return; }
Coroutine<> start(Shared<int>& slots) {
    if (slots.read() > 0) {
        co_await sleep(10ms);
        co_await create_task(job(), "job");
    }
}
Coroutine<> take_slot(Shared<int>& slots) {
    co_await sleep(5ms);
    slots.write(slots.read() - 1);
}
Coroutine<> creates_without_a_slot() {
    Shared<int> slots("slots", 1);
    auto one = create_task(start(slots), "one");
    auto two = create_task(start(slots), "two");
    auto taker = create_task(take_slot(slots), "taker");
    co_await gather(one, two, taker);
}

// Lookalikes

/// Looks at the flag again in each round; it may go round once too often.
Coroutine<> work_until(Shared<bool>& stop, Queue<int>& results) {
    while (!stop.read()) {
        co_await sleep(10ms);
        co_await results.put(1);
    }
}
Coroutine<> stop_flag() {
    Shared<bool> stop("stop", false);
    Queue<int> results("results");
    auto worker = create_task(work_until(stop, results), "worker");
    co_await sleep(35ms);
    stop.write(true);
    co_await worker;
}
/// Counts who is inside and keeps the highest number.
Coroutine<> enter(Shared<int>& inside, Shared<int>& most) {
    inside.write(inside.read() + 1);
    if (inside.read() > most.read()) {
        most.write(inside.read());
    }
    co_await sleep(10ms);
    inside.write(inside.read() - 1);
}
Coroutine<> peak() {
    Shared<int> inside("inside", 0);
    Shared<int> most("most", 0);
    auto one = create_task(enter(inside, most), "one");
    auto two = create_task(enter(inside, most), "two");
    co_await gather(one, two);
}
Coroutine<> count_and_say(Shared<int>& count) {
    log("so far {}", count.read());
    co_await sleep(10ms);
    count.write(count.read() + 1);
}
Coroutine<> read_for_a_log() {
    Shared<int> count("count", 0);
    auto one = create_task(count_and_say(count), "one");
    auto two = create_task(count_and_say(count), "two");
    co_await gather(one, two);
}
/// Reads where it stood, to say afterwards what has been added.
Coroutine<> measure() {
    Shared<int> count("count", 0);
    Queue<int> results("results");
    const int before = count.read();
    auto one = create_task(withdraw_at_once(count, -1), "one");
    co_await gather(one);
    co_await results.put(before);
}
Coroutine<> sample(Shared<int>& temperature, Queue<int>& values) {
    const int value = temperature.read();
    co_await sleep(10ms);
    co_await values.put(value);
}
Coroutine<> warm(Shared<int>& temperature) {
    co_await sleep(5ms);
    temperature.write(21);
}
Coroutine<> sampling() {
    Shared<int> temperature("temperature", 0);
    Queue<int> values("values");
    auto one = create_task(sample(temperature, values), "one");
    auto two = create_task(sample(temperature, values), "two");
    auto three = create_task(warm(temperature), "three");
    co_await gather(one, two, three);
}
/// Waits at a condition until there is something, and takes it while it holds the lock.
Coroutine<> take_one(Condition& some, Shared<int>& items) {
    const auto held = co_await some.hold();
    while (items.read() == 0) {
        co_await some.wait();
    }
    items.write(items.read() - 1);
}
Coroutine<> give(Condition& some, Shared<int>& items) {
    co_await sleep(10ms);
    const auto held = co_await some.hold();
    items.write(items.read() + 1);
    some.notify(1);
}
Coroutine<> condition() {
    Condition some("some");
    Shared<int> items("items", 0);
    auto one = create_task(take_one(some, items), "one");
    auto two = create_task(take_one(some, items), "two");
    auto three = create_task(give(some, items), "three");
    auto four = create_task(give(some, items), "four");
    co_await gather(one, two, three, four);
}
/// Changes it, and changes it back before the other acts.
Coroutine<> there_and_back(Shared<int>& balance) {
    balance.write(balance.read() - 10);
    co_await sleep(1ms);
    balance.write(balance.read() + 10);
}
Coroutine<> same_again() {
    Shared<int> balance("balance", 100);
    auto one = create_task(withdraw(balance, 80), "one");
    auto two = create_task(there_and_back(balance), "two");
    co_await gather(one, two);
}

// clang-format on

}  // namespace

TEST_CASE("check-then-act: a check, another's write, and a write that reads on its own line") {
    TraceBuilder t;
    const TaskId one = t.create("one");
    const TaskId two = t.create("two");
    const ObjectId balance = t.resource(ResourceType::Variable, "balance");
    t.write(0, balance, 0, "100");
    t.resume(one);
    const EventIndex first = t.line(4).read(one, balance, 0, "100");
    t.suspend(one, WaitReason::Sleep);
    t.resume(two);
    const EventIndex check = t.line(4).read(two, balance, 0, "100");
    t.suspend(two, WaitReason::Sleep);
    t.resume(one);
    t.line(6).read(one, balance, 0, "100");
    const EventIndex change = t.line(6).write(one, balance, 1, "20");
    t.finish(one);
    t.resume(two);
    t.line(6).read(two, balance, 1, "20");
    const EventIndex act = t.line(6).write(two, balance, 2, "-60");
    t.finish(two);
    const auto all = findings(find_checks_then_acts, t);
    REQUIRE(all.size() == 1);
    const Finding& finding = all.front();
    CHECK(finding.kind == "check-then-act");
    CHECK(finding.severity == Severity::Warning);
    CHECK(
        en(finding.statement) ==
        "two and one both see 100 in balance at line 4, and both act on it: when two does at line "
        "6, one has made it 20.");
    CHECK(zh(finding.statement) ==
          "two 与 one 在第 4 行都看到 balance 是 100，都据此行动：two 在第 6 行行动时，one "
          "已把它改成 20。");
    CHECK(en(finding.advice) ==
          "check again at line 6, after the last await, or hold one lock from line 4 to line 6.");
    CHECK(finding.at == act);
    CHECK(finding.events == std::vector{check, change, act});
    CHECK(first < check);
    CHECK(finding.tasks == std::vector{two, one});
    CHECK(finding.resources == std::vector{balance});
    CHECK(lines(t, finding) == std::vector{4U, 6U});
    CHECK(findings(find_lost_updates, t).empty());
}

TEST_CASE("check-then-act: an overdraft, and all ways to mend it") {
    const auto all = found(overdraft(withdraw, 2));
    REQUIRE(all.size() == 1);
    CHECK(en(all[0].statement).starts_with("customer-2 and customer-1 both see 100 in balance"));
    CHECK(en(found(overdraft(withdraw, 5)).at(0).statement)
              .ends_with("The same lines do so 4 times."));
    CHECK(found(overdraft(withdraw, 1)).empty());
    CHECK(found(overdraft(withdraw_checking_again, 2)).empty());
    CHECK(found(overdraft(withdraw_at_once, 2)).empty());
    CHECK(found(with_lock()).empty());
}

TEST_CASE("check-then-act: a lock helps only if all hold it, from the check to the act") {
    CHECK(found(one_forgets_the_lock()).size() == 1);
    CHECK(found(lock_given_back()).size() == 1);
}

TEST_CASE("check-then-act: both find nothing and both make it") {
    const auto all = found(stampede());
    REQUIRE(all.size() == 1);
    CHECK(en(all[0].statement).starts_with("fetch-2 and fetch-1 both see \"\" in cache"));
}

TEST_CASE("check-then-act: what is a lost update is not said twice") {
    CHECK(findings(find_lost_updates, lost()).size() == 1);
    CHECK(found(lost()).empty());
}

TEST_CASE("check-then-act: a put or a new task after the check has turned into its opposite") {
    const auto closed = found(sends_to_the_closed());
    REQUIRE(closed.size() == 1);
    CHECK(en(closed[0].statement).starts_with("sender sees false in closed"));
    CHECK(closed[0].resources.size() == 2);
    CHECK(found(creates_without_a_slot()).size() == 1);
}

TEST_CASE("check-then-act: silent for what only looks like it") {
    CHECK(found(stop_flag()).empty());
    CHECK(found(peak()).empty());
    CHECK(found(read_for_a_log()).empty());
    CHECK(found(measure()).empty());
    CHECK(found(sampling()).empty());
    CHECK(found(condition()).empty());
    CHECK(found(same_again()).empty());
}
