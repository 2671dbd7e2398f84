#include "runtime/world/http_connector.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "runtime/sync/timeout.h"
#include "runtime/world/http_errors.h"
#include "runtime/world/http_exchange.h"

namespace coroscope {

namespace {
constexpr int kDnsRows = 16;
}

/// The permits of a limit, as a semaphore is seen. It only shows what the pool decides.
class ConnectionPool::Permits : public Resource {
public:
    Permits(std::string_view name, int limit, std::source_location where)
        : Resource(ResourceType::Semaphore, name, limit, where), limit_(limit) {}
    [[nodiscard]] bool used_up() const { return taken_ >= limit_; }
    void take(bool after_waiting) {
        ++taken_;
        trace_acquired(after_waiting, left());
    }
    void give_back() {
        --taken_;
        trace_released(left(), std::source_location());
    }

private:
    // An idle connection may be taken beyond the limit.
    [[nodiscard]] std::int64_t left() const { return std::max(limit_ - taken_, 0); }
    int limit_;
    int taken_ = 0;
};

/// A place in the line of a host.
class ConnectionPool::SlotFuture final : public FutureState<void> {
public:
    SlotFuture(EventLoop& loop, ObjectId permits, std::int64_t arrival)
        : FutureState<void>(loop, WaitReason::Semaphore, permits), arrival_(arrival) {}
    [[nodiscard]] std::int64_t arrival() const { return arrival_; }

private:
    [[nodiscard]] WakeReason wake_reason() const override { return WakeReason::PermitReleased; }
    std::int64_t arrival_;
};

Duration Connection::closed_by_server() const {
    const auto server = service.lock();
    if (server == nullptr || server->keep_alive() == Duration::max()) {
        return Duration::max();
    }
    return idle_since - server->hop() + server->keep_alive();
}

ConnectionPool::ConnectionPool(std::shared_ptr<Web::State> web, const TCPConnector& options,
                               std::source_location where)
    : web_(std::move(web)), options_(options), where_(where), in_use_("connections in use", where) {
    if (options.limit_ > 0) {
        permits_ = std::make_unique<Permits>("connections", options.limit_, where);
    }
}

ConnectionPool::~ConnectionPool() = default;

ConnectionPool::Host& ConnectionPool::host(const std::string& name) {
    const auto [at, is_new] = hosts_.try_emplace(name);
    if (is_new && options_.limit_per_host_ > 0) {
        at->second.permits = std::make_unique<Permits>(fmt::format("connections to {}", name),
                                                       options_.limit_per_host_, where_);
    }
    return at->second;
}

bool ConnectionPool::has_room(const std::string& name) const {
    const auto at = hosts_.find(name);
    return (permits_ == nullptr || !permits_->used_up()) &&
           (at == hosts_.end() || at->second.permits == nullptr || !at->second.permits->used_up());
}

void ConnectionPool::take_slot(const std::string& name, bool after_waiting) {
    in_use_.add(1, std::source_location());
    if (permits_ != nullptr) {
        permits_->take(after_waiting);
    }
    if (Host& of = host(name); of.permits != nullptr) {
        of.permits->take(after_waiting);
    }
}

void ConnectionPool::give_slot(const std::string& name) {
    in_use_.add(-1, std::source_location());
    if (Host& of = host(name); of.permits != nullptr) {
        of.permits->give_back();
    }
    if (permits_ != nullptr) {
        permits_->give_back();
    }
    wake_next();
}

// One at most: whoever is woken takes one slot.
void ConnectionPool::wake_next() {
    if (closed_) {
        return;
    }
    std::deque<Slot>* longest = nullptr;
    std::int64_t arrival = INT64_MAX;
    for (auto& [name, of] : hosts_) {
        while (!of.line.empty() && of.line.front()->done()) {
            of.line.pop_front();
        }
        if (of.line.empty() || !has_room(name)) {
            continue;
        }
        const auto& first = static_cast<const SlotFuture&>(*of.line.front());
        if (first.arrival() < arrival) {
            arrival = first.arrival();
            longest = &of.line;
        }
    }
    if (longest != nullptr) {
        const Slot next = longest->front();
        longest->pop_front();
        next->set_done();
    }
}

ConnectionRef ConnectionPool::take_idle(const std::string& name) {
    std::deque<ConnectionRef>& idle = host(name).idle;
    while (!idle.empty()) {
        ConnectionRef connection = idle.front();
        idle.pop_front();
        const auto service = connection->service.lock();
        const Duration hop = service == nullptr ? Duration(0) : service->hop();
        const Duration closes = connection->closed_by_server();
        const bool known_closed = closes != Duration::max() && now() > closes + hop;
        if (now() - connection->idle_since <= options_.keepalive_timeout_ && !known_closed) {
            connection->reused = true;
            ++counts_.reused;
            return connection;
        }
        connection->closed = true;
    }
    return nullptr;
}

// One coroutine, so that a learner sees one: it waits in line, for the name, for the socket.
Coroutine<ConnectionRef> ConnectionPool::connect(std::shared_ptr<ConnectionPool> self,
                                                 std::string host, std::optional<Duration> deadline,
                                                 std::optional<Duration> sock_connect) {
    co_await StandAt(std::source_location());
    ConnectionRef connection = self->take_idle(host);
    if (connection != nullptr) {
        self->take_slot(host, false);
        co_return connection;
    }
    Timeout all_of_it = timeout_at(deadline);
    bool has_slot = false;
    std::exception_ptr error;
    all_of_it.enter();
    try {
        bool waited = false;
        while (!self->has_room(host)) {
            const Slot slot = self->line_up(host, waited);
            try {
                co_await Future<>(slot);
            } catch (...) {
                self->leave_line(host, slot);
                throw;
            }
            waited = true;
        }
        connection = self->take_idle(host);
        self->take_slot(host, waited);
        has_slot = true;
        if (connection == nullptr) {
            bool exists = self->web_->services.contains(host);
            if (self->must_look_up(host)) {
                const Reply<bool> answer = self->look_up(host);
                exists = co_await answer;
            }
            if (!exists) {
                throw ClientConnectorError(
                    fmt::format("Cannot connect to host {}: Name or service not known", host));
            }
            Timeout socket(sock_connect);
            std::exception_ptr socket_error;
            bool there = false;
            const Reply<bool> opened = self->open(host);
            socket.enter();
            try {
                there = co_await opened;
            } catch (...) {
                socket_error = std::current_exception();
            }
            socket.exit(socket_error);
            if (!there) {
                throw ClientConnectorError(
                    fmt::format("Cannot connect to host {}: Connection refused", host));
            }
            connection = self->new_connection(host);
        }
    } catch (...) {
        error = std::current_exception();
        if (has_slot) {
            self->give_slot(host);
        }
    }
    all_of_it.exit(error);
    co_return connection;
}

ConnectionRef ConnectionPool::new_connection(const std::string& name) {
    ++counts_.made;
    auto connection = std::make_shared<Connection>();
    connection->host = name;
    connection->service = web_->services.at(name);
    return connection;
}

ConnectionPool::Slot ConnectionPool::line_up(const std::string& name, bool in_front) {
    Host& of = host(name);
    const bool own = of.permits != nullptr && of.permits->used_up();
    const ObjectId permits = (own ? of.permits : permits_)->object();
    const std::int64_t arrival = in_front ? 0 : ++arrivals_;
    Slot slot(new SlotFuture(EventLoop::running(), permits, arrival));
    if (in_front) {
        of.line.push_front(slot);
    } else {
        of.line.push_back(slot);
    }
    return slot;
}

void ConnectionPool::leave_line(const std::string& name, const Slot& slot) {
    std::erase_if(host(name).line, [&](const Slot& other) { return &*other == &*slot; });
    if (slot->done() && !slot->cancelled()) {
        wake_next();  // it was woken and will not come
    }
}

bool ConnectionPool::must_look_up(const std::string& name) {
    Host& of = host(name);
    if (of.known_since && now() <= *of.known_since + options_.ttl_dns_cache_) {
        return false;
    }
    if (web_->look_up > Duration::zero()) {
        return true;
    }
    ++counts_.look_ups;
    of.known_since = now();
    return false;
}

int ConnectionPool::free_dns_row() const {
    for (int row = 0; row < kDnsRows; ++row) {
        if (std::ranges::none_of(hosts_, [row](auto& of) { return of.second.dns_row == row; })) {
            return row;
        }
    }
    return -1;
}

Reply<bool> ConnectionPool::look_up(const std::string& name) {
    if (dns_ == nullptr) {
        dns_ = std::make_unique<Place>("DNS", kDnsRows, where_);
    }
    Host& of = host(name);
    Reply<bool> reply(*dns_);
    of.looking_up.push_back(reply);
    if (of.looking_up.size() > 1) {
        return reply;  // somebody has asked already
    }
    ++counts_.look_ups;
    of.dns_row = free_dns_row();
    const std::int64_t job = dns_->ask(name, where_);
    if (of.dns_row >= 0) {
        dns_->begin(job, of.dns_row);
    }
    agenda_.after(web_->look_up, [this, &of, job, exists = web_->services.contains(name)] {
        dns_->end(job);
        of.dns_row = -1;
        if (exists) {
            of.known_since = now();
        }
        for (const Reply<bool>& waiting : std::exchange(of.looking_up, {})) {
            waiting.set(exists);
        }
    });
    return reply;
}

Reply<bool> ConnectionPool::open(const std::string& name) {
    HttpService& service = *web_->services.at(name);
    Reply<bool> opened(service.place());
    service.connect(opened, web_->connecting);
    return opened;
}

void ConnectionPool::release(const ConnectionRef& connection, bool close) {
    if (close || options_.force_close_ || closed_) {
        connection->closed = true;
    } else {
        connection->idle_since = now();
        host(connection->host).idle.push_back(connection);
    }
    give_slot(connection->host);
}

void ConnectionPool::close() {
    if (std::exchange(closed_, true)) {
        return;
    }
    for (auto& [name, of] : hosts_) {
        of.idle.clear();
        for (const Slot& waiting : std::exchange(of.line, {})) {
            waiting->cancel(nullptr);
        }
    }
    for (const std::weak_ptr<Exchange>& weak : std::exchange(exchanges_, {})) {
        if (const auto exchange = weak.lock()) {
            exchange->cut_off();
        }
    }
    agenda_.clear();
}

void ConnectionPool::enter(std::weak_ptr<Exchange> exchange) {
    std::erase_if(exchanges_, [](const std::weak_ptr<Exchange>& old) {
        const auto still = old.lock();
        return still == nullptr || still->gone();
    });
    exchanges_.push_back(std::move(exchange));
}

}  // namespace coroscope
