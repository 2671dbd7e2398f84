#include <doctest/doctest.h>

#include <memory>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/event.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/queue.h"
#include "runtime/sync/semaphore.h"
#include "runtime/sync/wait_for.h"
#include "tests/runtime/analysis/findings/words.h"

using namespace coroscope;
using namespace coroscope::test;
using namespace std::chrono_literals;

namespace {

/// Takes two locks one after the other, and gives them back.
template <class L>
Coroutine<> both(L& first, L& second, Duration delay) {
    co_await sleep(delay);
    co_await first.acquire();
    co_await sleep(10ms);
    co_await second.acquire();
    second.release();
    first.release();
}

template <class L>
Coroutine<> opposite(Duration delay) {
    L a("a", 1);
    L b("b", 1);
    auto there = create_task(both(a, b, 0ms), "there");
    auto back = create_task(both(b, a, delay), "back");
    co_await gather(there, back);
}

class NamedLock : public Lock {
public:
    NamedLock(std::string_view name, int /*permits*/) : Lock(name) {}
};

Coroutine<> philosophers(int count, bool last_is_left_handed) {
    std::vector<std::unique_ptr<Lock>> forks;
    for (int i = 0; i < count; ++i) {
        forks.push_back(std::make_unique<Lock>("fork-" + std::to_string(i)));
    }
    std::vector<Task<>> tasks;
    for (int i = 0; i < count; ++i) {
        Lock* left = forks[static_cast<std::size_t>(i)].get();
        Lock* right = forks[static_cast<std::size_t>((i + 1) % count)].get();
        if (last_is_left_handed && i == count - 1) {
            std::swap(left, right);
        }
        tasks.push_back(create_task(both(*left, *right, i * 100ms), "p" + std::to_string(i)));
    }
    co_await gather(tasks);
}

Coroutine<> transfer(std::vector<std::unique_ptr<Lock>>& accounts, std::size_t from, std::size_t to,
                     Duration delay) {
    co_await sleep(delay);
    const auto source = co_await accounts[from]->hold();
    const auto target = co_await accounts[to]->hold();
    co_await sleep(1ms);
}

/// Transfers to and fro between 0 and each of the others.
Coroutine<> many_transfers(std::size_t others) {
    std::vector<std::unique_ptr<Lock>> accounts;
    for (std::size_t i = 0; i <= others; ++i) {
        accounts.push_back(std::make_unique<Lock>("account-" + std::to_string(i)));
    }
    std::vector<Task<>> tasks;
    for (std::size_t i = 1; i <= others; ++i) {
        tasks.push_back(create_task(transfer(accounts, 0, i, i * 100ms), "out"));
        tasks.push_back(create_task(transfer(accounts, i, 0, i * 100ms + 50ms), "in"));
    }
    co_await gather(tasks);
}

Coroutine<> both_at_once(Lock& first, Lock& second) {
    const auto one = co_await first.hold();
    const auto two = co_await second.hold();
    co_await sleep(1ms);
}
Coroutine<> at_once() {
    Lock a("a");
    Lock b("b");
    auto there = create_task(both_at_once(a, b), "there");
    auto back = create_task(both_at_once(b, a), "back");
    co_await gather(there, back);
}

Coroutine<> gated(Lock& gate, Lock& first, Lock& second) {
    const auto held = co_await gate.hold();
    co_await both(first, second, 0ms);
}

Coroutine<> with_gate() {
    Lock gate("gate");
    Lock a("a");
    Lock b("b");
    auto there = create_task(gated(gate, a, b), "there");
    auto back = create_task(gated(gate, b, a), "back");
    co_await gather(there, back);
}

Coroutine<> one_gated_of_two() {
    Lock gate("gate");
    Lock a("a");
    Lock b("b");
    auto there = create_task(gated(gate, a, b), "there");
    auto back = create_task(both(b, a, 1s), "back");
    co_await gather(there, back);
}

Coroutine<> one_task_alone() {
    Lock a("a");
    Lock b("b");
    co_await both(a, b, 0ms);
    co_await both(b, a, 0ms);
}

Coroutine<> one_after_the_other() {
    Lock a("a");
    Lock b("b");
    co_await create_task(both(a, b, 0ms), "there");
    co_await create_task(both(b, a, 0ms), "back");
}

Coroutine<> main_comes_after(Duration pause) {
    Lock a("a");
    Lock b("b");
    auto there = create_task(both(a, b, 0ms), "there");
    co_await sleep(pause);
    co_await there;
    co_await both(b, a, 0ms);
}

Coroutine<> when_set(Event& event, Lock& first, Lock& second, Duration delay) {
    co_await sleep(delay);
    co_await event.wait();
    co_await both(first, second, 0ms);
}
Coroutine<> then_set(Event& event, Lock& first, Lock& second) {
    co_await both(first, second, 0ms);
    event.set();
}
Coroutine<> ordered_by_an_event(Duration delay) {
    Lock a("a");
    Lock b("b");
    Event event("event");
    auto back = create_task(when_set(event, b, a, delay), "back");
    auto there = create_task(then_set(event, a, b), "there");
    co_await gather(there, back);
}

Coroutine<> after_an_item(Queue<int>& queue, Lock& first, Lock& second) {
    co_await sleep(1s);
    co_await queue.get();  // it is there already
    co_await both(first, second, 0ms);
}
Coroutine<> then_put(Queue<int>& queue, Lock& first, Lock& second) {
    co_await both(first, second, 0ms);
    co_await queue.put(1);
}
Coroutine<> ordered_by_an_item() {
    Lock a("a");
    Lock b("b");
    Queue<int> queue("queue");
    auto back = create_task(after_an_item(queue, b, a), "back");
    auto there = create_task(then_put(queue, a, b), "there");
    co_await gather(there, back);
}

Coroutine<> idle() { co_await sleep(500ms); }
Coroutine<> first_of_two(Lock& first, Lock& second) {
    auto there = create_task(both(first, second, 0ms), "there");
    auto slow = create_task(idle(), "slow");
    co_await gather(there, slow);  // woken by the slow one
}
Coroutine<> after_both(Task<>& before, Lock& first, Lock& second) {
    co_await before;
    co_await both(first, second, 0ms);
}
/// The other is over when it is awaited.
Coroutine<> much_later(Task<>& before, Lock& first, Lock& second) {
    co_await sleep(1s);
    co_await before;
    co_await both(first, second, 0ms);
}
Coroutine<> awaits_what_is_over() {
    Lock a("a");
    Lock b("b");
    auto before = create_task(both(a, b, 0ms), "before");
    auto after = create_task(much_later(before, b, a), "after");
    co_await gather(before, after);
}
Coroutine<> ordered_by_a_gather() {
    Lock a("a");
    Lock b("b");
    auto before = create_task(first_of_two(a, b), "before");
    auto after = create_task(after_both(before, b, a), "after");
    co_await gather(before, after);
}

/// Each request is a task of its own; the earlier one is over when the later one comes.
Coroutine<> requests() {
    Lock a("a");
    Lock b("b");
    auto first = create_task(both(a, b, 0ms), "first");
    co_await sleep(1s);
    auto second = create_task(both(b, a, 0ms), "second");
    co_await gather(first, second);
}

/// A semaphore that is given on from task to task is a signal, no lock.
Coroutine<> hand_over(Semaphore& baton, Lock& lock, bool takes) {
    if (takes) {
        co_await baton.acquire();
        const auto held = co_await lock.hold();
        co_return;
    }
    co_await sleep(1s);
    const auto held = co_await lock.hold();
    baton.release();
    co_await baton.acquire();
}
Coroutine<> signals() {
    Semaphore baton("baton", 1);
    Lock lock("lock");
    auto first = create_task(hand_over(baton, lock, true), "first");
    auto second = create_task(hand_over(baton, lock, false), "second");
    co_await gather(first, second);
}

Coroutine<> give_up(Lock& first, Lock& second) {
    co_await first.acquire();
    co_await sleep(1ms);
    try {
        co_await wait_for(second.acquire(), 100ms);
        second.release();
    } catch (const TimeoutError&) {
        log("it takes too long");
    }
    first.release();
}
Coroutine<> rescued() {
    Lock a("a");
    Lock b("b");
    auto there = create_task(give_up(a, b), "there");
    auto back = create_task(give_up(b, a), "back");
    co_await gather(there, back);
}

std::vector<Finding> found(Coroutine<> program) {
    return findings(find_potential_deadlocks, std::move(program));
}

}  // namespace

TEST_CASE("potential deadlock: two orders, one after the other in time") {
    TraceBuilder t;
    const TaskId there = t.create("there");
    const TaskId back = t.create("back");
    const ObjectId a = t.lock("a");
    const ObjectId b = t.lock("b");
    const auto take = [&](TaskId task, ObjectId first, ObjectId second, std::uint32_t line) {
        t.resume(task);
        const EventIndex taken = t.line(line).acquire(task, first);
        t.suspend(task, WaitReason::Yield);
        t.resume(task);
        const EventIndex asked = t.line(line + 2).acquire(task, second);
        t.release(task, second);
        t.release(task, first);
        t.finish(task);
        return std::pair(taken, asked);
    };
    const auto one = take(there, a, b, 3);
    const auto two = take(back, b, a, 13);
    t.end(Outcome::Finished);
    const auto all = findings(find_potential_deadlocks, t);
    REQUIRE(all.size() == 1);
    const Finding& finding = all.front();
    CHECK(finding.kind == "potential-deadlock");
    CHECK(finding.severity == Severity::Warning);
    CHECK(en(finding.statement) ==
          "The order of locks contradicts itself: there holds a (line 3) and asks for b (line 5); "
          "back holds b (line 13) and asks for a (line 15).");
    CHECK(zh(finding.statement) ==
          "加锁顺序互相矛盾：there 持有 a（第 3 行），又请求 b（第 5 行）；back 持有 b（第 13 "
          "行），又请求 a（第 15 行）。");
    CHECK(en(finding.advice) ==
          "take the two locks in the same order everywhere, a first: lines 5 and 15.");
    CHECK(finding.at == two.second);
    CHECK(finding.events == std::vector{one.first, one.second, two.first, two.second});
    CHECK(finding.tasks == std::vector{there, back});
    CHECK(finding.resources == std::vector{a, b});
    CHECK(lines(t, finding) == std::vector{5U, 15U, 3U, 13U});
}

TEST_CASE("potential deadlock: locks that are taken in one go are for information") {
    CHECK(found(opposite<NamedLock>(1s)).at(0).severity == Severity::Warning);
    const auto all = found(at_once());
    REQUIRE(all.size() == 1);
    CHECK(all[0].severity == Severity::Info);
    CHECK(en(all[0].explanation).starts_with("Here each takes its locks in one go."));
    CHECK(found(many_transfers(2)).at(0).severity == Severity::Warning);  // others keep one of them
}

TEST_CASE("potential deadlock: what a task waits for in vain counts, too") {
    const auto all = found(rescued());
    REQUIRE(all.size() == 1);
    CHECK(all[0].tasks.size() == 2);
}

TEST_CASE("potential deadlock: locks and semaphores of one permit, tasks that never meet") {
    CHECK(found(opposite<NamedLock>(1s)).size() == 1);
    CHECK(found(opposite<Semaphore>(1s)).size() == 1);
    CHECK(found(one_gated_of_two()).size() == 1);
    CHECK(found(requests()).size() == 1);
}

TEST_CASE("potential deadlock: a ring of any length") {
    for (const int count : {3, 5, 16}) {
        const auto all = found(philosophers(count, false));
        REQUIRE(all.size() == 1);
        CHECK(all[0].tasks.size() == static_cast<std::size_t>(count));
        CHECK(en(all[0].advice).starts_with("take the " + std::to_string(count) + " locks"));
        CHECK(found(philosophers(count, true)).empty());
    }
}

TEST_CASE("potential deadlock: the same lines are one finding") {
    const auto all = found(many_transfers(4));
    REQUIRE(all.size() == 1);
    CHECK(en(all[0].statement).ends_with("The same lines do so with 3 more groups of locks."));
}

TEST_CASE("potential deadlock: silent when the run deadlocked there") {
    CHECK(findings(find_deadlocks, opposite<NamedLock>(0ms)).size() == 1);
    CHECK(found(opposite<NamedLock>(0ms)).empty());
}

TEST_CASE("potential deadlock: silent for what can never happen") {
    CHECK(found(one_task_alone()).empty());
    CHECK(found(with_gate()).empty());
    CHECK(found(one_after_the_other()).empty());
    CHECK(found(main_comes_after(0ms)).empty());
    CHECK(found(main_comes_after(1s)).empty());
    CHECK(found(ordered_by_an_event(0ms)).empty());
    CHECK(found(ordered_by_an_event(1s)).empty());  // it is set already
    CHECK(found(ordered_by_an_item()).empty());
    CHECK(found(ordered_by_a_gather()).empty());
    CHECK(found(awaits_what_is_over()).empty());
    CHECK(found(signals()).empty());
}

TEST_CASE("potential deadlock: silent where two permits leave room") {
    TraceBuilder t;
    const TaskId there = t.create("there");
    const TaskId back = t.create("back");
    const ObjectId pool = t.resource(ResourceType::Semaphore, "pool", 2);
    const ObjectId lock = t.lock("lock");
    t.resume(there);
    t.acquire(there, pool, 1);
    t.acquire(there, lock);
    t.release(there, lock);
    t.release(there, pool, 2);
    t.resume(back);
    t.acquire(back, lock);
    t.acquire(back, pool, 1);
    CHECK(findings(find_potential_deadlocks, t).empty());
}
