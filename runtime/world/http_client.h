// ClientSession: asks services over HTTP, as aiohttp's does.
//
//     Web web;
//     HttpService& shop = web.serve("shop.example");
//     shop.at("/", Endpoint().latency(1s).body("hello"));
//
//     TCPConnector connector = TCPConnector().limit(100).limit_per_host(30);
//     ClientSession session(web, connector, ClientTimeout().total(30s).sock_read(10s));
//     Response response = co_await session.get("https://shop.example/");
//     const std::string text = co_await response.text();
//
// One session for a program: it owns the connections. Going out of scope it closes ("async with").
// get() returns when the head of the answer is there. Reading the body to its end gives the
// connection back; a response that goes out of scope before closes the connection. A task that is
// cancelled, or whose time is over, closes its connection, too; the service works on.
//
// A status of 400 or more is no error until raise_for_status(). GET, HEAD, PUT, DELETE, OPTIONS and
// TRACE are sent once more, silently, if the server closed the connection before it answered; POST
// raises ServerDisconnectedError. Redirects are followed, at most ten.
//
// Timeouts, none = no limit: `total` (300 s) from the call to the last byte read, waiting for a
// connection included; `connect` for getting a connection, waiting included; `sock_connect` (30 s)
// for opening a new one; `sock_read` for the longest silence. rounding(): deadlines of more than
// 5 s (total: from 5 s) move to the next whole second, as aiohttp does; off here unless it is set.
//
// Errors: http_errors.h; RuntimeError once the session is closed; ValueError for no http(s) URL.
// Source: aiohttp 3.14, aiohttp/client.py, client_proto.py, helpers.py.
#pragma once

#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>

#include "runtime/core/coroutine.h"
#include "runtime/world/http_connector.h"
#include "runtime/world/http_errors.h"

namespace coroscope {

class ClientTimeout {
public:
    ClientTimeout() = default;
    ClientTimeout& total(std::optional<Duration> time) {
        total_ = time;
        return *this;
    }
    ClientTimeout& connect(std::optional<Duration> time) {
        connect_ = time;
        return *this;
    }
    ClientTimeout& sock_connect(std::optional<Duration> time) {
        sock_connect_ = time;
        return *this;
    }
    ClientTimeout& sock_read(std::optional<Duration> time) {
        sock_read_ = time;
        return *this;
    }
    ClientTimeout& rounding() {
        rounding_ = true;
        return *this;
    }

    /// In loop time, for what begins now.
    [[nodiscard]] std::optional<Duration> total_deadline() const;
    [[nodiscard]] std::optional<Duration> connect_deadline() const;
    [[nodiscard]] std::optional<Duration> sock_connect_limit() const;
    [[nodiscard]] std::optional<Duration> sock_read_limit() const { return sock_read_; }

private:
    std::optional<Duration> total_ = std::chrono::seconds(300);
    std::optional<Duration> connect_;
    std::optional<Duration> sock_connect_ = std::chrono::seconds(30);
    std::optional<Duration> sock_read_;
    bool rounding_ = false;
};

class Exchange;

class [[nodiscard]] Response {
public:
    Response(std::shared_ptr<Exchange> exchange, std::optional<Duration> deadline,
             std::string_view url);
    Response(Response&& other) noexcept;
    Response(const Response&) = delete;
    Response& operator=(const Response&) = delete;
    Response& operator=(Response&&) = delete;
    ~Response();

    [[nodiscard]] int status() const;
    [[nodiscard]] const std::string& url() const { return url_; }
    /// The Retry-After header, 0 if there is none.
    [[nodiscard]] Duration retry_after() const;
    /// The body, once all of it is there. Errors: TimeoutError, SocketTimeoutError,
    /// ClientPayloadError.
    [[nodiscard]] Coroutine<std::string> text(
        std::source_location where = std::source_location::current());
    /// Errors: ClientResponseError for a status of 400 or more.
    void raise_for_status() const;

private:
    std::shared_ptr<Exchange> exchange_;
    std::optional<Duration> deadline_;  // of `total`
    std::string url_;
};

class ClientSession {
public:
    explicit ClientSession(const Web& web, const TCPConnector& connector = TCPConnector(),
                           const ClientTimeout& timeout = ClientTimeout(),
                           std::source_location where = std::source_location::current());
    ~ClientSession();
    ClientSession(const ClientSession&) = delete;
    ClientSession& operator=(const ClientSession&) = delete;

    [[nodiscard]] Coroutine<Response> get(
        std::string url, std::source_location where = std::source_location::current());
    /// The same with a timeout of its own.
    [[nodiscard]] Coroutine<Response> get(
        std::string url, const ClientTimeout& timeout,
        std::source_location where = std::source_location::current());
    [[nodiscard]] Coroutine<Response> post(
        std::string url, std::source_location where = std::source_location::current());
    [[nodiscard]] Coroutine<Response> request(
        std::string_view method, std::string url, const ClientTimeout& timeout,
        std::source_location where = std::source_location::current());

    /// Those who wait for a connection are cancelled, connections in use are closed.
    void close();
    [[nodiscard]] const PoolCounts& connections() const { return pool_->counts(); }
    [[nodiscard]] std::int64_t in_use() const { return pool_->in_use(); }

private:
    std::shared_ptr<ConnectionPool> pool_;
    ClientTimeout timeout_;
};

}  // namespace coroscope
