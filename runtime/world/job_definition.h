// JobDefinition: what a job type is, as workers read it. JobMessage: a call of it on its way.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/world/job_type.h"

namespace coroscope::detail {

struct JobDefinition {
    std::string name;

    // What it does, in plain words
    Duration duration = {};
    std::string value = "None";
    std::string error;
    std::optional<int> failures = 0;  ///< in how many first runs; nullopt: in all
    std::optional<int> kills = 0;
    std::optional<Duration> cleanup;
    std::string cleanup_value;
    std::function<JobRun(const JobRequest&)> body;  ///< or this

    // Its attributes
    std::optional<bool> acks_late;
    std::optional<bool> reject_on_worker_lost;
    std::optional<bool> acks_on_failure_or_timeout;
    std::optional<bool> track_started;
    std::optional<bool> ignore_result;
    std::optional<std::string> queue;
    std::optional<int> priority;
    std::optional<Duration> expires;
    std::optional<Duration> soft_time_limit;
    std::optional<Duration> time_limit;
    Duration rate_interval = {};  ///< between two starts; zero: no limit
    bool autoretry = false;
    std::optional<int> max_retries = 3;
    Duration default_retry_delay = std::chrono::seconds(180);
    int retry_backoff = 0;  ///< zero: always the default delay
    Duration retry_backoff_max = std::chrono::seconds(600);
    bool retry_jitter = true;

    /// What this run does. An error of its function is the run's.
    [[nodiscard]] JobRun describe(const JobRequest& request) const;
    /// How long to wait before the retry that follows `retries` others.
    [[nodiscard]] Duration retry_delay(int retries) const;
};

struct JobMessage {
    std::string id;
    std::shared_ptr<const JobDefinition> type;
    std::vector<std::string> args;
    int retries = 0;
    std::optional<Duration> eta;      ///< loop time
    std::optional<Duration> expires;  ///< loop time
    std::string queue;
    std::optional<int> priority;
    bool persistent = true;
    bool ignore_result = false;
    std::vector<std::shared_ptr<const Signature>> link;
    std::function<void(const std::string&, const std::string&)> link_error;
    std::vector<std::string> chain_ids;  ///< of the links of its chain that come after it
    std::vector<Signature> chain;        ///< and these
    std::uint64_t chord = 0;             ///< of which it is a part; 0 = none
};

}  // namespace coroscope::detail
