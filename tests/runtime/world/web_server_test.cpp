// The checks of the web server, and what its requests may count on.
#include "runtime/world/web_server.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/semaphore.h"
#include "runtime/sync/wait.h"
#include "tests/support/ran.h"

namespace coroscope {
namespace {

using namespace std::chrono_literals;
using test::Ran;

void run(Coroutine<> program) {
    const Ran ran(std::move(program));
    CHECK(ran.outcome == Outcome::Finished);
    if (ran.error) {
        FAIL_CHECK(describe(ran.error));
    }
}

Coroutine<std::string> waits(WebRequest&) {
    co_await sleep(1s);
    co_return "done";
}
Coroutine<std::string> blocks(WebRequest&) {
    blocking(1s);
    co_return "done";
}
std::string blocks_in_a_thread(WebRequest&) {
    blocking(1s);
    return "done";
}
Coroutine<std::string> hands_over(WebRequest&) {
    const auto future = run_in_executor(nullptr, [] { blocking(1s); });
    co_await future;
    co_return "done";
}

/// A hundred requests at once; when the last is answered.
Coroutine<> hundred(std::string path, Duration last) {
    ThreadPoolExecutor default_threads(12, "default");
    set_default_executor(default_threads);
    WebApp app;
    app.get("/async", waits);
    app.get("/blocks", blocks);
    app.get_sync("/sync", blocks_in_a_thread);
    app.get("/executor", hands_over);
    WebServer server(app);
    auto serving = create_task(server.serve(), "server");
    std::vector<ClientCallRef> calls;
    for (int i = 0; i < 100; ++i) {
        calls.push_back(server.arrival(0ms, "GET", path));
    }
    co_await server.all_answered();
    Duration latest{};
    for (const ClientCallRef& call : calls) {
        CHECK(call->status == 200);
        latest = std::max(latest, *call->answered_at);
    }
    CHECK(latest == last);
    server.stop();
    co_await serving;
}

TEST_CASE("a hundred requests of 1 s: 1 s async, 3 s in 40 threads, 100 s blocking, 9 s in 12") {
    run(hundred("/async", 1s));
    run(hundred("/sync", 3s));
    run(hundred("/blocks", 100s));
    run(hundred("/executor", 9s));
}

Coroutine<> takes_100ms(WebRequest&) { co_await sleep(100ms); }

Coroutine<std::string> hello(WebRequest&) { co_return "hello"; }

/// One request to "/"; when it is answered.
Coroutine<> one_request(const WebApp& app, Duration answered) {
    WebServer server(app);
    auto serving = create_task(server.serve(), "server");
    const ClientCallRef call = server.arrival(0ms, "GET", "/");
    co_await server.all_answered();
    CHECK(call->text == "hello");
    CHECK(*call->answered_at == answered);
    server.stop();
    co_await serving;
}

Coroutine<> shared_dependency(bool cached, Duration answered) {
    WebApp app;
    Dependency base(takes_100ms);
    if (!cached) {
        base.uncached();
    }
    const auto nothing = [](WebRequest&) -> Coroutine<> { co_return; };
    const Dependency a = Dependency(nothing).depends(base);
    const Dependency b = Dependency(nothing).depends(base);
    const Dependency c = Dependency(nothing).depends(base);
    app.get("/", hello).depends(a).depends(b).depends(c);
    co_await one_request(app, answered);
}
Coroutine<> three_dependencies() {
    WebApp app;
    app.get("/", hello)
        .depends(Dependency(takes_100ms))
        .depends(Dependency(takes_100ms))
        .depends(Dependency(takes_100ms));
    co_await one_request(app, 300ms);
}
Coroutine<> gathered_inside() {
    WebApp app;
    app.get("/", hello).depends(Dependency([](WebRequest& request) -> Coroutine<> {
        co_await gather(takes_100ms(request), takes_100ms(request), takes_100ms(request));
    }));
    co_await one_request(app, 100ms);
}

TEST_CASE("a dependency that three others need runs once, unless it is uncached") {
    run(shared_dependency(true, 100ms));
    run(shared_dependency(false, 300ms));
}
TEST_CASE("dependencies run one after another, unless they are gathered by hand") {
    run(three_dependencies());
    run(gathered_inside());
}

Coroutine<> pool_in_a_dependency(bool function_scope, Duration first, Duration second) {
    Semaphore pool("pool", 5);
    WebApp app;
    Dependency connection([&pool](WebRequest&) -> Coroutine<> { co_await pool.acquire(); });
    connection.leave([&pool](WebRequest&) -> Coroutine<> {
        pool.release();
        co_return;
    });
    if (function_scope) {
        connection.function_scope();
    }
    const auto handler = [](WebRequest& request) -> Coroutine<std::string> {
        co_await sleep(100ms);
        request.add_background([]() -> Coroutine<> { co_await sleep(1s); });
        co_return "done";
    };
    app.get("/", handler).depends(connection);
    WebServer server(app);
    auto serving = create_task(server.serve(), "server");
    std::vector<ClientCallRef> calls;
    for (int i = 0; i < 10; ++i) {
        calls.push_back(server.arrival(0ms, "GET", "/"));
    }
    co_await server.all_answered();
    CHECK(std::ranges::count(calls, first, [](const auto& call) { return *call->answered_at; }) ==
          5);
    CHECK(std::ranges::count(calls, second, [](const auto& call) { return *call->answered_at; }) ==
          5);
    server.stop();
    co_await serving;
}

TEST_CASE("a connection of a dependency is held during the background job, or not") {
    run(pool_in_a_dependency(false, 100ms, 1200ms));
    run(pool_in_a_dependency(true, 100ms, 200ms));
}

Coroutine<std::string> fails(WebRequest&) {
    co_await sleep(1ms);
    throw ValueError("a bug");
}
Coroutine<std::string> get_user(WebRequest& request) {
    if (request.number("user_id") != 7) {
        throw HTTPException(404, "User not found");
    }
    co_return "Ada";
}
Coroutine<std::string> create_user(WebRequest& request) {
    co_return request.text("name") + fmt::format(", {}", request.number("age"));
}

Coroutine<> statuses() {
    int opened = 0;
    WebApp app;
    const Dependency connection([&opened](WebRequest&) -> Coroutine<> {
        ++opened;
        co_return;
    });
    app.get("/users/{user_id}", get_user).integer("user_id").integer("limit").depends(connection);
    app.post("/users", create_user).body_text("name").body_integer("age").depends(connection);
    app.get("/bug", fails);
    WebServer server(app);
    auto serving = create_task(server.serve(), "server");
    const auto good = server.arrival(0ms, "GET", "/users/7?limit=3");
    const auto nobody = server.arrival(0ms, "GET", "/users/8?limit=3");
    const auto unknown = server.arrival(0ms, "GET", "/nowhere");
    const auto method = server.arrival(0ms, "POST", "/users/7");
    const auto bug = server.arrival(0ms, "GET", "/bug");
    std::map<std::string, std::string> ada;
    ada["name"] = "Ada";
    ada["age"] = "36";
    const auto made = server.arrival(0ms, "POST", "/users", ada);
    co_await server.all_answered();
    CHECK(good->text == "Ada");
    CHECK(nobody->status == 404);
    CHECK(nobody->text == "User not found");
    CHECK(unknown->status == 404);
    CHECK(method->status == 405);
    CHECK(bug->status == 500);
    CHECK(made->text == "Ada, 36");
    const int before = opened;
    std::map<std::string, std::string> bad;
    bad["age"] = "old";
    const auto invalid = server.arrival(now(), "POST", "/users", bad);
    co_await server.all_answered();
    CHECK(invalid->status == 422);
    CHECK(invalid->text == "name: missing; age: not a number");
    CHECK(opened == before + 1);
    server.stop();
    co_await serving;
}

TEST_CASE("404, 405, 500 and the handler's own status; one 422 lists all that is wrong") {
    run(statuses());
}

Coroutine<> terminated(Duration graceful, Duration ends, Duration request_ends) {
    WebApp app;
    Duration left{};
    app.get("/", [&left](WebRequest&) -> Coroutine<std::string> {
        try {
            co_await sleep(1950ms);
        } catch (...) {
            left = now();
            throw;
        }
        left = now();
        co_return "done";
    });
    WebServer server(app, ServerOptions().timeout_graceful_shutdown(graceful));
    const auto call = server.arrival(1s, "GET", "/");
    const auto late = server.arrival(1150ms, "GET", "/");
    server.stop_at(1050ms);
    co_await server.serve();
    CHECK(now() == ends);
    CHECK(left == request_ends);
    CHECK(late->refused);
    CHECK(call->status == (graceful == 0s ? 200 : 0));
    CHECK(server.cut_off() == (graceful == 0s ? 0 : 1));
}

TEST_CASE("a stop at 1.05 s is noticed at 1.1, and the server ends at 3.0 or cancels at 2.2") {
    run(terminated(0s, 3s, 2950ms));
    run(terminated(1s, 2200ms, 2200ms));
}

Coroutine<> stays(Duration left) { co_await sleep(left); }

// Article D's own shut-down.
Coroutine<> thirty_seconds() {
    std::vector<Task<>> connections;
    connections.push_back(create_task(stays(5s), "a"));
    connections.push_back(create_task(stays(12s), "b"));
    connections.push_back(create_task(stays(40s), "c"));
    co_await wait(connections, 30s);
    CHECK(now() == 30s);
    const auto open = [](const Task<>& task) { return !task.done(); };
    CHECK(std::ranges::count_if(connections, open) == 1);
    for (const Task<>& task : connections) {
        task.cancel();
    }
    co_await gather(return_exceptions, connections);
    CHECK(now() == 30s);
}

TEST_CASE("three connections with 5, 12 and 40 s left, limit 30 s: ends at 30 s, one forced") {
    run(thirty_seconds());
}

Coroutine<> order_of_everything() {
    std::string order;
    const auto note = [&order](std::string what) {
        return [&order, what]() -> Coroutine<> {
            order += what + " ";
            co_return;
        };
    };
    const auto part = [&order](std::string what) {
        return [&order, what](WebRequest&) -> Coroutine<> {
            order += what + " ";
            co_return;
        };
    };
    WebApp app;
    app.lifespan(note("up"), note("down"));
    Dependency session = Dependency(part("+session")).leave(part("-session"));
    Dependency user = Dependency(part("+user")).leave(part("-user")).depends(session);
    Dependency timer = Dependency(part("+timer")).leave(part("-timer")).function_scope();
    const auto handler = [&order](WebRequest& request) -> Coroutine<std::string> {
        order += "handler ";
        request.add_background([&order]() -> Coroutine<> {
            order += "background ";
            co_return;
        });
        co_return "done";
    };
    app.get("/", handler).depends(user).depends(timer);
    WebServer server(app);
    server.arrival(10ms, "GET", "/");
    server.stop_at(50ms);
    co_await server.serve();
    CHECK(order == "up +session +user +timer handler -timer background -user -session down ");
}

TEST_CASE("dependencies are left in reverse order, behind the background jobs") {
    run(order_of_everything());
}

Coroutine<> limited() {
    WebApp app;
    app.get("/", waits);
    WebServer server(app, ServerOptions().limit_concurrency(3));
    auto serving = create_task(server.serve(), "server");
    std::vector<ClientCallRef> calls;
    for (int i = 0; i < 4; ++i) {
        calls.push_back(server.arrival(0ms, "GET", "/"));
    }
    co_await server.all_answered();
    CHECK(calls[1]->status == 200);
    CHECK(calls[2]->status == 503);
    CHECK(calls[3]->status == 503);
    server.stop();
    co_await serving;
}

TEST_CASE("with limit_concurrency 3 the third connection gets a 503") { run(limited()); }

Coroutine<> impatient() {
    WebApp app;
    app.get("/", waits);
    WebServer server(app);
    auto serving = create_task(server.serve(), "server");
    const auto call = server.arrival(0ms, "GET", "/");
    call->patience = 300ms;
    const auto next = server.arrival(500ms, "GET", "/");
    co_await server.all_answered();
    CHECK(call->hung_up);
    CHECK(call->status == 0);
    CHECK(*next->answered_at == 1500ms);
    server.stop();
    co_await serving;
}

TEST_CASE("a client that hangs up gets nothing, and its request goes on") { run(impatient()); }

}  // namespace
}  // namespace coroscope
