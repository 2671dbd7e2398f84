#include "runtime/sync/held.h"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/semaphore.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

Coroutine<> outlives_lock() {
    auto lock = std::make_unique<Lock>("lock");
    auto permits = std::make_unique<Semaphore>("permits", 2);
    const auto held = co_await lock->hold();
    const auto first = co_await permits->hold();
    const auto second = co_await permits->hold();
    lock.reset();
    permits.reset();
    co_await sleep(0s);
    log("still here");
}

Coroutine<Held<Lock>> takes(Lock& lock) {
    auto held = co_await lock.hold();
    co_return std::move(held);
}
Coroutine<> moves_guard() {
    Lock lock("lock");
    {
        const auto held = co_await takes(lock);
        log("locked: {}", lock.locked());
    }
    log("locked: {}", lock.locked());
    std::vector<Held<Lock>> all;
    all.push_back(co_await lock.hold());
    log("locked: {}", lock.locked());
    all.clear();
    log("locked: {}", lock.locked());
}

Coroutine<int> releases_twice(Lock& lock) {
    const std::string kept(100, 'x');  // destroyed once, whatever happens
    const auto held = co_await lock.hold();
    lock.release();
    co_return static_cast<int>(kept.size());
}
Coroutine<> catches_second_release() {
    Lock lock("lock");
    try {
        const int size = co_await releases_twice(lock);
        log("not reached: {}", size);
    } catch (const RuntimeError& error) {
        log("{}", error.message());
    }
    try {
        {
            const auto held = co_await lock.hold();
            lock.release();
        }
        log("not reached");
    } catch (const RuntimeError& error) {
        log("{}", error.message());
    }
    BoundedSemaphore permits("permits", 1);
    try {
        const auto held = co_await permits.hold();
        permits.release();
    } catch (const ValueError& error) {
        log("{}", error.message());
    }
}

Coroutine<> fails_after_release(Lock& lock) {
    const auto held = co_await lock.hold();
    lock.release();
    throw ValueError("the first error");
}
Coroutine<> catches_first_error() {
    Lock lock("lock");
    try {
        co_await fails_after_release(lock);
    } catch (const Error& error) {
        log("{}", error.message());
    }
}

}  // namespace

TEST_CASE("a guard may outlive its lock: nothing is left to give back") {
    const Ran run(outlives_lock());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"still here"});
    CHECK(run.count(EventKind::ResourceReleased) == 0);
}

TEST_CASE("a guard can be moved, and gives back once") {
    const Ran run(moves_guard());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"locked: true", "locked: false", "locked: true", "locked: false"});
    CHECK(run.count(EventKind::ResourceReleased) == 2);
}

TEST_CASE("a scope whose body has released the lock itself raises what a second release raises") {
    const Ran run(catches_second_release());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"Lock is not acquired.", "Lock is not acquired.",
                                "BoundedSemaphore released too many times"});
    CHECK(run.reports().empty());
}

TEST_CASE("if another error leaves the scope that one goes on, and the loop reports the release") {
    const Ran run(catches_first_error());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"the first error"});
    CHECK(run.reports() == Strings{"RuntimeError: Lock is not acquired."});
}
