#include "runtime/world/http_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "runtime/sync/timeout.h"
#include "runtime/world/http_exchange.h"

namespace coroscope {

namespace {

constexpr Duration kCeilThreshold = std::chrono::seconds(5);
constexpr int kMostRedirects = 10;

std::optional<Duration> deadline(std::optional<Duration> after, bool rounded) {
    if (!after) {
        return std::nullopt;
    }
    const Duration when = now() + *after;
    return rounded ? std::chrono::ceil<std::chrono::seconds>(when) : when;
}

struct Url {
    std::string host;
    std::string path;
};

/// `base`: the URL that a relative one belongs to.
Url parse(std::string_view url, std::string_view base) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) {
        if (base.empty() || !url.starts_with('/')) {
            throw ValueError(fmt::format("InvalidURL: {}", url));
        }
        return {std::string(base), std::string(url)};
    }
    const std::string_view rest = url.substr(scheme + 3);
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos) {
        return {std::string(rest), "/"};
    }
    return {std::string(rest.substr(0, slash)), std::string(rest.substr(slash))};
}

bool is_idempotent(std::string_view method) {
    constexpr std::array<std::string_view, 6> kIdempotent = {"GET",    "HEAD",    "PUT",
                                                             "DELETE", "OPTIONS", "TRACE"};
    return std::ranges::find(kIdempotent, method) != kIdempotent.end();
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

using PoolRef = std::shared_ptr<ConnectionPool>;
using ExchangeRef = std::shared_ptr<Exchange>;

// One coroutine for all of it, so that a learner sees one: redirects, the silent second try.
Coroutine<ExchangeRef> exchange(PoolRef pool, std::string method, std::string* url,
                                ClientTimeout timeout, std::source_location where) {
    co_await StandAt(where);
    Url target = parse(*url, {});
    int redirects = 0;
    bool may_retry = is_idempotent(method);
    for (;;) {
        ConnectionRef connection;
        const std::optional<Duration> until = timeout.connect_deadline();
        const std::optional<Duration> socket = timeout.sock_connect_limit();
        try {
            connection = co_await ConnectionPool::connect(pool, target.host, until, socket);
        } catch (const TimeoutError&) {
            throw ConnectionTimeoutError("Connection timeout to host " + target.host);
        }
        const TaskId task = EventLoop::running().current_task_id();
        auto made = std::make_shared<Exchange>(pool, connection, task, timeout.sock_read_limit());
        bool again = false;
        try {
            made->begin(method, target.path, where);
            while (!made->has_head()) {
                const Reply<> news = made->news();
                co_await news;
            }
        } catch (const ServerDisconnectedError&) {
            made->leave();
            if (!may_retry) {
                throw;
            }
            again = true;
        } catch (...) {
            made->leave();
            throw;
        }
        if (again) {
            may_retry = false;
            continue;
        }
        const HttpHead head = made->head();
        if (made->complete()) {
            made->leave();
        }
        if (!is_redirect(head.status) || head.location.empty()) {
            co_return made;
        }
        made->leave();
        if (++redirects > kMostRedirects) {
            throw ClientResponseError(head.status,
                                      fmt::format("{}, too many redirects", head.status));
        }
        if (head.status <= 303 && method == "POST") {
            method = "GET";
        }
        may_retry = is_idempotent(method);
        target = parse(head.location, target.host);
        *url = fmt::format("https://{}{}", target.host, target.path);
    }
}

Coroutine<Response> request(PoolRef pool, std::string method, std::string url,
                            ClientTimeout timeout, std::source_location where) {
    co_await StandAt(where);
    if (pool->closed()) {
        throw RuntimeError("Session is closed");
    }
    const std::optional<Duration> until = timeout.total_deadline();
    Timeout scope = timeout_at(until);
    ExchangeRef made;
    std::exception_ptr error;
    scope.enter();
    try {
        made = co_await exchange(pool, method, &url, timeout, where);
    } catch (...) {
        error = std::current_exception();
    }
    scope.exit(error);
    co_return Response(made, until, url);
}

Coroutine<std::string> text(ExchangeRef exchange, std::optional<Duration> until,
                            std::source_location where) {
    co_await StandAt(where);
    Timeout scope = timeout_at(until);
    std::exception_ptr error;
    scope.enter();
    try {
        while (!exchange->complete()) {
            const Reply<> news = exchange->news();
            co_await news;
        }
    } catch (...) {
        error = std::current_exception();
    }
    exchange->leave();
    scope.exit(error);
    co_return exchange->head().body;
}

}  // namespace

std::optional<Duration> ClientTimeout::total_deadline() const {
    return deadline(total_, rounding_ && total_ >= kCeilThreshold);
}
std::optional<Duration> ClientTimeout::connect_deadline() const {
    return deadline(connect_, rounding_ && connect_ > kCeilThreshold);
}
std::optional<Duration> ClientTimeout::sock_connect_limit() const { return sock_connect_; }

Response::Response(std::shared_ptr<Exchange> exchange, std::optional<Duration> deadline,
                   std::string_view url)
    : exchange_(std::move(exchange)), deadline_(deadline), url_(url) {}
Response::Response(Response&& other) noexcept = default;
Response::~Response() {
    if (exchange_ != nullptr) {
        exchange_->leave();
    }
}

int Response::status() const { return exchange_->head().status; }
Duration Response::retry_after() const { return exchange_->head().retry_after; }

Coroutine<std::string> Response::text(std::source_location where) {
    return coroscope::text(exchange_, deadline_, where);
}

void Response::raise_for_status() const {
    if (status() >= 400) {
        throw ClientResponseError(status(), fmt::format("{}, url='{}'", status(), url_));
    }
}

ClientSession::ClientSession(const Web& web, const TCPConnector& connector,
                             const ClientTimeout& timeout, std::source_location where)
    : pool_(std::make_shared<ConnectionPool>(web.state(), connector, where)), timeout_(timeout) {}

ClientSession::~ClientSession() { close(); }

void ClientSession::close() { pool_->close(); }

Coroutine<Response> ClientSession::get(std::string url, std::source_location where) {
    return coroscope::request(pool_, "GET", std::move(url), timeout_, where);
}
Coroutine<Response> ClientSession::get(std::string url, const ClientTimeout& timeout,
                                       std::source_location where) {
    return coroscope::request(pool_, "GET", std::move(url), timeout, where);
}
Coroutine<Response> ClientSession::post(std::string url, std::source_location where) {
    return coroscope::request(pool_, "POST", std::move(url), timeout_, where);
}
Coroutine<Response> ClientSession::request(std::string_view method, std::string url,
                                           const ClientTimeout& timeout,
                                           std::source_location where) {
    return coroscope::request(pool_, std::string(method), std::move(url), timeout, where);
}

}  // namespace coroscope
