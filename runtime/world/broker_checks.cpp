// What a broker looks for from time to time: messages that have been unacknowledged for too long.

#include <algorithm>
#include <utility>

#include "runtime/world/broker.h"
#include "runtime/world/job_definition.h"

namespace coroscope {

namespace {

constexpr Duration kRabbitMqPeriod = std::chrono::minutes(1);

/// The first of since, since + period, ... that comes after `time`.
Duration next_tick(Duration since, Duration period, Duration time) {
    return since + ((time - since) / period + 1) * period;
}

}  // namespace

// In Redis each worker looks, once per period from its own start; in RabbitMQ the server. It does
// so only while there is something to look at.
void Broker::look_later() {
    if (check_ != Agenda::kNone || unacked_.empty() || !up_) {
        return;
    }
    if (transport_ == Transport::RabbitMq) {
        if (conf_.consumer_timeout != Duration::zero()) {
            check_ = agenda_.at(next_tick({}, kRabbitMqPeriod, now()), [this] { look(); });
        }
        return;
    }
    if (connections_.empty()) {
        return;  // nobody looks; who comes next does
    }
    Duration next = Duration::max();
    for (const auto& [number, connection] : connections_) {
        next = std::min(next, next_tick(connection.since, conf_.visibility_check_period, now()));
    }
    check_ = agenda_.at(next, [this] { look(); });
}

void Broker::look() {
    agenda_.cancel(std::exchange(check_, Agenda::kNone));
    if (!up_) {
        return;
    }
    if (transport_ == Transport::Redis) {
        put_back_invisible();
    } else {
        close_slow_consumers();
    }
    look_later();
    pump();
}

void Broker::put_back_invisible() {
    if (connections_.empty()) {
        return;
    }
    std::vector<Delivery> late;
    for (auto it = unacked_.begin(); it != unacked_.end();) {
        if (now() - it->second.since >= conf_.visibility_timeout) {
            late.push_back(std::move(it->second.delivery));
            it = unacked_.erase(it);
        } else {
            ++it;
        }
    }
    for (auto it = late.rbegin(); it != late.rend(); ++it) {  // the oldest comes to the very front
        put_back(std::move(*it), BrokerQueue::Where::Front, false);
    }
}

void Broker::close_slow_consumers() {
    std::vector<int> slow;
    for (const auto& [tag, unacked] : unacked_) {
        const bool is_slow = now() - unacked.since > conf_.consumer_timeout;
        if (is_slow && std::find(slow.begin(), slow.end(), unacked.connection) == slow.end()) {
            slow.push_back(unacked.connection);
        }
    }
    for (const int number : slow) {
        const auto found = connections_.find(number);
        if (found == connections_.end()) {
            continue;
        }
        Consumer* const consumer = found->second.consumer;
        close(number, false, false);
        consumer->connection_lost();
    }
}

void Broker::let_go() noexcept {
    agenda_.clear();
    unacked_.clear();
    for (auto& [name, line] : lines_) {
        line.queue->let_go();
    }
}

}  // namespace coroscope
