// JobType: a function that workers can run, as "@app.task" declares it: what it does, and its
// attributes. Signature: a call of it that has not been made (add.s(1, 2)). Call: the options of a
// call.
//
//     const JobType send = app.task("send").takes(2s).returns("sent").acks_late();
//     send.delay("to Ada");
//     send.apply_async({"to Bob"}, Call().countdown(10s).queue("mail"));
//
// Copies mean the same job type. Source: Celery 5.6, docs/userguide/calling.rst, tasks.rst.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "runtime/world/job_run.h"

namespace coroscope {

class AsyncResult;
class Signature;
namespace detail {
class CeleryApp;
struct JobDefinition;
}  // namespace detail

/// An argument: text, or a number as text.
class JobArg {
public:
    JobArg(const char* value) : text(value) {}             // NOLINT: implicit on purpose
    JobArg(std::string value) : text(std::move(value)) {}  // NOLINT: implicit on purpose
    template <class T>
        requires std::is_integral_v<T>
    JobArg(T value) : text(std::to_string(value)) {}  // NOLINT: implicit on purpose
    std::string text;
};

/// Options of one call. They beat the attributes of the job type, which beat the settings.
class Call {
public:
    /// Not before so much time has passed. The message goes to a worker at once and waits there.
    Call& countdown(Duration delay);
    /// Not before this loop time.
    Call& eta(Duration time);
    /// REVOKED instead of run if more time than this has passed since it was published.
    Call& expires(Duration delay);
    Call& queue(std::string name);
    /// RabbitMQ (queues with a max_priority): larger is sooner. Redis: 0 is first, 9 last.
    Call& priority(int priority);
    Call& ignore_result(bool on = true);
    /// Lost when the broker restarts.
    Call& transient(bool on = true);
    /// A call to make after success, with the result as its first argument.
    Call& link(Signature call);
    /// Called by the worker itself after a failure, with the id and the error.
    Call& link_error(std::function<void(const std::string&, const std::string&)> callback);

    struct Options {
        std::optional<Duration> countdown;
        std::optional<Duration> eta;
        std::optional<Duration> expires;
        std::optional<std::string> queue;
        std::optional<int> priority;
        std::optional<bool> ignore_result;
        bool transient = false;
        std::vector<std::shared_ptr<const Signature>> link;
        std::function<void(const std::string&, const std::string&)> link_error;
    };
    [[nodiscard]] const Options& options() const { return options_; }

private:
    Options options_;
};

class JobType {
public:
    JobType(std::shared_ptr<detail::CeleryApp> app, std::string_view name);
    [[nodiscard]] const std::string& name() const;

    // What it does: either in plain words,
    JobType& takes(Duration duration);
    JobType& returns(std::string value);
    /// Raises this error in its first `times` runs of an id (without: in each).
    JobType& fails(std::string error, std::optional<int> times = {});
    /// Kills its process in its first `times` runs of an id (without: in each).
    JobType& kills_process(std::optional<int> times = {});
    /// Catches SoftTimeLimitExceeded, cleans up so long and returns this.
    JobType& cleans_up(Duration duration, std::string value = "cleaned up");
    /// or as a function that describes each run. What it raises is the job's error.
    JobType& runs(std::function<JobRun(const JobRequest&)> body);

    // Its attributes, by Celery's names
    JobType& acks_late(bool on = true);
    JobType& reject_on_worker_lost(bool on = true);
    JobType& acks_on_failure_or_timeout(bool on);
    JobType& track_started(bool on = true);
    JobType& ignore_result(bool on = true);
    JobType& queue(std::string name);
    JobType& priority(int priority);
    JobType& expires(Duration delay);
    JobType& soft_time_limit(Duration limit);
    JobType& time_limit(Duration limit);
    /// "10/m", "2/s", "100/h": each worker begins so many, evenly. Errors: ValueError.
    JobType& rate_limit(std::string_view rate);
    /// autoretry_for=(Exception,): every error it raises makes it retry.
    JobType& autoretry(bool on = true);
    JobType& max_retries(std::optional<int> most);  ///< 3; nullopt: no limit
    JobType& default_retry_delay(Duration delay);   ///< 180 s
    /// Retries after factor * 2^retries seconds, at most retry_backoff_max.
    JobType& retry_backoff(int factor);
    JobType& retry_backoff_max(Duration most);  ///< 600 s
    /// On, as in Celery: the back-off is drawn between 0 and that, by the run's seed.
    JobType& retry_jitter(bool on);

    /// Publishes a message; a worker will run it. Errors: Error "OperationalError" if the broker
    /// cannot be reached (after three more tries, which block the loop for 0.6 s).
    AsyncResult apply_async(std::vector<JobArg> args = {}, const Call& call = Call(),
                            std::source_location where = std::source_location::current()) const;
    AsyncResult apply_async(const Call& call,
                            std::source_location where = std::source_location::current()) const;
    AsyncResult delay(std::source_location where = std::source_location::current()) const;
    AsyncResult delay(JobArg a, std::source_location where = std::source_location::current()) const;
    AsyncResult delay(JobArg a, JobArg b,
                      std::source_location where = std::source_location::current()) const;
    /// This call, not made yet: for link, chain, group and chord.
    template <class... Args>
    [[nodiscard]] Signature s(Args&&... args) const;
    /// The same, but it takes no result of another job as an argument (immutable).
    template <class... Args>
    [[nodiscard]] Signature si(Args&&... args) const;

    [[nodiscard]] const std::shared_ptr<const detail::JobDefinition>& definition() const {
        return read_;
    }
    [[nodiscard]] const std::shared_ptr<detail::CeleryApp>& app() const { return app_; }

private:
    std::shared_ptr<detail::CeleryApp> app_;
    std::shared_ptr<detail::JobDefinition> definition_;
    std::shared_ptr<const detail::JobDefinition> read_;
};

class Signature {
public:
    Signature(JobType call_type, std::vector<JobArg> call_args, bool is_immutable = false)
        : type(std::move(call_type)), args(std::move(call_args)), immutable(is_immutable) {}
    /// With these options.
    Signature& set(Call options) {
        call = std::move(options);
        return *this;
    }
    AsyncResult apply_async(std::source_location where = std::source_location::current()) const;

    JobType type;
    std::vector<JobArg> args;
    bool immutable;
    Call call;
};

template <class... Args>
Signature JobType::s(Args&&... args) const {
    return Signature(*this, std::vector<JobArg>{JobArg(std::forward<Args>(args))...});
}

template <class... Args>
Signature JobType::si(Args&&... args) const {
    return Signature(*this, std::vector<JobArg>{JobArg(std::forward<Args>(args))...}, true);
}

}  // namespace coroscope
