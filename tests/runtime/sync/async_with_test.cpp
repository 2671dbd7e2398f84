#include "runtime/sync/async_with.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/task_group.h"
#include "runtime/sync/timeout.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

/// Gives something that can only be moved, and swallows if told to.
class Manager {
public:
    explicit Manager(bool swallows = false) : swallows_(swallows) {}
    Coroutine<std::unique_ptr<int>> aenter() {
        co_await sleep(1ms);
        co_return std::make_unique<int>(7);
    }
    Coroutine<bool> aexit(std::exception_ptr error) {
        log("exit: {}", error ? describe(error) : "no error");
        co_return swallows_;
    }

private:
    bool swallows_;
};

Coroutine<int> has_a_result() {
    std::string kept = "a value longer than fits into the string itself";
    const int seven =
        co_await async_with(Manager(), [&](std::unique_ptr<int> seven_there) -> Coroutine<int> {
            co_await sleep(1ms);
            log("{}", kept);
            co_return *seven_there;
        });
    co_return seven + 1;
}

Coroutine<> swallowed_result() {
    Manager manager(true);
    co_await async_with(manager, [&]() -> Coroutine<int> {
        throw ValueError("gone");
        co_return 1;
    });
}

Coroutine<> stored() {
    auto block = async_with(Timeout(5s), [](Timeout& limit) -> Coroutine<> {
        log("deadline {}", limit.when()->count());
        co_return;
    });
    co_await sleep(1s);
    co_await block;
}

constexpr std::uint32_t kBlockLine = __LINE__ + 2;
Coroutine<> several_lines() {
    co_await async_with(timeout(5s), [&](Timeout&) -> Coroutine<> {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
            group.create_task(stored(), "child");
            co_return;
        });
    });
}

}  // namespace

TEST_CASE("the body gets what aenter returned, and its result is the block's") {
    const Ran run(has_a_result());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() ==
          Strings{"a value longer than fits into the string itself", "exit: no error"});
}

TEST_CASE("a body with a result whose error is swallowed is a RuntimeError") {
    const Ran run(swallowed_result());
    CHECK(run.logs() == Strings{"exit: ValueError: gone"});
    CHECK(describe(run.error).starts_with("RuntimeError: the block has no result"));
}

TEST_CASE("a block that is awaited later keeps its manager") {
    const Ran run(stored());
    CHECK(run.logs() == Strings{"deadline 5000000000"});
}

TEST_CASE("a block of several lines stands at its first one, with every compiler") {
    const Ran run(several_lines());
    REQUIRE(run.outcome == Outcome::Finished);
    const auto entered = run.events(EventKind::CoroutineEntered);
    REQUIRE(entered.size() > 2);
    CHECK(run.site_of(entered[0]).line == kBlockLine);      // async_with
    CHECK(run.site_of(entered[1]).line == kBlockLine);      // its body
    CHECK(run.site_of(entered[2]).line == kBlockLine + 1);  // async_with
    // the main task waits for its group
    const TraceEvent waits = run.events(EventKind::TaskSuspended).front();
    CHECK(static_cast<WaitReason>(waits.detail) == WaitReason::TaskGroup);
    CHECK(run.site_of(waits).line == kBlockLine + 1);
}
