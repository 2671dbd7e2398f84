#include "runtime/core/callback.h"

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

void say_a() { log("a"); }
void say_b() { log("b"); }

Coroutine<> orders() {
    EventLoop& loop = get_running_loop();
    loop.call_later(0s, [] { log("later"); });
    loop.call_soon([] { log("soon"); });
    ScheduledCallback never = loop.call_soon([] { log("never"); });
    ScheduledCallback neither = loop.call_later(1s, [] { log("neither"); });
    never.cancel();
    neither.cancel();
    neither.cancel();
    co_await sleep(2s);
    log("{} {}", never.cancelled(), neither.cancelled());
}

Coroutine<> registrations() {
    const Future<int> future("answer");
    for (const auto& each : {say_a, say_b, say_a, say_a}) {
        future.add_done_callback(each);
    }
    log("{}", future.remove_done_callback(say_a));
    log("{}", future.remove_done_callback(say_a));
    const Callback<Future<int>> with_result = [&](const Future<int>& f) { log("{}", f.result()); };
    future.add_done_callback(with_result);
    future.set_result(42);
    log("{}", future.remove_done_callback(say_b));
    co_await sleep(0s);
}

struct Counted {
    explicit Counted(int& counter) : count(&counter) { ++counter; }
    Counted(const Counted& other) : count(other.count) { ++*count; }
    Counted& operator=(const Counted&) = delete;
    ~Counted() { --*count; }
    int* count;
};

}  // namespace

TEST_CASE("callbacks run in the order in which they are queued, and cancelled ones do not run") {
    CHECK(Ran(orders()).logs() == Strings{"soon", "later", "true true"});
}

TEST_CASE("a done callback is found again by its function") {
    CHECK(Ran(registrations()).logs() == Strings{"3", "0", "0", "b", "42"});
}

TEST_CASE("what a callback holds goes when it has run, is cancelled, or the loop closes") {
    int held = 0;
    Ran([](int& count) -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        loop.call_soon([c = Counted(count)] { log("{}", *c.count > 0); });
        ScheduledCallback dropped = loop.call_later(1s, [c = Counted(count)] { (void)c; });
        co_await sleep(0s);
        co_await sleep(0s);
        dropped.cancel();
        log("{}", count);
        loop.call_later(100s, [c = Counted(count)] { (void)c; });
        Future<> never;
        never.add_done_callback([c = Counted(count)] { (void)c; });
    }(held));
    CHECK(held == 0);
}
