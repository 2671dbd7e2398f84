#include "runtime/world/broker.h"

#include <algorithm>

#include "runtime/world/job_definition.h"

namespace coroscope {

using Where = BrokerQueue::Where;

Broker::Broker(const CeleryConf& conf, Transport transport, std::source_location where)
    : conf_(conf),
      transport_(transport),
      place_(transport == Transport::Redis ? "redis" : "rabbitmq", 1, where) {}

Broker::Line& Broker::line(const std::string& name) {
    Line& found = lines_[name];
    if (!found.queue) {
        found.queue = std::make_unique<BrokerQueue>(name, transport_);
    }
    return found;
}

BrokerQueue& Broker::queue(const std::string& name) { return *line(name).queue; }

const BrokerQueue* Broker::find(const std::string& name) const {
    const auto found = lines_.find(name);
    return found == lines_.end() ? nullptr : found->second.queue.get();
}

void Broker::publish(std::shared_ptr<const detail::JobMessage> job, const SentMessage& message) {
    const Fault fault = std::exchange(fault_, Fault::None);
    if (fault == Fault::Lose) {
        ++lost_;
        return;
    }
    const bool twice = fault == Fault::Duplicate;
    if (conf_.network_hop == Duration::zero()) {
        message.arrive(place_);
        arrive(job);
        if (twice) {
            arrive(job);
        }
        return;
    }
    agenda_.after(conf_.network_hop, [this, job = std::move(job), message, twice] {
        if (!up_) {
            ++lost_;
            return;
        }
        message.arrive(place_);
        arrive(job);
        if (twice) {
            arrive(job);
        }
    });
}

void Broker::arrive(const std::shared_ptr<const detail::JobMessage>& job) {
    Line& to = line(job->queue);
    to.queue->put(Delivery{.message = job, .queue = job->queue}, Where::Back);
    const std::optional<std::size_t> most = to.queue->limit_of_length();
    while (most && to.queue->size() > *most) {
        bury(to.queue->take());
    }
    pump();
}

int Broker::connect(Consumer& consumer) {
    const int number = ++last_connection_;
    connections_.emplace(number, Connection{.consumer = &consumer, .since = now()});
    for (const std::string& name : consumer.queues()) {
        line(name).connections.push_back(number);
    }
    agenda_.after({}, [this, number] {
        const auto found = connections_.find(number);
        if (found == connections_.end()) {
            return;
        }
        found->second.ready = true;
        if (transport_ == Transport::Redis && !unacked_.empty()) {
            look();  // at its start, too
        }
        agenda_.after({}, [this] { pump(); });  // all that begin together share what waits
    });
    return number;
}

void Broker::stop_consuming(int connection) {
    const auto found = connections_.find(connection);
    if (found == connections_.end() || !found->second.consuming) {
        return;
    }
    found->second.consuming = false;
    for (auto& [name, line] : lines_) {
        const auto here = std::find(line.connections.begin(), line.connections.end(), connection);
        if (here == line.connections.end()) {
            continue;
        }
        const auto index = static_cast<std::size_t>(here - line.connections.begin());
        line.connections.erase(here);
        if (line.next > index) {
            --line.next;
        }
    }
}

void Broker::close(int connection, bool counts, bool politely) {
    forget(connection);
    if (transport_ == Transport::Redis && !politely) {
        return;
    }
    std::vector<Delivery> back;
    for (auto it = unacked_.begin(); it != unacked_.end();) {
        if (it->second.connection == connection) {
            back.push_back(std::move(it->second.delivery));
            it = unacked_.erase(it);
        } else {
            ++it;
        }
    }
    for (Delivery& delivery : back) {
        put_back(std::move(delivery), Where::OldPlace, counts);
    }
    pump();
}

void Broker::leave(int connection, Duration notice) {
    forget(connection);
    if (notice == Duration::zero()) {
        close(connection, true, false);
    } else {
        agenda_.after(notice, [this, connection] { close(connection, true, false); });
    }
}

void Broker::forget(int connection) {
    stop_consuming(connection);
    connections_.erase(connection);
}

void Broker::ack(std::uint64_t tag) {
    unacked_.erase(tag);
    pump();
}

void Broker::reject(std::uint64_t tag, bool requeue) {
    const auto found = unacked_.find(tag);
    if (found == unacked_.end()) {
        return;
    }
    Delivery delivery = std::move(found->second.delivery);
    unacked_.erase(found);
    if (requeue) {
        const bool redis = transport_ == Transport::Redis;
        put_back(std::move(delivery), redis ? Where::Back : Where::OldPlace, true);
    } else {
        bury(delivery);
    }
    pump();
}

void Broker::put_back(Delivery delivery, Where where, bool counts) {
    BrokerQueue& home = queue(delivery.queue);
    delivery.redelivered = true;
    delivery.returns += counts ? 1 : 0;
    const std::optional<int> limit = home.limit_of_returns();
    if (transport_ == Transport::RabbitMq && limit && delivery.returns > *limit) {
        bury(delivery);
        return;
    }
    home.put(std::move(delivery), where);
}

void Broker::bury(const Delivery& delivery) {
    const std::string grave = queue(delivery.queue).dead_letters();
    if (transport_ == Transport::Redis || grave.empty()) {
        ++lost_;
        return;
    }
    queue(grave).put(Delivery{.message = delivery.message, .queue = grave}, Where::Back);
}

void Broker::pump() {
    if (!up_) {
        return;
    }
    again_ = true;
    if (pumping_) {
        return;
    }
    pumping_ = true;
    while (again_) {
        again_ = deliver_round();
    }
    pumping_ = false;
}

bool Broker::deliver_round() {
    again_ = false;
    bool delivered = false;
    for (auto& [name, line] : lines_) {
        if (line.queue->size() == 0) {
            continue;
        }
        if (const int connection = next_connection(line); connection != 0) {
            deliver(line, connection);
            delivered = true;
        }
    }
    return delivered || again_;
}

int Broker::next_connection(Line& line) {
    const std::size_t count = line.connections.size();
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t index = (line.next + i) % count;
        const int number = line.connections[index];
        const Connection& connection = connections_.at(number);
        if (connection.ready && connection.consumer->has_room() &&
            prefers(connection, line.queue->name())) {
            line.next = (index + 1) % count;
            return number;
        }
    }
    return 0;
}

// A worker takes from its queues by turns.
bool Broker::prefers(const Connection& connection, const std::string& queue) const {
    const std::vector<std::string>& names = connection.consumer->queues();
    const std::size_t count = names.size();
    std::size_t first = 0;
    if (!(transport_ == Transport::Redis && conf_.queue_order_priority)) {
        const auto last = std::find(names.begin(), names.end(), connection.last_queue);
        first = last == names.end() ? 0 : static_cast<std::size_t>(last - names.begin()) + 1;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const std::string& name = names[(first + i) % count];
        if (lines_.at(name).queue->size() > 0) {
            return name == queue;
        }
    }
    return false;
}

void Broker::deliver(Line& line, int connection) {
    Delivery delivery = line.queue->take();
    if (transport_ == Transport::RabbitMq || delivery.tag == 0) {
        delivery.tag = ++last_tag_;  // Redis keeps the tag for a copy
    }
    Connection& to = connections_.at(connection);
    to.last_queue = line.queue->name();
    to.consumer->expect();
    unacked_[delivery.tag] =
        Unacked{.delivery = delivery, .connection = connection, .since = now()};
    look_later();
    const SentMessage message(place_, kNoRow, delivery.message->id);
    const auto arrive = [this, connection, message](const Delivery& arrived) {
        const auto found = connections_.find(connection);
        if (found == connections_.end()) {
            return;
        }
        Consumer* const consumer = found->second.consumer;
        message.arrive(consumer->place());
        consumer->receive(connection, arrived);
    };
    if (conf_.network_hop == Duration::zero()) {
        arrive(delivery);
    } else {
        agenda_.after(conf_.network_hop, [arrive, delivery] { arrive(delivery); });
    }
}

void Broker::restart(Duration downtime) {
    up_ = false;
    std::vector<Consumer*> consumers;
    for (const auto& [number, connection] : connections_) {
        consumers.push_back(connection.consumer);
    }
    for (auto& [name, line] : lines_) {
        line.connections.clear();
        line.next = 0;
    }
    connections_.clear();
    forget_what_is_not_written();
    for (Consumer* const consumer : consumers) {
        consumer->connection_lost();
    }
    back_at_ = now() + downtime;
    agenda_.at(back_at_, [this] { come_back(); });
}

bool Broker::is_up() {
    if (!up_ && now() >= back_at_) {
        come_back();  // while the loop was blocked
    }
    return up_;
}

void Broker::come_back() {
    if (up_ || now() < back_at_) {
        return;
    }
    up_ = true;
    look_later();
    pump();
}

void Broker::forget_what_is_not_written() {
    if (transport_ == Transport::Redis) {
        if (!conf_.redis_append_only) {
            for (auto& [name, line] : lines_) {
                lost_ += static_cast<int>(line.queue->size());
                line.queue->clear();
            }
            lost_ += static_cast<int>(unacked_.size());
            unacked_.clear();
        }
        return;
    }
    for (auto& [tag, unacked] : unacked_) {
        put_back(std::move(unacked.delivery), Where::OldPlace, false);
    }
    unacked_.clear();
    for (auto& [name, line] : lines_) {
        std::vector<Delivery> kept;
        while (line.queue->size() > 0) {
            Delivery delivery = line.queue->take();
            if (line.queue->durable() && delivery.message->persistent) {
                kept.push_back(std::move(delivery));
            } else {
                ++lost_;
            }
        }
        for (Delivery& delivery : kept) {
            line.queue->put(std::move(delivery), Where::OldPlace);
        }
    }
}

}  // namespace coroscope
