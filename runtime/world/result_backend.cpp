#include "runtime/world/result_backend.h"

#include <fmt/format.h>

#include <utility>

namespace coroscope {

ResultBackend::ResultBackend(const CeleryConf& conf, std::source_location where)
    : conf_(conf), place_("results", 1, where) {}

void ResultBackend::store(const Place& from, int row, std::string_view id, JobState state,
                          std::string_view text) {
    const SentMessage message(from, row, fmt::format("{} {}", id, state_name(state)));
    if (now() < lost_until_) {
        return;
    }
    const Duration delay = conf_.network_hop + slowness_;
    if (delay == Duration::zero()) {
        message.arrive(place_);
        write(std::string(id), state, text);
        return;
    }
    agenda_.after(delay, [this, message, id = std::string(id), state, text = std::string(text)] {
        message.arrive(place_);
        write(id, state, text);
    });
}

void ResultBackend::write(const std::string& id, JobState state, std::string_view text) {
    if (peek(id).state == JobState::Success) {
        return;
    }
    entries_[id] = Entry{.state = state, .text = std::string(text), .stored_at = now()};
    tell(id);
}

ResultBackend::Entry ResultBackend::peek(const std::string& id) const {
    const auto found = entries_.find(id);
    if (found == entries_.end()) {
        return {};
    }
    const Duration expires = conf_.result_expires;
    if (expires != Duration::zero() && now() > found->second.stored_at + expires) {
        return {};
    }
    return found->second;
}

ResultBackend::Entry ResultBackend::query(const std::string& id) {
    ++queries_;
    return peek(id);
}

void ResultBackend::subscribe(const std::vector<std::string>& ids, std::function<bool()> callback) {
    const std::uint64_t subscriber = ++last_subscriber_;
    subscribers_.emplace(subscriber, std::move(callback));
    for (const std::string& id : ids) {
        subscriptions_[id].push_back(subscriber);
    }
}

void ResultBackend::tell(const std::string& id) {
    const auto found = subscriptions_.find(id);
    if (found == subscriptions_.end()) {
        return;
    }
    const std::vector<std::uint64_t> told = std::exchange(found->second, {});
    std::vector<std::uint64_t> left;
    for (const std::uint64_t subscriber : told) {
        const auto callback = subscribers_.find(subscriber);
        if (callback == subscribers_.end()) {
            continue;
        }
        if (callback->second()) {
            subscribers_.erase(subscriber);
        } else {
            left.push_back(subscriber);
        }
    }
    std::vector<std::uint64_t>& now_subscribed = subscriptions_[id];
    now_subscribed.insert(now_subscribed.begin(), left.begin(), left.end());
}

}  // namespace coroscope
