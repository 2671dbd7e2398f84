// Ports of the cases about executors. Like the corpus's virtual executor, a job blocks for as long
// as it takes.
#include "runtime/sync/executor.h"

#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace does_not_block_the_loop {
std::string work(const std::string& name, int time) {
    say("job", name, "starts");
    blocking(seconds(time));
    return name + " took " + show(time);
}
Coroutine<> heartbeat() {
    while (true) {
        co_await sleep(1s);
        say("beat");
    }
}
Coroutine<> main() {
    Task<> h = create_task(heartbeat());
    std::string got = co_await run_in_executor(nullptr, [] { return work("a", 3); });
    say(got);
    got = co_await to_thread([] { return work("b", 2); });
    say(got);
    say(work("c", 2));
    co_await sleep(0s);
    h.cancel();
}
}  // namespace does_not_block_the_loop

namespace exception {
int work(int n) {
    blocking(seconds(n));
    if (n == 2) {
        throw ValueError("job " + show(n) + " failed");
    }
    return n;
}
Coroutine<> main() {
    std::vector<Future<int>> futures;
    for (const int n : {1, 2, 3}) {
        futures.push_back(run_in_executor(nullptr, [n] { return work(n); }));
    }
    for (const Future<int>& f : futures) {
        try {
            const int result = co_await f;
            say("result", result);
        } catch (const ValueError& error) {
            say("caught", error);
        }
    }
    Coroutine<int> two = to_thread([] { return work(2); });
    Coroutine<int> one = to_thread([] { return work(1); });
    auto [a, b] = co_await gather(return_exceptions, std::move(two), std::move(one));
    std::vector<std::string> results{show(a.error()), show(b.value())};
    say(results);
}
}  // namespace exception

namespace cancel_queued_and_running {
std::string work(const std::string& name, int time) {
    say("start", name);
    blocking(seconds(time));
    return name;
}
Coroutine<> main() {
    ThreadPoolExecutor pool(1);
    std::vector<std::pair<std::string, Future<std::string>>> futures;
    for (const std::string name : {"running", "queued", "last"}) {
        futures.emplace_back(name, run_in_executor(pool, [name] { return work(name, 2); }));
    }
    co_await sleep(1s);
    const bool running = futures[0].second.cancel();
    const bool queued = futures[1].second.cancel();
    const std::vector<std::string> cancelled{show(running), show(queued)};
    say("cancel:", cancelled);
    for (const auto& [name, future] : futures) {
        try {
            const std::string result = co_await future;
            say(name, "->", result);
        } catch (const CancelledError&) {
            say(name, "-> CancelledError");
        }
    }
    Task<std::string> t = create_task(to_thread([] { return work("in default pool", 5); }));
    co_await sleep(1s);
    t.cancel();
    co_await wait(t);
    say("main returns; task cancelled:", t.cancelled());
}
}  // namespace cancel_queued_and_running

namespace latency_and_context {
const ContextVar<std::string> tag("tag", "no tag");
std::string work() {
    const std::string text = tag.get();
    tag.set("set in the job");
    blocking(1s);
    return text;
}
Coroutine<> sleeper() {
    co_await sleep(1s);
    for (int i = 0; i < 4; ++i) {
        say("turn", i, "after the sleep");
        co_await sleep(0s);
    }
}
Coroutine<> main() {
    tag.set("from main");
    Task<> s = create_task(sleeper());
    co_await sleep(0s);
    std::string saw = co_await to_thread(work);
    say("to_thread saw:", saw);
    co_await s;
    say("main's tag:", tag.get());
    const Context empty;
    const auto job = run_in_executor(nullptr, [empty] { return empty.run(work); });
    saw = co_await job;
    say("run_in_executor saw:", saw);
}
}  // namespace latency_and_context

namespace generator_and_tasks_order {
AsyncGenerator<int> rows() {
    std::exception_ptr error;
    try {
        co_yield 1;
        co_yield 2;
    } catch (...) {
        error = std::current_exception();
    }
    say("generator closing");
    co_await sleep(1s);
    say("generator closed");
    if (error) {
        std::rethrow_exception(error);
    }
}
Coroutine<> background() {
    try {
        co_await sleep(100s);
    } catch (const CancelledError&) {
        // falls through: C++ cannot await in here
    }
    say("task stopping");
    co_await sleep(1s);
    say("task stopped");
    throw CancelledError();
}
std::string work() {
    say("job starts");
    blocking(10s);
    return "job result";
}
Coroutine<> main(std::vector<AsyncGenerator<int>>& keep) {
    keep.push_back(rows());
    const std::optional<int> row = co_await keep[0].anext();
    say("row", *row);
    Task<> task = create_task(background());
    const Future<std::string> future = run_in_executor(nullptr, work);
    future.add_done_callback([](const Future<std::string>& f) { say("job done:", f.result()); });
    co_await sleep(1s);
    say("main returns");
}
}  // namespace generator_and_tasks_order

}  // namespace

TEST_CASE("exec_does_not_block_the_loop") {
    conforms("exec_does_not_block_the_loop", does_not_block_the_loop::main);
}
TEST_CASE("exec_exception") { conforms("exec_exception", exception::main); }
TEST_CASE("exec_cancel_queued_and_running") {
    conforms("exec_cancel_queued_and_running", cancel_queued_and_running::main,
             [](AfterRun& run) { run.say("run() returned"); });
}
TEST_CASE("exec_latency_and_context") {
    conforms("exec_latency_and_context", latency_and_context::main);
}
TEST_CASE("shutdown_generator_and_tasks_order") {
    std::vector<AsyncGenerator<int>> keep;
    conforms(
        "shutdown_generator_and_tasks_order", [&] { return generator_and_tasks_order::main(keep); },
        [](AfterRun& run) { run.say("run() returned"); });
}

}  // namespace coroscope::conformance
