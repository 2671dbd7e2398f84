#include "runtime/sync/async_generator.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/core/event_loop.h"
#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

AsyncGenerator<int> ticks(int n) {
    std::exception_ptr error;
    try {
        for (int i = 0; i < n; ++i) {
            co_await sleep(1s);
            co_yield i;
        }
    } catch (...) {
        error = std::current_exception();
    }
    log("cleaning up");
    co_await sleep(1s);
    log("clean");
    if (error) {
        std::rethrow_exception(error);
    }
}

Coroutine<> consumes() {
    AsyncGenerator<int> source = ticks(2);
    while (const std::optional<int> tick = co_await source.anext()) {
        log("tick {}", *tick);
    }
    const bool over = !(co_await source.anext());
    log("over {}", over);
}

Coroutine<> closes() {
    AsyncGenerator<int> source = ticks(9);
    (void)(co_await source.anext());
    co_await source.aclose();
    log("closed");
    co_await source.aclose();
    const bool over = !(co_await source.anext());
    log("over {}", over);
}

Coroutine<> drops() {
    {
        AsyncGenerator<int> source = ticks(9);
        (void)(co_await source.anext());
    }
    log("dropped");
    co_await sleep(0s);
    log("one iteration later");
    co_await sleep(3s);
}

Coroutine<> leaves_in_use(AsyncGenerator<int>& outside) {
    AsyncGenerator<int> never_begun = ticks(1);
    outside = ticks(9);
    (void)(co_await outside.anext());
    log("main ends");
}

AsyncGenerator<int, std::string> echo() {
    int n = 0;
    while (true) {
        try {
            const std::string got = co_yield n++;
            log("got {}", got);
        } catch (const ValueError& error) {
            log("raised {}", error.message());
        }
    }
}

Coroutine<> talks() {
    AsyncGenerator<int, std::string> other = echo();
    std::optional<int> item = co_await other.anext();
    item = co_await other.asend("hello");
    log("item {}", *item);
    item = co_await other.athrow(ValueError("oh"));
    log("item {}", *item);
}

AsyncGenerator<int> stubborn() {
    for (int i = 0;; ++i) {
        try {
            co_yield i;
        } catch (const GeneratorExit&) {
            log("ignores");
        }
    }
}

Coroutine<> misuses() {
    AsyncGenerator<int> source = stubborn();
    (void)(co_await source.anext());
    try {
        co_await source.aclose();
    } catch (const RuntimeError& error) {
        log("{}", error.message());
    }
    const bool over = !(co_await source.athrow(ValueError("not raised")));
    log("over {}", over);
    AsyncGenerator<int> shared = ticks(3);
    Task<> other = create_task(
        [](AsyncGenerator<int> g) -> Coroutine<> { (void)(co_await g.anext()); }(shared));
    co_await sleep(0s);
    try {
        (void)(co_await shared.anext());
    } catch (const RuntimeError& error) {
        log("{}", error.message());
    }
    co_await other;
    co_await shared.aclose();
}

}  // namespace

TEST_CASE("a generator gives its items one by one, and then nothing") {
    CHECK(Ran(consumes()).logs() ==
          Strings{"tick 0", "tick 1", "cleaning up", "clean", "over true"});
}

TEST_CASE("closing a generator awaits its clean-up") {
    CHECK(Ran(closes()).logs() == Strings{"cleaning up", "clean", "closed", "over true"});
}

TEST_CASE("a generator that is dropped half-way is closed by the loop two iterations later") {
    CHECK(Ran(drops()).logs() == Strings{"dropped", "one iteration later", "cleaning up", "clean"});
}

TEST_CASE("a generator in use when main ends is closed by run, one that never began is not") {
    AsyncGenerator<int> outside = ticks(0);
    CHECK(Ran(leaves_in_use(outside)).logs() == Strings{"main ends", "cleaning up", "clean"});
}

TEST_CASE("a generator can be sent values and errors") {
    CHECK(Ran(talks()).logs() == Strings{"got hello", "item 1", "raised oh", "item 2"});
}

TEST_CASE("misuse of a generator is a RuntimeError") {
    const Ran run(misuses());
    CHECK(run.logs()[1] == "async generator ignored GeneratorExit");
    CHECK(run.logs()[2] == "over true");
    CHECK(run.logs()[3] == "anext(): asynchronous generator is already running");
}
