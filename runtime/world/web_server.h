// WebServer: a server in the program's own loop, as uvicorn: a task for each request. The clients
// are outside: they are declared, as a list of arrivals.
//
//     WebServer server(app, ServerOptions().threads(40));
//     const ClientCallRef call = server.arrival(1s, "GET", "/users/7");
//     server.stop_at(60s);                       // or signals.add_handler(..., [&] {
//     server.stop(); }) co_await server.serve();                   // returns when it has shut down
//     log("{} at {}", call->status, call->answered_at);
//
// Stopping: noticed at the next tick (0.1 s); then no new connection is accepted. After another
// tick it looks each tick whether all requests are done; with timeout_graceful_shutdown it cancels
// those that are left when that time is over. Then the lifespan's second part. Source: uvicorn
// 0.35, server.py.
//
// Left out: keep-alive (each request has a connection of its own), streaming, TLS, several worker
// processes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/core/task.h"
#include "runtime/sync/executor.h"
#include "runtime/world/agenda.h"
#include "runtime/world/place.h"
#include "runtime/world/web_app.h"

namespace coroscope {

class ServerOptions {
public:
    /// For synchronous handlers, all of them together. 40.
    ServerOptions& threads(int count);
    /// With so many connections open, this one among them, it answers 503. 0: none.
    ServerOptions& limit_concurrency(int connections);
    /// 0: it waits for ever.
    ServerOptions& timeout_graceful_shutdown(Duration limit);
    ServerOptions& tick(Duration period);  ///< 100 ms
    int thread_count = 40;
    int most_connections = 0;
    Duration graceful = {};
    Duration period = std::chrono::milliseconds(100);
};

/// What a client asked, and what came of it.
struct ClientCall {
    std::string method;
    std::string path;
    std::map<std::string, std::string> body = {};
    std::optional<Duration> patience = {};  ///< it hangs up after so long
    int status = 0;                         ///< 0: no answer
    std::string text = {};
    std::optional<Duration> answered_at = {};
    bool refused = false;
    bool hung_up = false;
};
using ClientCallRef = std::shared_ptr<ClientCall>;

class WebServer {
public:
    WebServer(const WebApp& app, const ServerOptions& options = {},
              std::source_location where = std::source_location::current());
    WebServer(const WebServer&) = delete;
    WebServer& operator=(const WebServer&) = delete;
    ~WebServer();

    /// A request of a client, at this loop time. A query stands behind a "?" in the path.
    ClientCallRef arrival(Duration time, std::string_view method, std::string_view path,
                          std::map<std::string, std::string> body = {});
    /// Runs until it is stopped, and has shut down.
    [[nodiscard]] Coroutine<> serve();
    /// should_exit: noticed at the next tick.
    void stop() { should_exit_ = true; }
    void stop_at(Duration time);
    /// Done when each client has an answer, was refused or has hung up, so far.
    [[nodiscard]] Coroutine<> all_answered();
    [[nodiscard]] int open_connections() const { return static_cast<int>(active_.size()); }
    [[nodiscard]] int cut_off() const { return cut_off_; }

private:
    class Visit;
    void arrive(const ClientCallRef& call);
    void close_client(int row, std::int64_t job, std::string_view error);
    [[nodiscard]] int free_row() const;
    void settle();

    const WebApp& app_;
    ServerOptions options_;
    Place clients_;
    ThreadPoolExecutor threads_;
    Agenda agenda_;
    std::vector<Task<>> active_;
    std::vector<bool> rows_;
    bool accepts_ = false;
    bool should_exit_ = false;
    int cut_off_ = 0;
    int calls_ = 0;
    int open_calls_ = 0;
    std::vector<Reply<>> waiting_;
};

}  // namespace coroscope
