#include "runtime/world/broker_queue.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/core/error.h"
#include "runtime/world/job_definition.h"

namespace coroscope {

namespace {
constexpr int kRedisStep = 3;  // lists for the priorities 0, 3, 6 and 9
constexpr int kRedisMost = 9;
constexpr int kQuorumMost = 31;
constexpr int kQuorumNone = 4;
constexpr int kClassicMost = 255;
constexpr int kDeliveryLimit = 20;
}  // namespace

BrokerQueue::BrokerQueue(std::string name, Transport transport)
    : name_(std::move(name)),
      transport_(transport),
      depth_(fmt::format("in queue {}", name_), {}) {}

BrokerQueue& BrokerQueue::max_priority(int most) {
    if (most < 1 || most > kClassicMost) {
        throw ValueError(fmt::format("x-max-priority must be from 1 to 255, and is {}", most));
    }
    max_priority_ = most;
    return *this;
}

BrokerQueue& BrokerQueue::quorum() {
    quorum_ = true;
    delivery_limit_ = kDeliveryLimit;
    return *this;
}

BrokerQueue& BrokerQueue::delivery_limit(int returns) {
    quorum_ = true;
    delivery_limit_ = returns;
    return *this;
}

BrokerQueue& BrokerQueue::dead_letter(std::string queue) {
    dead_letter_ = std::move(queue);
    return *this;
}

BrokerQueue& BrokerQueue::max_length(std::size_t messages) {
    max_length_ = messages;
    return *this;
}

BrokerQueue& BrokerQueue::transient() {
    durable_ = false;
    return *this;
}

void BrokerQueue::put(Delivery delivery, Where where) {
    if (where == Where::Back) {
        delivery.position = ++last_;
    } else if (where == Where::Front) {
        delivery.position = --first_;
    }
    const int of = rank(*delivery.message);
    messages_.insert_or_assign({of, delivery.position}, std::move(delivery));
    show();
}

Delivery BrokerQueue::take() {
    const auto first = messages_.begin();
    Delivery delivery = std::move(first->second);
    messages_.erase(first);
    show();
    return delivery;
}

void BrokerQueue::clear() {
    messages_.clear();
    show();
}

int BrokerQueue::rank(const detail::JobMessage& message) const {
    if (transport_ == Transport::Redis) {
        const int priority = std::clamp(message.priority.value_or(0), 0, kRedisMost);
        return priority / kRedisStep;
    }
    if (quorum_) {
        return -std::clamp(message.priority.value_or(kQuorumNone), 0, kQuorumMost);
    }
    return -std::clamp(message.priority.value_or(0), 0, max_priority_);
}

void BrokerQueue::show() { depth_.set(static_cast<std::int64_t>(messages_.size()), {}); }

}  // namespace coroscope
