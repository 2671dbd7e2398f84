// TCPConnector: how a session uses connections. ConnectionPool: the connections that it has, as
// aiohttp's connector keeps them; a session owns one (http_client.h).
//
//     TCPConnector().limit(100).limit_per_host(30).ttl_dns_cache(300s)
//
// A request takes the connection that has been idle longest. If none is, and the limits leave room,
// it makes a new one (look-up, connecting); else it waits. Waiting is for a permit of the pool's
// semaphore "connections" or "connections to HOST", whichever is used up, and in order of arrival
// for each host; between hosts whoever has waited longest goes first (aiohttp draws). A waiter that
// is woken has nothing reserved: if somebody was faster, it waits again, at the front. An idle
// connection is taken even where the limits are reached.
//
// Idle connections do not count towards the limits. One is good while it is idle for at most
// keepalive_timeout and the server has not closed it. Look-ups of a host at the same time are one,
// which goes on when a request that wants it is cancelled; the answer is kept for ttl_dns_cache.
//
// Source: aiohttp 3.14, aiohttp/connector.py.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/coroutine.h"
#include "runtime/core/gauge.h"
#include "runtime/world/agenda.h"
#include "runtime/world/http_service.h"

namespace coroscope {

class TCPConnector {
public:
    /// Connections in use at the same time; 0 = no limit.
    TCPConnector& limit(int connections) {
        limit_ = connections;
        return *this;
    }
    /// The same for each host.
    TCPConnector& limit_per_host(int connections) {
        limit_per_host_ = connections;
        return *this;
    }
    TCPConnector& ttl_dns_cache(Duration kept) {
        ttl_dns_cache_ = kept;
        return *this;
    }
    TCPConnector& keepalive_timeout(Duration idle) {
        keepalive_timeout_ = idle;
        return *this;
    }
    /// Every connection is closed after its first request.
    TCPConnector& force_close() {
        force_close_ = true;
        return *this;
    }

private:
    friend class ConnectionPool;
    int limit_ = 100;
    int limit_per_host_ = 0;
    Duration ttl_dns_cache_ = std::chrono::seconds(10);
    Duration keepalive_timeout_ = std::chrono::seconds(15);
    bool force_close_ = false;
};

/// A connection to a service; in use or idle.
struct Connection {
    std::string host;
    std::weak_ptr<HttpService> service;
    Duration idle_since{0};
    bool reused = false;
    bool closed = false;

    /// When the server closes it, if it stays idle; never: Duration::max().
    [[nodiscard]] Duration closed_by_server() const;
};
using ConnectionRef = std::shared_ptr<Connection>;

/// What a pool has done so far.
struct PoolCounts {
    int made = 0;      ///< connections
    int reused = 0;    ///< requests that found one
    int look_ups = 0;  ///< of host names
};

class Exchange;

class ConnectionPool {
public:
    ConnectionPool(std::shared_ptr<Web::State> web, const TCPConnector& options,
                   std::source_location where);
    ~ConnectionPool();

    /// A connection to `host`, for the running task. Errors: TimeoutError if it is not there at
    /// `deadline`, or opening a new one takes longer than `sock_connect`; ClientConnectorError.
    [[nodiscard]] static Coroutine<ConnectionRef> connect(std::shared_ptr<ConnectionPool> self,
                                                          std::string host,
                                                          std::optional<Duration> deadline,
                                                          std::optional<Duration> sock_connect);
    /// The request is over. `close`: the connection cannot be used again.
    void release(const ConnectionRef& connection, bool close);
    /// Waiters are cancelled, exchanges cut off; nothing is kept any more.
    void close();
    void enter(std::weak_ptr<Exchange> exchange);
    [[nodiscard]] bool closed() const { return closed_; }
    [[nodiscard]] const PoolCounts& counts() const { return counts_; }
    [[nodiscard]] std::int64_t in_use() const { return in_use_.value(); }
    [[nodiscard]] Agenda& agenda() { return agenda_; }

private:
    class Permits;
    class SlotFuture;
    using Slot = Ref<FutureBase>;

    [[nodiscard]] ConnectionRef take_idle(const std::string& host);
    [[nodiscard]] bool has_room(const std::string& host) const;
    void take_slot(const std::string& host, bool after_waiting);
    void give_slot(const std::string& host);
    /// A place in the line; done when it is worth looking again.
    [[nodiscard]] Slot line_up(const std::string& host, bool in_front);
    void leave_line(const std::string& host, const Slot& slot);
    void wake_next();
    /// False if its address is known, or costs nothing.
    [[nodiscard]] bool must_look_up(const std::string& host);
    /// True if the host has an address. Requires: must_look_up().
    [[nodiscard]] Reply<bool> look_up(const std::string& host);
    [[nodiscard]] int free_dns_row() const;
    /// True once a new connection is there.
    [[nodiscard]] Reply<bool> open(const std::string& host);
    [[nodiscard]] ConnectionRef new_connection(const std::string& host);

    struct Host {
        std::unique_ptr<Permits> permits;  // null without a limit for each
        std::deque<Slot> line;
        std::deque<ConnectionRef> idle;
        std::vector<Reply<bool>> looking_up;
        int dns_row = -1;
        std::optional<Duration> known_since;
    };
    [[nodiscard]] Host& host(const std::string& name);

    std::shared_ptr<Web::State> web_;
    TCPConnector options_;
    std::source_location where_;
    Gauge in_use_;
    std::unique_ptr<Permits> permits_;  // null without a limit
    std::map<std::string, Host, std::less<>> hosts_;
    std::vector<std::weak_ptr<Exchange>> exchanges_;
    std::unique_ptr<Place> dns_;  // once a look-up costs something
    Agenda agenda_;
    PoolCounts counts_;
    std::int64_t arrivals_ = 0;
    bool closed_ = false;
};

}  // namespace coroscope
