#include "runtime/core/task.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

Coroutine<> fails(std::string text) {
    throw ValueError(text);
    co_return;
}
Coroutine<> drops_a_failed_task() {
    create_task(fails("unseen"));
    co_await sleep(1s);
    log("later");
}
Coroutine<> drops_a_failed_future() {
    {
        Future<int> future;
        future.set_exception(ValueError("unseen"));
    }
    Future<int> looked_at;
    looked_at.set_exception(ValueError("seen"));
    (void)looked_at.exception();
    Future<int> late_cancel;
    late_cancel.set_exception(ValueError("cancelled too late"));
    log("cancel: {}", late_cancel.cancel());
    co_return;
}

using Slot = std::optional<Task<>>;
Coroutine<> waits_for(Slot& other) { co_await *other; }
Coroutine<> ring_of_three(bool catches) {
    Slot a;
    Slot b;
    Slot c;
    a = create_task(waits_for(b), "a");
    b = create_task(waits_for(c), "b");
    c = create_task(waits_for(a), "c");
    co_await sleep(1s);
    try {
        a->cancel();
    } catch (const RecursionError& e) {
        log("{}: {}", e.type(), e.message());
        if (!catches) {
            throw;
        }
    }
}
Coroutine<> waits_in_gathers(Slot& other) { co_await gather(*other, *other); }
Coroutine<> ring_of_gathers() {
    Slot a;
    Slot b;
    a = create_task(waits_in_gathers(b), "a");
    b = create_task(waits_in_gathers(a), "b");
    co_await sleep(1s);
    try {
        a->cancel();
    } catch (const RecursionError& e) {
        log("{}", e.type());
    }
}

Coroutine<> waits_for_task(Task<> other) { co_await other; }
Coroutine<> sleeps_long() { co_await sleep(1000s); }
Coroutine<> long_chain(int length) {
    Task<> task = create_task(sleeps_long());
    for (int i = 0; i < length; ++i) {
        task = create_task(waits_for_task(task));
    }
    co_await sleep(1s);
    task.cancel("enough");
    try {
        co_await task;
    } catch (const CancelledError& e) {
        log("{}", e.message());
    }
}
Coroutine<> abandoned_chain(int length) {
    Future<> never;
    Task<> first = create_task(sleeps_long());
    Task<> task = first;
    for (int i = 0; i < length; ++i) {
        task = create_task(waits_for_task(task));
    }
    co_await never;
}
Coroutine<> waits_for_future(Future<> future) { co_await future; }
Coroutine<> many_wait_for_one(int tasks) {
    Future<> never;
    std::vector<Task<>> all;
    for (int i = 0; i < tasks; ++i) {
        all.push_back(create_task(waits_for_future(never)));
    }
    co_await never;
}

Coroutine<> cancels_itself_and_waits() {
    current_task()->cancel(nullptr);
    co_await sleep(1s);
    log("not reached");
}
Coroutine<> cancels_and_waits() {
    Task<> task = create_task(cancels_itself_and_waits());
    try {
        co_await task;
    } catch (const CancelledError&) {
        log("cancelled {}", task.cancelled());
    }
}
Coroutine<> cancelled_before_start() {
    Task<> task = create_task(sleeps_long());
    task.cancel();
    co_await sleep(0s);
    log("{}", task.cancelled());
}

class Unmovable {
public:
    Unmovable() = default;
    Unmovable(const Unmovable& /*other*/) { throw ValueError("cannot be copied"); }
    Unmovable& operator=(const Unmovable&) = delete;
    ~Unmovable() = default;
};
Coroutine<Unmovable> returns_unmovable() { co_return Unmovable(); }
Coroutine<> wants_unmovable() {
    Task<Unmovable> task = create_task(returns_unmovable());
    try {
        co_await task;
    } catch (const ValueError& e) {
        log("{}", e.message());
    }
}

Coroutine<> names() {
    Task<> first = create_task(sleeps_long());
    Task<> named = create_task(sleeps_long(), "worker");
    Task<> second = create_task(sleeps_long());
    log("{} {} {} in {}", first.name(), named.name(), second.name(), current_task()->name());
    co_return;
}

}  // namespace

TEST_CASE("a failed task that nobody looks at is reported when it is dropped") {
    const Ran run(drops_a_failed_task());
    CHECK(run.reports() == Strings{"Task exception was never retrieved: ValueError: unseen"});
    CHECK(run.events(EventKind::LoopReport)[0].time == 0);
    CHECK(run.outcome == Outcome::Finished);
}

TEST_CASE("a failed future is reported, too, unless it was looked at or cancelled") {
    const Ran run(drops_a_failed_future());
    CHECK(run.reports() == Strings{"Future exception was never retrieved: ValueError: unseen"});
    CHECK(run.logs() == Strings{"cancel: false"});
}

TEST_CASE("cancelling a ring of tasks that wait for each other is an error, not a crash") {
    const Ran run(ring_of_three(true));
    CHECK(run.logs() == Strings{"RecursionError: maximum recursion depth exceeded"});
    CHECK(run.outcome == Outcome::Hang);  // the final cancellation cannot end them either
    CHECK(Ran(ring_of_three(false)).outcome == Outcome::Hang);
    const Ran gathers(ring_of_gathers());
    CHECK(gathers.logs() == Strings{"RecursionError"});
    CHECK(gathers.outcome == Outcome::Hang);
}

TEST_CASE("a cancellation goes down a chain of 100,000 tasks and comes up again") {
    const Ran run(long_chain(100'000));
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"enough"});
    CHECK(run.count(EventKind::TaskCancelled) == 100'001);
}

TEST_CASE("100,000 tasks can be abandoned, in a chain or at one future") {
    LoopOptions options;
    options.until = 10;
    CHECK(Ran(abandoned_chain(100'000), options).outcome == Outcome::Budget);
    CHECK(Ran(many_wait_for_one(100'000)).outcome == Outcome::Hang);
}

TEST_CASE("a task that cancels itself is hit at its next suspension") {
    CHECK(Ran(cancels_and_waits()).logs() == Strings{"cancelled true"});
}

TEST_CASE("a task cancelled before its first step takes none, and is not reported") {
    const Ran run(cancelled_before_start());
    CHECK(run.logs() == Strings{"true"});
    CHECK(run.reports().empty());
    CHECK(run.count(EventKind::TimerSet) == 0);
}

TEST_CASE("a result that cannot be moved fails its task") {
    CHECK(Ran(wants_unmovable()).logs() == Strings{"cannot be copied"});
}

TEST_CASE("unnamed tasks are numbered") {
    CHECK(Ran(names()).logs() == Strings{"Task-2 worker Task-3 in main"});
}
