#include "runtime/world/monitor.h"

#include <algorithm>

#include "runtime/world/celery_app.h"

namespace coroscope {

Monitor::Monitor(const Celery& app, std::string_view name, std::source_location where)
    : app_(app.app()),
      place_(name, 1, where),
      listener_(app_->listen([this](const JobEvent& event) { hear(event); })) {}

Monitor::~Monitor() { app_->unlisten(listener_); }

Reply<JobEvent> Monitor::next() {
    Reply<JobEvent> reply(place_);
    if (taken_ < events_.size()) {
        reply.set(events_[taken_++]);
    } else {
        waiting_ = std::make_unique<Reply<JobEvent>>(reply);
    }
    return reply;
}

void Monitor::hear(const JobEvent& event) {
    events_.push_back(event);
    const JobState told = state_of(event);
    const auto known = states_.find(event.id);
    if (known == states_.end()) {
        states_.emplace(event.id, told);
    } else if (precedence(told) < precedence(known->second) || known->second == JobState::Retry) {
        known->second = told;
    } else if (told == JobState::Retry && !is_ready(known->second)) {
        known->second = told;
    }
    if (waiting_ && !waiting_->done()) {
        const Reply<JobEvent> reply = *waiting_;
        waiting_.reset();
        reply.set(events_[taken_++]);
    }
}

std::string_view Monitor::state(const std::string& id) const {
    const auto known = states_.find(id);
    return state_name(known == states_.end() ? JobState::Pending : known->second);
}

int Monitor::count(std::string_view type) const {
    return static_cast<int>(std::ranges::count(events_, type, &JobEvent::type));
}

bool Monitor::alive(const std::string& worker) const { return app_->hears_heart_of(worker); }

}  // namespace coroscope
