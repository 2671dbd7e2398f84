#include "runtime/world/job_type.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "runtime/core/error.h"
#include "runtime/world/async_result.h"
#include "runtime/world/celery_app.h"

namespace coroscope {

namespace {

/// "10/m" as the time between two starts.
Duration interval_of(std::string_view rate) {
    const std::size_t slash = rate.find('/');
    const std::string_view number = rate.substr(0, slash);
    const std::string_view unit = slash == std::string_view::npos ? "s" : rate.substr(slash + 1);
    int count = 0;
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), count);
    Duration per = {};
    if (unit == "s") {
        per = std::chrono::seconds(1);
    } else if (unit == "m") {
        per = std::chrono::minutes(1);
    } else if (unit == "h") {
        per = std::chrono::hours(1);
    }
    if (parsed.ec != std::errc{} || parsed.ptr != number.data() + number.size() || count < 1 ||
        per == Duration::zero()) {
        throw ValueError(fmt::format("a rate is like 10/m, and not '{}'", rate));
    }
    return per / count;
}

}  // namespace

Call& Call::countdown(Duration delay) {
    options_.countdown = delay;
    return *this;
}
Call& Call::eta(Duration time) {
    options_.eta = time;
    return *this;
}
Call& Call::expires(Duration delay) {
    options_.expires = delay;
    return *this;
}
Call& Call::queue(std::string name) {
    options_.queue = std::move(name);
    return *this;
}
Call& Call::priority(int priority) {
    options_.priority = priority;
    return *this;
}
Call& Call::ignore_result(bool on) {
    options_.ignore_result = on;
    return *this;
}
Call& Call::transient(bool on) {
    options_.transient = on;
    return *this;
}
Call& Call::link(Signature call) {
    options_.link.push_back(std::make_shared<const Signature>(std::move(call)));
    return *this;
}
Call& Call::link_error(std::function<void(const std::string&, const std::string&)> callback) {
    options_.link_error = std::move(callback);
    return *this;
}

JobType::JobType(std::shared_ptr<detail::CeleryApp> app, std::string_view name)
    : app_(std::move(app)),
      definition_(std::make_shared<detail::JobDefinition>()),
      read_(definition_) {
    definition_->name = name;
}

const std::string& JobType::name() const { return definition_->name; }

JobType& JobType::takes(Duration duration) {
    definition_->duration = duration;
    return *this;
}
JobType& JobType::returns(std::string value) {
    definition_->value = std::move(value);
    return *this;
}
JobType& JobType::fails(std::string error, std::optional<int> times) {
    definition_->error = std::move(error);
    definition_->failures = times;
    return *this;
}
JobType& JobType::kills_process(std::optional<int> times) {
    definition_->kills = times;
    return *this;
}
JobType& JobType::cleans_up(Duration duration, std::string value) {
    definition_->cleanup = duration;
    definition_->cleanup_value = std::move(value);
    return *this;
}
JobType& JobType::runs(std::function<JobRun(const JobRequest&)> body) {
    definition_->body = std::move(body);
    return *this;
}
JobType& JobType::acks_late(bool on) {
    definition_->acks_late = on;
    return *this;
}
JobType& JobType::reject_on_worker_lost(bool on) {
    definition_->reject_on_worker_lost = on;
    return *this;
}
JobType& JobType::acks_on_failure_or_timeout(bool on) {
    definition_->acks_on_failure_or_timeout = on;
    return *this;
}
JobType& JobType::track_started(bool on) {
    definition_->track_started = on;
    return *this;
}
JobType& JobType::ignore_result(bool on) {
    definition_->ignore_result = on;
    return *this;
}
JobType& JobType::queue(std::string name) {
    definition_->queue = std::move(name);
    return *this;
}
JobType& JobType::priority(int priority) {
    definition_->priority = priority;
    return *this;
}
JobType& JobType::expires(Duration delay) {
    definition_->expires = delay;
    return *this;
}
JobType& JobType::soft_time_limit(Duration limit) {
    definition_->soft_time_limit = limit;
    return *this;
}
JobType& JobType::time_limit(Duration limit) {
    definition_->time_limit = limit;
    return *this;
}
JobType& JobType::rate_limit(std::string_view rate) {
    definition_->rate_interval = interval_of(rate);
    return *this;
}
JobType& JobType::autoretry(bool on) {
    definition_->autoretry = on;
    return *this;
}
JobType& JobType::max_retries(std::optional<int> most) {
    definition_->max_retries = most;
    return *this;
}
JobType& JobType::default_retry_delay(Duration delay) {
    definition_->default_retry_delay = delay;
    return *this;
}
JobType& JobType::retry_backoff(int factor) {
    definition_->retry_backoff = factor;
    return *this;
}
JobType& JobType::retry_backoff_max(Duration most) {
    definition_->retry_backoff_max = most;
    return *this;
}
JobType& JobType::retry_jitter(bool on) {
    definition_->retry_jitter = on;
    return *this;
}

AsyncResult JobType::apply_async(std::vector<JobArg> args, const Call& call,
                                 std::source_location where) const {
    std::string id = app_->new_id(name());
    app_->publish(app_->make_message(id, *this, args, call), {}, where);
    return AsyncResult(app_, std::move(id));
}

AsyncResult JobType::apply_async(const Call& call, std::source_location where) const {
    return apply_async({}, call, where);
}
AsyncResult JobType::delay(std::source_location where) const {
    return apply_async({}, Call(), where);
}
AsyncResult JobType::delay(JobArg a, std::source_location where) const {
    return apply_async({std::move(a)}, Call(), where);
}
AsyncResult JobType::delay(JobArg a, JobArg b, std::source_location where) const {
    return apply_async({std::move(a), std::move(b)}, Call(), where);
}

AsyncResult Signature::apply_async(std::source_location where) const {
    return type.apply_async(args, call, where);
}

}  // namespace coroscope
