#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace failure_during_shutdown {
Coroutine<> bad_loser() {
    try {
        co_await sleep(100s);
    } catch (const CancelledError&) {
        // falls through: C++ cannot await in here
    }
    co_await sleep(2s);
    say("cleanup fails");
    throw OSError("cannot save");
}
Coroutine<> main(std::vector<Task<>>& keep) {
    keep.push_back(create_task(bad_loser()));
    co_await sleep(1s);
    say("main returns");
}
}  // namespace failure_during_shutdown

namespace future_never_retrieved {
Coroutine<> drop(std::string mode) {
    Future<> f;
    if (mode == "cancelled") {
        f.cancel();
    } else {
        f.set_exception(OSError(mode));
    }
    if (mode == "read") {
        (void)f.exception();
    }
    if (mode == "awaited") {
        try {
            co_await f;
        } catch (const OSError&) {
        }
    }
    say("drop", mode);
}
Coroutine<> main() {
    co_await drop("unread");
    co_await drop("read");
    co_await drop("awaited");
    co_await drop("cancelled");
    say("main ends");
}
}  // namespace future_never_retrieved

namespace main_raises {
Coroutine<> background() {
    std::exception_ptr raised;
    try {
        co_await sleep(100s);
    } catch (...) {
        raised = std::current_exception();
    }
    co_await sleep(1s);
    say("background cleaned up");
    std::rethrow_exception(raised);
}
Coroutine<> main() {
    create_task(background());
    co_await sleep(2s);
    say("main fails");
    throw RuntimeError("startup failed");
}
}  // namespace main_raises

namespace never_awaited_coroutine {
Coroutine<> fetch() {
    say("never printed");
    co_return;
}
Coroutine<> save() {
    say("never printed");
    co_return;
}
Coroutine<> main() {
    (void)fetch();
    say("fetch() went nowhere");
    {
        const Coroutine<> c = save();
        say("holding a save()");
        co_await sleep(1s);
    }
    say("dropped it");
    {
        Coroutine<> d = save();
        d.close();
    }
    say("closed one quietly");
}
}  // namespace never_awaited_coroutine

namespace never_retrieved_task {
Coroutine<> bad(std::string text) {
    throw ValueError(text);
    co_return;
}
Coroutine<> main() {
    create_task(bad("nobody holds the task"));
    {
        const Task<> t = create_task(bad("held for a while"));
        {
            const Task<> u = create_task(bad("looked at"));
            co_await sleep(1s);
            say("looked at:", u.exception());
        }
        say("dropping t");
    }
    say("main ends");
}
}  // namespace never_retrieved_task

namespace two_awaiters_same_exception {
Coroutine<> bad() {
    co_await sleep(1s);
    throw OSError("link down");
}
Coroutine<> awaiter(std::string name, Task<> t, Duration delay) {
    co_await sleep(delay);
    try {
        co_await t;
    } catch (const OSError& e) {
        say(name, e);
    }
}
Coroutine<> main() {
    Task<> t = create_task(bad());
    co_await gather(awaiter("early", t, 0s), awaiter("also early", t, 500ms),
                    awaiter("late", t, 3s));
    try {
        t.result();
    } catch (const OSError& e) {
        say("result() raises", e, "too; exception() returns", t.exception());
    }
}
}  // namespace two_awaiters_same_exception

namespace report_moment {
Coroutine<> bad(std::string text) {
    throw ValueError(text);
    co_return;
}
Coroutine<> touch(std::string mode, const Task<>& t) {
    if (mode == "done") {
        say("done:", t.done(), "cancelled:", t.cancelled());
    } else if (mode == "wait") {
        co_await wait(t);
    } else if (mode == "gather") {
        co_await gather(return_exceptions, t);
    } else if (mode == "exception") {
        (void)t.exception();
    } else if (mode == "late cancel") {
        say("cancel ->", t.cancel());
    }
}
Coroutine<> scene(std::string mode) {
    Task<> t = create_task(bad(mode));
    if (mode == "callback") {
        t.add_done_callback([](const Task<>& task) { say("callback sees done:", task.done()); });
    }
    co_await sleep(0s);
    co_await sleep(0s);
    co_await touch(mode, t);
    say("drop", mode);
}
Coroutine<> main() {
    for (const char* const mode :
         {"nothing", "done", "callback", "wait", "gather", "exception", "late cancel"}) {
        co_await scene(mode);
    }
    say("main ends");
}
}  // namespace report_moment

TEST_CASE("exc_failure_during_shutdown") {
    std::vector<Task<>> keep;
    conforms(
        "exc_failure_during_shutdown", [&] { return failure_during_shutdown::main(keep); },
        [](AfterRun& run) { run.say("run() ->", run.error() ? "error" : "result"); });
}
TEST_CASE("exc_future_never_retrieved") {
    conforms("exc_future_never_retrieved", future_never_retrieved::main);
}
TEST_CASE("exc_main_raises") {
    conforms("exc_main_raises", main_raises::main,
             [](AfterRun& run) { run.say("run() raised", run.error()); });
}
TEST_CASE("exc_never_awaited_coroutine") {
    conforms("exc_never_awaited_coroutine", never_awaited_coroutine::main);
}
TEST_CASE("exc_never_retrieved_task") {
    conforms("exc_never_retrieved_task", never_retrieved_task::main);
}
TEST_CASE("exc_two_awaiters_same_exception") {
    conforms("exc_two_awaiters_same_exception", two_awaiters_same_exception::main);
}
TEST_CASE("exc_report_moment_and_retrieval_paths") {
    conforms("exc_report_moment_and_retrieval_paths", report_moment::main);
}

}  // namespace
}  // namespace coroscope::conformance
