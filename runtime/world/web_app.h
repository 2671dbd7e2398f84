// WebApp: what a web server answers: routes with handlers, dependencies and parameters, as FastAPI.
//
//     WebApp app;
//     app.get("/users/{user_id}", get_user).integer("user_id").depends(session);
//     app.post("/users", create_user).body_text("name").body_integer("age");
//     app.get_sync("/report", [](WebRequest&) { blocking(1s); return "done"; });   // in a thread
//
// A handler is a coroutine function that returns the body, and raises HTTPException for another
// status than 200. Any other error is a 500. A synchronous handler runs in one of the server's
// threads. Before the handler its dependencies are solved, one after another, depth first, in the
// order of their declaration, each once for a request unless it is uncached; then what is wrong
// with the parameters is told: one 422 for all of it, and the handler is not called. A dependency
// that has a second part is left in reverse order: after the response was sent and the background
// jobs have run, or, with function_scope(), before it is sent. Sources: FastAPI 0.141,
// Starlette 0.47.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/error.h"
#include "runtime/core/event_loop.h"

namespace coroscope {

struct HTTPException : Error {
    HTTPException(int code, std::string detail)
        : Error("HTTPException", std::move(detail)), status(code) {}
    int status;
};

/// A request, as handlers and dependencies see it.
class WebRequest {
public:
    std::string method;
    std::string path;
    std::map<std::string, std::string> parameters;  ///< of the path and the query
    std::map<std::string, std::string> body;

    /// A parameter, of the path, the query or the body. Errors: LookupError.
    [[nodiscard]] const std::string& text(const std::string& name) const;
    [[nodiscard]] std::int64_t number(const std::string& name) const;
    /// Runs after the response was sent, in the request's own task, in this order.
    void add_background(std::function<Coroutine<>()> job) { background.push_back(std::move(job)); }
    std::vector<std::function<Coroutine<>()>> background;
};

/// Something that handlers need. Copies are the same dependency.
class Dependency {
public:
    using Part = std::function<Coroutine<>(WebRequest&)>;
    explicit Dependency(Part enter);
    /// The part behind the "yield".
    Dependency& leave(Part part);
    /// It needs these first.
    Dependency& depends(const Dependency& other);
    /// Anew for everyone who needs it (use_cache=False).
    Dependency& uncached();
    /// Left before the response is sent (scope="function").
    Dependency& function_scope();

    struct State {
        Part enter;
        Part leave = {};
        std::vector<std::shared_ptr<const State>> needs = {};
        bool cached = true;
        bool before_sending = false;
    };
    [[nodiscard]] std::shared_ptr<const State> state() const { return state_; }

private:
    std::shared_ptr<State> state_;
};

struct WebRoute {
    using Handler = std::function<Coroutine<std::string>(WebRequest&)>;
    using SyncHandler = std::function<std::string(WebRequest&)>;

    WebRoute(std::string_view of_method, std::string_view of_path)
        : method(of_method), path(of_path) {}
    /// Parameters that must be there, and be a number.
    WebRoute& integer(std::string name);
    WebRoute& body_text(std::string name);
    WebRoute& body_integer(std::string name);
    WebRoute& depends(const Dependency& dependency);

    /// What is wrong with the request: "age: not a number".
    [[nodiscard]] std::vector<std::string> problems(const WebRequest& request) const;
    /// True if the path is of this route; notes the parameters that it has.
    bool matches(std::string_view path, std::map<std::string, std::string>& parameters) const;

    struct Parameter {
        std::string name;
        bool in_body = false;
        bool number = false;
    };
    std::string method;
    std::string path;
    Handler handler = {};
    SyncHandler sync_handler = {};
    std::vector<Parameter> parameters = {};
    std::vector<std::shared_ptr<const Dependency::State>> dependencies = {};
};

class WebApp {
public:
    WebRoute& get(std::string_view path, WebRoute::Handler handler);
    WebRoute& post(std::string_view path, WebRoute::Handler handler);
    /// "def" instead of "async def".
    WebRoute& get_sync(std::string_view path, WebRoute::SyncHandler handler);
    /// What runs before the first request is accepted, and after the last connection is closed.
    WebApp& lifespan(std::function<Coroutine<>()> startup, std::function<Coroutine<>()> shutdown);

    struct Found {
        const WebRoute* route = nullptr;
        int status = 200;  ///< 404: no such path; 405: not with this method
    };
    [[nodiscard]] Found find(WebRequest& request) const;
    std::function<Coroutine<>()> startup = {};
    std::function<Coroutine<>()> shutdown = {};

private:
    WebRoute& add(std::string_view method, std::string_view path);
    std::vector<std::unique_ptr<WebRoute>> routes_;
};

}  // namespace coroscope
