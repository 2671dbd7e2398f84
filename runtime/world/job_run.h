// JobRun: how one run of a job goes: how long it takes, and what comes of it. What a task queue
// runs is no coroutine of the loop but such a description, made when the run begins.
//
//     app.task("charge").runs([](const JobRequest& request) {
//         if (request.run == 1) return JobRun(2s).raises("ConnectionError: refused");
//         return JobRun(1s).returns("paid " + request.args[0]);
//     });
//
// An error is "Type: message".
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/core/clock.h"

namespace coroscope {

/// What a job sees of its message (self.request).
struct JobRequest {
    std::string id;
    std::string name;
    std::vector<std::string> args = {};
    int retries = 0;
    int run = 1;  ///< the how manieth run of this id it is, by anyone; not in Celery
    bool redelivered = false;
    std::string worker = {};

    /// args[i] as a number. Errors: ValueError if it is none.
    [[nodiscard]] std::int64_t number(std::size_t i) const;
};

class JobRun {
public:
    enum class End : std::uint8_t { Returns, Raises, Retries, KillsProcess };

    explicit JobRun(Duration duration = {}) : duration_(duration) {}
    JobRun& returns(std::string value);
    JobRun& raises(std::string error);
    /// self.retry(exc=error, countdown=countdown); without a countdown the job type's delay.
    JobRun& retries(std::string error, std::optional<Duration> countdown = {});
    /// The process dies then: out of memory, a crash.
    JobRun& kills_process();
    /// except SoftTimeLimitExceeded: cleans up so long, and returns this.
    JobRun& cleans_up(Duration duration, std::string value);
    /// What its last line does, if it gets there: seen by the world, as money that was charged.
    JobRun& does(std::function<void()> effect);

    [[nodiscard]] Duration duration() const { return duration_; }
    [[nodiscard]] End end() const { return end_; }
    /// The value that it returns, or its error.
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] std::optional<Duration> countdown() const { return countdown_; }
    [[nodiscard]] std::optional<Duration> cleanup() const { return cleanup_; }
    /// It caught SoftTimeLimitExceeded: what is left of it is the cleaning up.
    void soft_limit_caught();
    void effect() const {
        if (effect_) {
            effect_();
        }
    }

private:
    Duration duration_;
    End end_ = End::Returns;
    std::string text_;
    std::optional<Duration> countdown_;
    std::optional<Duration> cleanup_;
    std::string cleanup_text_;
    std::function<void()> effect_;
};

}  // namespace coroscope
