#include "runtime/world/beat.h"

#include <utility>

#include "runtime/core/error.h"
#include "runtime/world/celery_app.h"

namespace coroscope {

Beat::Beat(const Celery& app, std::string_view name, std::source_location where)
    : app_(app.app()), place_(name, 1, where) {}

void Beat::every(Duration period, const JobType& job, const Call& call, std::vector<JobArg> args) {
    add(period, job, call, std::move(args), false);
}

void Beat::crontab(Duration period, const JobType& job, const Call& call,
                   std::vector<JobArg> args) {
    add(period, job, call, std::move(args), true);
}

void Beat::hang(Duration from, Duration until) {
    stuck_from_ = from;
    stuck_until_ = until;
}

void Beat::add(Duration period, const JobType& job, const Call& call, std::vector<JobArg> args,
               bool keeps_phase) {
    if (period <= Duration::zero()) {
        throw ValueError("a period must be positive");
    }
    Signature what(job, std::move(args));
    what.set(call);
    entries_.push_back({std::move(what), period, keeps_phase});
    const Duration first = keeps_phase ? (now() / period + 1) * period : now() + period;
    wait_for(entries_.size() - 1, first);
}

void Beat::wait_for(std::size_t entry, Duration time) {
    agenda_.at(time, [this, entry] {
        if (now() >= stuck_from_ && now() < stuck_until_) {
            agenda_.at(stuck_until_, [this, entry] { send(entry); });
        } else {
            send(entry);
        }
    });
}

void Beat::send(std::size_t entry) {
    const Entry& it = entries_[entry];
    sent_.push_back(now());
    std::string id = app_->new_id(it.call.type.name());
    try {
        app_->publish(it.call, id, {}, {.place = &place_});
        results_.emplace_back(app_, std::move(id));
    } catch (const Error&) {  // the broker is gone; the next one may get there
    }
    const Duration next = it.keeps_phase ? (now() / it.period + 1) * it.period : now() + it.period;
    wait_for(entry, next);
}

}  // namespace coroscope
