// BrokerQueue: messages that wait in the broker for a worker, in the order in which they will go.
//
//     app.queue("mail").max_priority(10).dead_letter("failed mail");
//
// Sources: RabbitMQ 4, docs/priority.md, dlx.md, quorum-queues; kombu 5.6, transport/redis.py.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "runtime/core/gauge.h"
#include "runtime/world/celery_conf.h"

namespace coroscope {

namespace detail {
struct JobMessage;
}

/// A message in a queue, or on its way to a worker.
struct Delivery {
    std::uint64_t tag = 0;  ///< by which it is acknowledged
    std::shared_ptr<const detail::JobMessage> message;
    std::string queue;
    bool redelivered = false;
    int returns = 0;            ///< that count for the delivery limit
    std::int64_t position = 0;  ///< among those of its priority
};

class BrokerQueue {
public:
    BrokerQueue(std::string name, Transport transport);

    /// RabbitMQ, classic queues: x-max-priority. Without it priorities mean nothing.
    BrokerQueue& max_priority(int most);
    /// RabbitMQ: a quorum queue, with priorities 0 to 31 and a delivery limit of 20.
    BrokerQueue& quorum();
    /// RabbitMQ, quorum queues: what has been returned more often goes to the dead letters.
    BrokerQueue& delivery_limit(int returns);
    /// Where rejected messages go, and those that a limit throws out; else they are dropped.
    BrokerQueue& dead_letter(std::string queue);
    /// More messages than these throw out the oldest.
    BrokerQueue& max_length(std::size_t messages);
    /// Gone when the broker restarts, and its messages with it.
    BrokerQueue& transient();

    [[nodiscard]] const std::string& name() const { return name_; }
    /// How many messages wait.
    [[nodiscard]] std::size_t size() const { return messages_.size(); }

    // For the broker
    enum class Where : std::uint8_t { Back, Front, OldPlace };
    void put(Delivery delivery, Where where);
    /// The next one. Requires: not empty.
    [[nodiscard]] Delivery take();
    void clear();
    /// The same without a word, for who is destroyed.
    void let_go() noexcept { messages_.clear(); }
    [[nodiscard]] bool durable() const { return durable_; }
    [[nodiscard]] std::optional<int> limit_of_returns() const { return delivery_limit_; }
    [[nodiscard]] const std::string& dead_letters() const { return dead_letter_; }
    [[nodiscard]] std::optional<std::size_t> limit_of_length() const { return max_length_; }

private:
    [[nodiscard]] int rank(const detail::JobMessage& message) const;
    void show();

    std::string name_;
    Transport transport_;
    bool quorum_ = false;
    bool durable_ = true;
    int max_priority_ = 0;
    std::optional<int> delivery_limit_;
    std::string dead_letter_;
    std::optional<std::size_t> max_length_;
    std::int64_t first_ = 0;
    std::int64_t last_ = 0;
    std::map<std::pair<int, std::int64_t>, Delivery> messages_;
    Gauge depth_;
};

}  // namespace coroscope
