#include "runtime/world/job_definition.h"

#include <algorithm>

#include "runtime/core/error.h"
#include "runtime/core/event_loop.h"

namespace coroscope::detail {

namespace {

bool is_among(const std::optional<int>& first_runs, int run) {
    return !first_runs || run <= *first_runs;
}

}  // namespace

JobRun JobDefinition::describe(const JobRequest& request) const {
    if (body) {
        try {
            return body(request);
        } catch (const std::exception&) {
            return JobRun(duration).raises(coroscope::describe(std::current_exception()));
        }
    }
    JobRun run(duration);
    run.returns(value);
    if (is_among(failures, request.run)) {
        run.raises(error);
    }
    if (is_among(kills, request.run)) {
        run.kills_process();
    }
    if (cleanup) {
        run.cleans_up(*cleanup, cleanup_value);
    }
    return run;
}

Duration JobDefinition::retry_delay(int retries) const {
    if (retry_backoff == 0) {
        return default_retry_delay;
    }
    const std::int64_t most = std::chrono::floor<std::chrono::seconds>(retry_backoff_max).count();
    std::int64_t delay = std::max(retry_backoff, 1);
    for (int i = 0; i < retries && delay < most; ++i) {
        delay *= 2;
    }
    delay = std::min(delay, most);
    if (retry_jitter) {
        Random& random = EventLoop::running().random();
        delay = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(delay) + 1));
    }
    return std::chrono::seconds(delay);
}

}  // namespace coroscope::detail
