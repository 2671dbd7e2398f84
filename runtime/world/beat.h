// Beat: sends jobs periodically ("celery -A app beat").
//
//     Beat beat(app);
//     beat.every(5s, report, Call().expires(5s));    // first after 5 s
//     beat.crontab(1min, clean);                     // at each full minute of the loop's time
//
// It does not know whether the last job has ended. An interval counts from when the job was really
// sent: after a delay all later ones are late, and what was missed is not made up; a crontab keeps
// its phase. Two beats send everything twice. It keeps the run alive until stop(), or until it is
// gone. Source: Celery 5.6, celery/beat.py.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/world/agenda.h"
#include "runtime/world/celery.h"
#include "runtime/world/place.h"

namespace coroscope {

class Beat {
public:
    explicit Beat(const Celery& app, std::string_view name = "beat",
                  std::source_location where = std::source_location::current());
    /// Errors: ValueError if the period is not positive.
    void every(Duration period, const JobType& job, const Call& call = Call(),
               std::vector<JobArg> args = {});
    void crontab(Duration period, const JobType& job, const Call& call = Call(),
                 std::vector<JobArg> args = {});
    /// It is stuck from one loop time to the other: what is due meanwhile is sent at its end.
    void hang(Duration from, Duration until);
    void stop() { agenda_.clear(); }
    /// When jobs were sent, in order, and their results.
    [[nodiscard]] const std::vector<Duration>& sent() const { return sent_; }
    [[nodiscard]] const std::vector<AsyncResult>& results() const { return results_; }

private:
    struct Entry {
        Signature call;
        Duration period;
        bool keeps_phase;
    };
    void add(Duration period, const JobType& job, const Call& call, std::vector<JobArg> args,
             bool keeps_phase);
    void wait_for(std::size_t entry, Duration time);
    void send(std::size_t entry);

    std::shared_ptr<detail::CeleryApp> app_;
    Place place_;
    Agenda agenda_;
    std::vector<Entry> entries_;
    Duration stuck_from_ = {};
    Duration stuck_until_ = {};
    std::vector<Duration> sent_;
    std::vector<AsyncResult> results_;
};

}  // namespace coroscope
