// AsyncResult: what a call of a job type gives at once (Celery's AsyncResult): an id, by which the
// result backend is asked.
//
//     const AsyncResult result = add.delay(2, 3);
//     log("{} is {}", result.id(), result.state());          // job-1 is PENDING
//     const std::string value = co_await result.get(10s);    // "5"
//
// In Python get() blocks its thread, and an asyncio program awaits asyncio.to_thread(result.get);
// here it is awaited. Sources: Celery 5.6, celery/result.py, backends/base.py (wait_for).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/world/job_state.h"
#include "runtime/world/place.h"

namespace coroscope {

namespace detail {
class CeleryApp;
}

class AsyncResult {
public:
    /// The result of that id, which nobody need know. `parents`: the ids before it in its chain.
    AsyncResult(std::shared_ptr<detail::CeleryApp> app, std::string id,
                std::vector<std::string> parents = {});

    [[nodiscard]] const std::string& id() const { return id_; }
    /// "PENDING", "STARTED", "RETRY", "SUCCESS", "FAILURE" or "REVOKED"; each asks the backend.
    [[nodiscard]] std::string_view state() const;
    [[nodiscard]] bool ready() const;
    [[nodiscard]] bool successful() const;
    [[nodiscard]] bool failed() const;
    /// The value that it returned, or its error as "Type: message"; "None" if nothing is known.
    [[nodiscard]] std::string result() const;

    /// Its value, when it is there. Errors: what the job raised, an Error with its type and
    /// message; Error "TaskRevokedError"; the error of a parent that failed; TimeoutError, which
    /// says nothing about the job: it goes on. Without push it asks every
    /// result_polling_interval, at once for the first time, and sees a timeout only then.
    [[nodiscard]] Reply<std::string> get(std::optional<Duration> timeout = {}) const;
    /// Nothing runs it any more that has not begun; `terminate` kills the process that runs it.
    void revoke(bool terminate = false) const;
    /// Forgets what is stored: it is PENDING again.
    void forget() const;

    /// When runs of it began, by anyone: the simulator knows, Celery does not.
    [[nodiscard]] std::vector<Duration> starts() const;
    /// When its state became what it is; nullopt while it is PENDING.
    [[nodiscard]] std::optional<Duration> date_done() const;

private:
    friend class GroupResult;
    std::shared_ptr<detail::CeleryApp> app_;
    std::string id_;
    std::vector<std::string> parents_;
};

}  // namespace coroscope
