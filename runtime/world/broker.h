// Broker: RabbitMQ or Redis, between those who publish and the workers. It keeps messages in
// queues, gives each to one worker that has room, by turns, and keeps what it gave until it is
// acknowledged.
//
// RabbitMQ puts back what a closed connection had not acknowledged, to its old place. Redis knows
// no connections: whatever is unacknowledged for the visibility timeout is put back to the front,
// when somebody looks. Sources: RabbitMQ 4, docs/consumers.md, confirms.md; kombu 5.6,
// kombu/transport/redis.py.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/world/agenda.h"
#include "runtime/world/broker_queue.h"
#include "runtime/world/place.h"

namespace coroscope {

class Broker {
public:
    /// Who takes messages.
    class Consumer {
    public:
        virtual ~Consumer() = default;
        [[nodiscard]] virtual const Place& place() const = 0;
        [[nodiscard]] virtual const std::vector<std::string>& queues() const = 0;
        [[nodiscard]] virtual bool has_room() const = 0;
        /// A message is on its way to it: room must be kept.
        virtual void expect() = 0;
        virtual void receive(int connection, Delivery delivery) = 0;
        /// The broker has gone, or has closed its connection.
        virtual void connection_lost() = 0;
    };

    Broker(const CeleryConf& conf, Transport transport, std::source_location where);

    /// Made if it is missing.
    BrokerQueue& queue(const std::string& name);
    /// That of the queues that have been made, or nullptr.
    [[nodiscard]] const BrokerQueue* find(const std::string& name) const;
    /// Given to workers and not acknowledged.
    [[nodiscard]] std::size_t unacknowledged() const { return unacked_.size(); }
    /// Messages that are nowhere any more, though nobody acknowledged them.
    [[nodiscard]] int lost() const { return lost_; }
    /// It answers at this moment.
    [[nodiscard]] bool is_up();
    [[nodiscard]] Transport transport() const { return transport_; }

    // Faults
    /// Gone for so long. What is not written to its disk is lost.
    void restart(Duration downtime);
    /// The next message that is published gets lost on its way, or arrives twice.
    void lose_next() { fault_ = Fault::Lose; }
    void duplicate_next() { fault_ = Fault::Duplicate; }

    // For those who publish and for workers
    void publish(std::shared_ptr<const detail::JobMessage> job, const SentMessage& message);
    /// Begins to take messages in the next iteration; the number of the connection.
    int connect(Consumer& consumer);
    /// It takes no more.
    void stop_consuming(int connection);
    /// It is closed: RabbitMQ puts back what it had. `counts`: for the delivery limit. A worker
    /// that says goodbye itself (`politely`) puts it back in Redis, too.
    void close(int connection, bool counts, bool politely);
    /// It is gone, which is noticed after so long.
    void leave(int connection, Duration notice);
    /// Nobody is there any more to give anything to.
    void forget(int connection);
    void ack(std::uint64_t tag);
    void reject(std::uint64_t tag, bool requeue);
    /// Keeps no message any more: those of chains know the app, and the app keeps the broker.
    void let_go() noexcept;
    /// Gives what waits to those who have room.
    void pump();
    [[nodiscard]] const Place& place() const { return place_; }
    [[nodiscard]] Agenda& agenda() { return agenda_; }

private:
    enum class Fault : std::uint8_t { None, Lose, Duplicate };
    struct Unacked {
        Delivery delivery;
        int connection = 0;
        Duration since = {};
    };
    struct Connection {
        Consumer* consumer = nullptr;
        Duration since = {};
        std::string last_queue = {};
        bool ready = false;
        bool consuming = true;
    };
    struct Line {  // a queue, and who takes from it
        std::unique_ptr<BrokerQueue> queue;
        std::vector<int> connections = {};
        std::size_t next = 0;
    };

    Line& line(const std::string& name);
    void arrive(const std::shared_ptr<const detail::JobMessage>& job);
    bool deliver_round();
    [[nodiscard]] int next_connection(Line& line);
    [[nodiscard]] bool prefers(const Connection& connection, const std::string& queue) const;
    void deliver(Line& line, int connection);
    void put_back(Delivery delivery, BrokerQueue::Where where, bool counts);
    void bury(const Delivery& delivery);
    void come_back();
    void forget_what_is_not_written();
    // broker_checks.cpp
    void look_later();
    void look();
    void put_back_invisible();
    void close_slow_consumers();

    const CeleryConf& conf_;
    Transport transport_;
    Place place_;
    Agenda agenda_;
    std::map<std::string, Line> lines_;
    std::map<int, Connection> connections_;
    int last_connection_ = 0;
    std::map<std::uint64_t, Unacked> unacked_;
    std::uint64_t last_tag_ = 0;
    Agenda::Entry check_ = Agenda::kNone;
    bool up_ = true;
    Duration back_at_ = {};
    bool pumping_ = false;
    bool again_ = false;
    int lost_ = 0;
    Fault fault_ = Fault::None;
};

}  // namespace coroscope
