#include "runtime/world/web_server.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"

namespace coroscope {

ServerOptions& ServerOptions::threads(int count) {
    thread_count = count;
    return *this;
}
ServerOptions& ServerOptions::limit_concurrency(int connections) {
    most_connections = connections;
    return *this;
}
ServerOptions& ServerOptions::timeout_graceful_shutdown(Duration limit) {
    graceful = limit;
    return *this;
}
ServerOptions& ServerOptions::tick(Duration duration) {
    period = duration;
    return *this;
}

/// One request, from the route to the background jobs.
class WebServer::Visit {
public:
    Visit(WebServer& server, ClientCallRef call, int row, std::int64_t job)
        : server_(server), call_(std::move(call)), row_(row), job_(job) {
        request_.method = call_->method;
        request_.path = call_->path;
        request_.body = call_->body;
        read_query();
    }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

    Coroutine<> run() {
        try {
            auto answering = answer();
            co_await answering;
            auto leaving = leave(true);
            co_await leaving;
        } catch (const CancelledError&) {
            send(0, "");
            throw;
        }
        send();
        for (const auto& job : request_.background) {
            auto running = job();
            co_await running;
        }
        auto leaving = leave(false);
        co_await leaving;
    }

private:
    void read_query() {
        const std::size_t mark = request_.path.find('?');
        if (mark == std::string::npos) {
            return;
        }
        std::string_view rest = std::string_view(request_.path).substr(mark + 1);
        while (!rest.empty()) {
            const std::string_view pair = rest.substr(0, rest.find('&'));
            const std::size_t equals = pair.find('=');
            const std::string_view value =
                equals == std::string_view::npos ? "" : pair.substr(equals + 1);
            request_.parameters[std::string(pair.substr(0, equals))] = std::string(value);
            rest = pair.size() == rest.size() ? "" : rest.substr(pair.size() + 1);
        }
    }

    /// status_ and text_ are what shall be sent.
    Coroutine<> answer() {
        const auto [route, status] = server_.app_.find(request_);
        if (route == nullptr) {
            set(status, status == 404 ? "Not Found" : "Method Not Allowed");
            co_return;
        }
        try {
            for (const auto& dependency : route->dependencies) {
                auto solving = solve(dependency);
                co_await solving;
            }
            const std::vector<std::string> problems = route->problems(request_);
            if (!problems.empty()) {
                set(422, fmt::format("{}", fmt::join(problems, "; ")));
                co_return;
            }
            auto handling = handle(*route);
            co_await handling;
        } catch (const HTTPException& error) {
            set(error.status, error.message());
        } catch (const std::exception& error) {
            set(500, "Internal Server Error");
        }
    }

    Coroutine<> handle(const WebRoute& route) {
        if (route.handler) {
            auto handling = route.handler(request_);
            text_ = co_await handling;
        } else {
            const auto call = [&route, this] { return route.sync_handler(request_); };
            const auto future =
                run_in_executor(server_.threads_, call, route.method + " " + route.path);
            text_ = co_await future;
        }
        status_ = 200;
    }

    Coroutine<> solve(std::shared_ptr<const Dependency::State> dependency) {
        if (dependency->cached && !solved_.insert(dependency.get()).second) {
            co_return;
        }
        for (const auto& other : dependency->needs) {
            auto solving = solve(other);
            co_await solving;
        }
        auto entering = dependency->enter(request_);
        co_await entering;
        if (dependency->leave) {
            entered_.push_back(dependency);
        }
    }

    /// Those that are left at this moment, the last one first. An error of one does not keep the
    /// others from being left; before the response is sent it makes it a 500.
    Coroutine<> leave(bool before_sending) {
        const auto entered = entered_;
        for (auto it = entered.rbegin(); it != entered.rend(); ++it) {
            const std::shared_ptr<const Dependency::State> dependency = *it;
            if (dependency->before_sending != before_sending) {
                continue;
            }
            std::erase(entered_, dependency);
            try {
                auto leaving = dependency->leave(request_);
                co_await leaving;
            } catch (const std::exception& error) {
                if (before_sending) {
                    set(500, "Internal Server Error");
                } else {
                    log("Exception in ASGI application: {}", error.what());
                }
            }
        }
    }

    void set(int status, std::string text) {
        status_ = status;
        text_ = std::move(text);
    }
    void send() { send(status_, text_); }
    void send(int status, const std::string& text) {
        if (call_->hung_up) {
            return;
        }
        if (status != 0) {
            call_->status = status;
            call_->text = text;
            call_->answered_at = now();
            const SentMessage answer(std::to_string(status));
            answer.arrive(server_.clients_, row_);
        }
        server_.close_client(row_, job_, status == 0 ? "ConnectionResetError" : "");
    }

    WebServer& server_;
    ClientCallRef call_;
    int row_;
    std::int64_t job_;
    WebRequest request_;
    int status_ = 500;
    std::string text_;
    std::set<const Dependency::State*> solved_;
    std::vector<std::shared_ptr<const Dependency::State>> entered_;
};

WebServer::WebServer(const WebApp& app, const ServerOptions& options, std::source_location where)
    : app_(app),
      options_(options),
      clients_("clients", Place::kMostRows, where),
      threads_(options.thread_count, "threads", where),
      rows_(Place::kMostRows, false) {}

WebServer::~WebServer() = default;

int WebServer::free_row() const {
    return static_cast<int>(std::ranges::find(rows_, false) - rows_.begin());
}

ClientCallRef WebServer::arrival(Duration time, std::string_view method, std::string_view path,
                                 std::map<std::string, std::string> body) {
    auto call = std::make_shared<ClientCall>();
    call->method = method;
    call->path = path;
    call->body = std::move(body);
    ++open_calls_;
    agenda_.at(time, [this, call] { arrive(call); });
    return call;
}

void WebServer::close_client(int row, std::int64_t job, std::string_view error) {
    clients_.end(job, error);
    rows_[static_cast<std::size_t>(row)] = false;
    settle();
}

void WebServer::settle() {
    if (--open_calls_ == 0) {
        for (const Reply<>& waiter : waiting_) {
            waiter.set();
        }
        waiting_.clear();
    }
}

void WebServer::arrive(const ClientCallRef& call) {
    const int row = free_row();
    if (!accepts_ || row == Place::kMostRows) {
        call->refused = true;
        settle();
        return;
    }
    const std::string what = call->method + " " + call->path;
    const std::int64_t job = clients_.work(what, row);
    rows_[static_cast<std::size_t>(row)] = true;
    if (options_.most_connections > 0 && open_connections() + 1 >= options_.most_connections) {
        call->status = 503;
        call->text = "Service Unavailable";
        call->answered_at = now();
        close_client(row, job, "");
        return;
    }
    const SentMessage request(clients_, row, what);
    auto visit = std::make_shared<Visit>(*this, call, row, job);
    auto task = create_task(
        [](std::shared_ptr<Visit> of) -> Coroutine<> {
            auto running = of->run();
            co_await running;
        }(visit),
        name("request", ++calls_));
    request.arrive(task.id());
    active_.push_back(task);
    task.add_done_callback([this](const Task<>& ended) { std::erase(active_, ended); });
    if (call->patience) {
        agenda_.after(*call->patience, [this, call, row, job] {
            if (!call->answered_at) {
                call->hung_up = true;
                close_client(row, job, "hung up");
            }
        });
    }
}

void WebServer::stop_at(Duration time) {
    agenda_.at(time, [this] { stop(); });
}

Coroutine<> WebServer::all_answered() {
    if (open_calls_ > 0) {
        const Reply<> done(clients_);
        waiting_.push_back(done);
        co_await done;
    }
}

Coroutine<> WebServer::serve() {
    if (app_.startup) {
        auto starting = app_.startup();
        co_await starting;
    }
    accepts_ = true;
    while (!should_exit_) {
        co_await sleep(options_.period);
    }
    accepts_ = false;
    co_await sleep(options_.period);
    const Duration start = now();
    while (!active_.empty()) {
        if (options_.graceful > Duration::zero() && now() - start >= options_.graceful) {
            const std::vector<Task<>> left = active_;
            for (const Task<>& task : left) {
                task.cancel();
                ++cut_off_;
            }
            co_await gather(return_exceptions, left);
            break;
        }
        co_await sleep(options_.period);
    }
    if (app_.shutdown) {
        auto ending = app_.shutdown();
        co_await ending;
    }
}

}  // namespace coroscope
