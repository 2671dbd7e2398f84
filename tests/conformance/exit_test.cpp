// Ports of our own cases about SystemExit, which leaves the loop at once.
#include <doctest/doctest.h>

#include "runtime/core/event_loop.h"
#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

void raised(AfterRun& run) {
    try {
        std::rethrow_exception(run.error());
    } catch (const SystemExit& error) {
        run.say("run() raised SystemExit", error.code());
    }
}

Coroutine<> leaves_after(Duration pause) {
    co_await sleep(pause);
    say("leaving");
    throw SystemExit(3);
}

namespace leaves_the_loop_at_once {
Coroutine<> other(std::string name) {
    try {
        for (int i = 0; i < 3; ++i) {
            say(name, "turn", i);
            co_await sleep(0s);
        }
        co_await sleep(100s);
    } catch (const CancelledError&) {
        say(name, "cancelled");
        throw;
    }
}
Coroutine<> main() {
    Task<> a = create_task(other("before"));
    Task<> b = create_task(leaves_after(0s));
    Task<> c = create_task(other("behind"));
    try {
        co_await sleep(50s);
    } catch (const CancelledError&) {
        say("main cancelled");
        throw;
    }
}
}  // namespace leaves_the_loop_at_once

namespace child_exits {
Coroutine<> sibling() {
    try {
        co_await sleep(100s);
    } catch (const CancelledError&) {
        say("sibling cancelled");
        throw;
    }
}
Coroutine<> main() {
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
            group.create_task(sibling());
            group.create_task(leaves_after(1s));
            co_return;
        });
    } catch (const SystemExit&) {
        say("out of the block:", "SystemExit");
        throw;
    }
}
}  // namespace child_exits

namespace in_callback {
Coroutine<> main() {
    EventLoop& loop = get_running_loop();
    loop.set_exception_handler([](EventLoop&, const ExceptionContext&) { say("not reached"); });
    loop.call_soon([] { say("before"); });
    loop.call_soon([] {
        say("callback leaves");
        throw SystemExit(4);
    });
    loop.call_soon([] { say("behind"); });
    try {
        co_await sleep(10s);
    } catch (...) {
        say("main stopped");
        throw;
    }
}
}  // namespace in_callback

}  // namespace

TEST_CASE("exit_leaves_the_loop") {
    conforms("exit_leaves_the_loop", leaves_the_loop_at_once::main, raised);
}
TEST_CASE("tg_child_exits") { conforms("tg_child_exits", child_exits::main, raised); }
TEST_CASE("exit_in_callback") { conforms("exit_in_callback", in_callback::main, raised); }

}  // namespace coroscope::conformance
