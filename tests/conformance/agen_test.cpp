// Ports of the cases about asynchronous generators.
#include <doctest/doctest.h>

#include "runtime/core/event_loop.h"
#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace interleaving {
AsyncGenerator<int> numbers(int n) {
    for (int i = 0; i < n; ++i) {
        say("  produce", i);
        co_yield i;
        co_await sleep(500ms);
    }
    say("  exhausted");
}
Coroutine<> other() {
    for (int i = 0; i < 3; ++i) {
        say("other", i);
        co_await sleep(250ms);
    }
}
Coroutine<> main() {
    Task<> t = create_task(other());
    AsyncGenerator<int> source = numbers(3);
    while (const std::optional<int> i = co_await source.anext()) {
        say("consume", *i);
        co_await sleep(1s);
    }
    say("loop over");
    co_await t;
}
}  // namespace interleaving

namespace asend_athrow {
AsyncGenerator<std::string, double> averager() {
    double total = 0;
    int count = 0;
    std::string average = "none";
    while (true) {
        double value = 0;
        try {
            value = co_yield average;
            co_await sleep(500ms);
            total += value;
            ++count;
            average = show(total / count);
        } catch (const ValueError& error) {
            say("generator got", error);
            total = 0;
            count = 0;
            average = "reset";
        }
    }
}
Coroutine<> main() {
    AsyncGenerator<std::string, double> g = averager();
    std::optional<std::string> got = co_await g.anext();
    say(*got);
    for (const int v : {10, 20, 60}) {
        got = co_await g.asend(v);
        say("send", v, "->", *got);
    }
    got = co_await g.athrow(ValueError("start over"));
    say("throw ->", *got);
    got = co_await g.asend(4);
    say("send 4 ->", *got);
    try {
        got = co_await g.athrow(KeyError());
    } catch (const KeyError&) {
        say("KeyError came through");
    }
    got = co_await g.asend(1);
    if (!got) {
        say("the generator is finished");
    }
}
}  // namespace asend_athrow

namespace break_and_aclose {
AsyncGenerator<int> rows() {
    std::exception_ptr error;
    try {
        for (int i = 0; i < 10; ++i) {
            co_yield i;
        }
    } catch (...) {
        error = std::current_exception();
    }
    say("generator: closing");
    co_await sleep(1s);
    say("generator: closed");
    if (error) {
        std::rethrow_exception(error);
    }
}
Coroutine<> main() {
    AsyncGenerator<int> gen = rows();
    while (const std::optional<int> r = co_await gen.anext()) {
        say("row", *r);
        if (*r == 1) {
            break;
        }
    }
    say("after break, generator still open");
    const std::optional<int> next = co_await gen.anext();
    say("next ->", *next);
    co_await gen.aclose();
    say("after aclose");
    while (const std::optional<int> r = co_await gen.anext()) {
        say("not reached", *r);
    }
    say("closed generator is empty");
}
}  // namespace break_and_aclose

namespace comprehensions {
// An object of one's own that can be asked for the next item, or nothing.
class Countdown {
public:
    explicit Countdown(int n) : n_(n) { say("aiter"); }
    Coroutine<std::optional<int>> anext() {
        if (n_ == 0) {
            co_return std::nullopt;
        }
        --n_;
        co_await sleep(500ms);
        co_return n_;
    }

private:
    int n_;
};
Coroutine<int> twice(int x) {
    co_await sleep(250ms);
    co_return 2 * x;
}
Coroutine<> background() {
    for (int i = 0; i < 6; ++i) {
        co_await sleep(500ms);
        say("background", i);
    }
}
Coroutine<> main() {
    Task<> t = create_task(background());
    std::vector<int> items;
    Countdown three(3);
    while (const std::optional<int> x = co_await three.anext()) {
        if (*x != 1) {
            items.push_back(*x);
        }
    }
    say(items);
    std::vector<int> doubled;
    for (int x = 1; x <= 3; ++x) {
        doubled.push_back(co_await twice(x));
    }
    say(doubled);
    int total = 0;
    Countdown two(2);
    while (const std::optional<int> x = co_await two.anext()) {
        total += *x;
    }
    say("else branch, total", total);
    co_await t;
}
}  // namespace comprehensions

namespace consumer_cancelled {
AsyncGenerator<int> feed() {
    try {
        for (int n = 0;; ++n) {
            co_await sleep(1s);
            co_yield n;
        }
    } catch (const CancelledError&) {
        say("generator: cancelled");
        say("generator: finally");
        throw;
    } catch (...) {
        say("generator: finally");
        throw;
    }
}
Coroutine<> consumer() {
    try {
        AsyncGenerator<int> source = feed();
        while (const std::optional<int> n = co_await source.anext()) {
            say("item", *n);
        }
    } catch (...) {
        say("consumer: finally");
        throw;
    }
}
Coroutine<> main() {
    Task<> t = create_task(consumer());
    co_await sleep(2500ms);
    t.cancel();
    co_await wait(t);
    say("cancelled:", t.cancelled());
}
}  // namespace consumer_cancelled

namespace dropped {
AsyncGenerator<int> rows() {
    try {
        co_yield 1;
        co_yield 2;
    } catch (...) {
        say("finally; in the consumer's task:", me().name() == "main");
        throw;
    }
}
Coroutine<> main() {
    {
        AsyncGenerator<int> source = rows();
        while (const std::optional<int> r = co_await source.anext()) {
            say("row", *r);
            break;
        }
    }
    for (int turn = 0; turn < 3; ++turn) {
        say("turn", turn);
        co_await sleep(0s);
    }
}
}  // namespace dropped

namespace leftover {
AsyncGenerator<int> rows(std::string name) {
    std::exception_ptr error;
    try {
        co_yield 1;
        co_yield 2;
    } catch (...) {
        error = std::current_exception();
    }
    say(name, "cleanup starts");
    co_await sleep(1s);
    say(name, "cleanup ends");
    if (error) {
        std::rethrow_exception(error);
    }
}
Coroutine<> main(std::vector<AsyncGenerator<int>>& keep) {
    keep.push_back(rows("started"));
    keep.push_back(rows("untouched"));
    const std::optional<int> item = co_await keep[0].anext();
    say("first item", *item);
    say("main returns");
}
}  // namespace leftover

namespace yield_during_close {
AsyncGenerator<int> stubborn() {
    bool closing = false;
    try {
        co_yield 1;
    } catch (const GeneratorExit&) {
        closing = true;  // C++ cannot yield in here
    }
    if (closing) {
        say("yielding in finally");
        co_yield 2;
    }
}
AsyncGenerator<int> failing() {
    try {
        co_yield 1;
    } catch (const GeneratorExit&) {
        // falls through
    }
    co_await sleep(1s);
    throw OSError("disk full");
}
AsyncGenerator<int> clean() {
    try {
        co_yield 1;
    } catch (const GeneratorExit&) {
        say("sees GeneratorExit");
        throw;
    }
}
Coroutine<> close(std::string name, AsyncGenerator<int> g) {
    (void)(co_await g.anext());
    try {
        co_await g.aclose();
        say(name, "closed");
    } catch (const Error& error) {
        say(name, error);
    }
}
Coroutine<> main() {
    co_await close("stubborn", stubborn());
    co_await close("failing", failing());
    co_await close("clean", clean());
}
}  // namespace yield_during_close

}  // namespace

TEST_CASE("agen_interleaving") { conforms("agen_interleaving", interleaving::main); }
TEST_CASE("agen_asend_athrow") { conforms("agen_asend_athrow", asend_athrow::main); }
TEST_CASE("agen_break_and_aclose") { conforms("agen_break_and_aclose", break_and_aclose::main); }
TEST_CASE("agen_comprehensions_and_iter_protocol") {
    conforms("agen_comprehensions_and_iter_protocol", comprehensions::main);
}
TEST_CASE("agen_consumer_cancelled") {
    conforms("agen_consumer_cancelled", consumer_cancelled::main);
}
TEST_CASE("agen_dropped_generator_is_closed_later") {
    conforms("agen_dropped_generator_is_closed_later", dropped::main);
}
TEST_CASE("agen_leftover_closed_at_shutdown") {
    std::vector<AsyncGenerator<int>> keep;
    conforms(
        "agen_leftover_closed_at_shutdown", [&] { return leftover::main(keep); },
        [](AfterRun& run) { run.say("run() returned"); });
}
TEST_CASE("agen_yield_during_close") {
    conforms("agen_yield_during_close", yield_during_close::main);
}

}  // namespace coroscope::conformance
