// A web server with an old endpoint
//
// A server with a few routes: a greeting, users by number, a form to make one, and an old function
// that takes half a second and knows nothing of async. Called in the loop, it stops everybody.
//
// Watch:  the request for "/" at 200 ms: it waits for ten that have nothing to do with it, or not.
// Source: article D, get_data and legacy_endpoint; article E, a FastAPI application.

#include "runtime/world/web_server.h"
#include "runtime/text/message.h"
#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> root(WebRequest& /*request*/) { co_return "hello"; }

Coroutine<std::string> get_user(WebRequest& request) {
    co_await sleep(20ms);  // the query
    if (request.number("user_id") != 1) {
        throw HTTPException(404, "User not found");
    }
    co_return "Alice";
}

Coroutine<std::string> create_user(WebRequest& request) {
    co_await sleep(20ms);
    co_return fmt::format("{}, {}", request.text("name"), request.number("age"));
}

/// A connection for each request, from a pool.
Dependency connection_from(Semaphore& pool, Duration opening) {
    Dependency connection([&pool, opening](WebRequest&) -> Coroutine<> {
        co_await pool.acquire();
        co_await sleep(opening);
    });
    connection.leave([&pool](WebRequest&) -> Coroutine<> {
        pool.release();
        co_return;
    });
    return connection;
}

std::string legacy_function(Duration work) {
    blocking(work);
    return "as in 2009";
}

/// Four visitors, then a crowd for the old endpoint, and one who only says hello.
Coroutine<std::string> visit(Stage& stage, const WebApp& app) {
    ServerOptions options;
    options.threads(stage.integer("threads"));
    WebServer server(app, options);
    auto serving = create_task(server.serve(), "server");

    std::map<std::string, std::string> form;
    form["name"] = "Eve";
    const auto found = server.arrival(0ms, "GET", "/users/1");
    const auto nobody = server.arrival(0ms, "GET", "/users/9");
    const auto nowhere = server.arrival(0ms, "GET", "/no/such/page");
    const auto invalid = server.arrival(0ms, "POST", "/users", form);
    for (int i = 0; i < stage.integer("requests"); ++i) {
        server.arrival(100ms, "GET", "/legacy");
    }
    const auto hello = server.arrival(200ms, "GET", "/");
    co_await server.all_answered();

    log("GET /users/1: {} {}", found->status, found->text);
    log("GET /users/9: {} {}", nobody->status, nobody->text);
    log("GET /no/such/page: {} {}", nowhere->status, nowhere->text);
    log("POST /users: {} {}", invalid->status, invalid->text);
    const Duration waited = *hello->answered_at - 200ms;
    log("GET /: {} after {}", hello->status, format_duration(waited.count()));
    stage.expect(waited <= 100ms, "who says hello is answered within 100 ms");
    server.stop();
    co_await serving;
    co_return fmt::format("hello after {}, stopped at {}", format_duration(waited.count()),
                          format_duration(now().count()));
}

void add_users(WebApp& app, const Dependency& connection) {
    app.get("/", root);
    app.get("/users/{user_id}", get_user).integer("user_id").depends(connection);
    app.post("/users", create_user).body_text("name").body_integer("age").depends(connection);
}

Coroutine<std::string> in_the_loop(Stage& stage) {
    Semaphore pool("connections", 5);
    WebApp app;
    add_users(app, connection_from(pool, 10ms));
    app.get("/legacy", [work = stage.duration("work")](WebRequest&) -> Coroutine<std::string> {
        co_return legacy_function(work);
    });
    const std::string result = co_await visit(stage, app);
    co_return result;
}

Coroutine<std::string> in_threads(Stage& stage) {
    Semaphore pool("connections", 5);
    WebApp app;
    add_users(app, connection_from(pool, 10ms));
    app.get_sync("/legacy",
                 [work = stage.duration("work")](WebRequest&) { return legacy_function(work); });
    const std::string result = co_await visit(stage, app);
    co_return result;
}

}  // namespace

const Scenario kWebServer{
    ScenarioId("patterns/web-server"),
    Title("A web server with an old endpoint", "带旧接口的 Web 服务器"),
    Difficulty::Medium,
    Params()
        .integer("requests", 10, AtLeast(0), AtMost(100))
        .integer("threads", 40, AtLeast(1), AtMost(100))
        .duration("work", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s)),
    Variants()
        .broken(in_the_loop, Expected()
                                 .finding("blocking-call")
                                 .check_fails("who says hello is answered within 100 ms")
                                 .result("hello after 4.9 s, stopped at 5.3 s"))
        .fixed(in_threads, Expected().result("hello after 0 ms, stopped at 800 ms")),
};

}  // namespace coroscope
