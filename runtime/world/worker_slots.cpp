// Worker: how a message becomes a job: it arrives, waits for its time, its rate and a slot, runs.

#include <algorithm>
#include <utility>

#include "runtime/world/worker.h"

namespace coroscope {

void Worker::receive(int connection, Delivery delivery) {
    if (connection != connection_ || status_ != Status::Running) {
        return;
    }
    const Serial serial = ++last_serial_;
    Held& held = held_[serial];
    held.delivery = std::move(delivery);
    held.job = place_.ask(held.delivery.message->id, {});
    tell(held, "task-received");
    if (refuse(serial)) {
        return;
    }
    const std::optional<Duration> eta = held.delivery.message->eta;
    if (!eta || *eta <= now()) {
        take_in(serial);
        return;
    }
    held.waits_for_time = true;
    ++with_eta_;
    held.end = agenda_.at(*eta, [this, serial] {
        Held& due = held_.at(serial);
        due.end = Agenda::kNone;
        due.waits_for_time = false;
        --with_eta_;
        take_in(serial);
    });
}

void Worker::take_in(Serial serial) {
    if (held_.at(serial).delivery.message->type->rate_interval > Duration::zero()) {
        wait_for_rate(serial);
    } else {
        wait_for_slot(serial);
    }
}

// A token bucket that holds one token: starts are spaced evenly.
void Worker::wait_for_rate(Serial serial) {
    const std::string& type = held_.at(serial).delivery.message->type->name;
    buckets_[type].waiting.push_back(serial);
    open_bucket(type);
}

void Worker::open_bucket(const std::string& type) {
    Bucket& bucket = buckets_[type];
    if (bucket.entry != Agenda::kNone || bucket.waiting.empty()) {
        return;
    }
    if (now() < bucket.next) {
        bucket.entry = agenda_.at(bucket.next, [this, type] {
            buckets_[type].entry = Agenda::kNone;
            open_bucket(type);
        });
        return;
    }
    const Serial serial = bucket.waiting.front();
    bucket.waiting.pop_front();
    bucket.next = now() + held_.at(serial).delivery.message->type->rate_interval;
    open_bucket(type);
    wait_for_slot(serial);
}

void Worker::wait_for_slot(Serial serial) {
    waiting_.push_back(serial);
    fill_slots();
}

void Worker::fill_slots() {
    if (status_ != Status::Running || filling_) {
        return;
    }
    filling_ = true;
    while (!waiting_.empty()) {
        const auto free = std::find(rows_.begin(), rows_.end(), kFree);
        if (free == rows_.end()) {
            break;
        }
        const Serial serial = waiting_.front();
        waiting_.pop_front();
        if (!refuse(serial)) {
            begin(serial, static_cast<int>(free - rows_.begin()));
        }
    }
    filling_ = false;
}

/// True if it is revoked, or too late: it is gone then.
bool Worker::refuse(Serial serial) {
    Held& held = held_.at(serial);
    const detail::JobMessage& job = *held.delivery.message;
    const bool is_revoked = revoked_.contains(job.id);
    if (!is_revoked && !(job.expires && now() > *job.expires)) {
        return false;
    }
    store(held, JobState::Revoked, is_revoked ? "revoked" : "expired");
    tell(held, "task-revoked");
    settle(serial, true, false);
    discard(serial);
    return true;
}

void Worker::begin(Serial serial, int row) {
    Held& held = held_.at(serial);
    const detail::JobMessage& job = *held.delivery.message;
    const bool is_done_before = app_->conf.worker_deduplicate_successful_tasks &&
                                held.delivery.redelivered && acks_late(held) &&
                                app_->results.query(job.id).state == JobState::Success;
    if (is_done_before) {
        settle(serial, true, false);
        discard(serial);
        return;
    }
    held.row = row;
    rows_[static_cast<std::size_t>(row)] = serial;
    place_.begin(held.job, row);
    JobRequest request{.id = job.id, .name = job.type->name, .args = job.args};
    request.retries = job.retries;
    request.run = app_->count_run(job.id);
    request.redelivered = held.delivery.redelivered;
    request.worker = name();
    if (job.type->track_started.value_or(app_->conf.task_track_started)) {
        store(held, JobState::Started, "");
    }
    tell(held, "task-started");
    held.run = job.type->describe(request);
    held.end = agenda_.after(held.run.duration(), [this, serial] { finish(serial, End::Itself); });
    set_limits(serial, held);
    if (!acks_late(held)) {
        settle(serial, true, false);
    }
}

// Only processes can be interrupted. Who ends exactly at a limit has not exceeded it.
void Worker::set_limits(Serial serial, const Held& held) {
    if (pool_ != WorkerPool::Prefork) {
        return;
    }
    const detail::JobDefinition& type = *held.delivery.message->type;
    const Duration soft = type.soft_time_limit.value_or(app_->conf.task_soft_time_limit);
    const Duration hard = type.time_limit.value_or(app_->conf.task_time_limit);
    if (soft > Duration::zero()) {
        held_.at(serial).soft = agenda_.after(soft, [this, serial] { hit_soft_limit(serial); });
    }
    if (hard > Duration::zero()) {
        held_.at(serial).hard =
            agenda_.after(hard, [this, serial] { finish(serial, End::HardLimit); });
    }
}

void Worker::hit_soft_limit(Serial serial) {
    Held& held = held_.at(serial);
    held.soft = Agenda::kNone;
    const std::optional<Duration> cleanup = held.run.cleanup();
    if (!cleanup) {
        finish(serial, End::SoftLimit);
        return;
    }
    agenda_.cancel(held.end);
    held.run.soft_limit_caught();
    held.end = agenda_.after(*cleanup, [this, serial] { finish(serial, End::Itself); });
}

void Worker::finish(Serial serial, End end) {
    Held& held = held_.at(serial);
    agenda_.cancel(held.end);
    agenda_.cancel(held.soft);
    agenda_.cancel(held.hard);
    const int row = held.row;
    from_before_ -= held.lost && from_before_ > 0 ? 1 : 0;
    const bool crashed = end == End::Itself && held.run.end() == JobRun::End::KillsProcess;
    if (crashed && pool_ == WorkerPool::Threads) {
        crash();  // its threads live in one process
        return;
    }
    conclude(serial, end);
    held_.erase(serial);
    free_row(row, crashed || end == End::HardLimit || end == End::Terminated);
}

void Worker::settle(Serial serial, bool accept, bool requeue) {
    Held& held = held_.at(serial);
    if (std::exchange(held.settled, true) || held.lost) {
        return;
    }
    const int connection = connection_;
    const std::uint64_t tag = held.delivery.tag;
    const auto arrive = [this, connection, tag, accept, requeue] {
        if (connection != connection_) {
            return;
        }
        --unacked_;
        if (accept) {
            app_->broker.ack(tag);
        } else {
            app_->broker.reject(tag, requeue);
        }
    };
    if (app_->conf.network_hop == Duration::zero()) {
        arrive();
    } else {
        agenda_.after(app_->conf.network_hop, arrive);
    }
}

void Worker::free_row(int row, bool process_died) {
    Serial& place = rows_[static_cast<std::size_t>(row)];
    const Duration start = app_->conf.process_start;
    if (process_died && start > Duration::zero()) {
        place = kStarting;
        agenda_.after(start, [this, row] {
            rows_[static_cast<std::size_t>(row)] = kFree;
            fill_slots();
            app_->broker.pump();
        });
    } else {
        place = kFree;
    }
    fill_slots();
    if (app_->conf.worker_disable_prefetch) {
        app_->broker.pump();
    }
    exit_if_idle();
}

}  // namespace coroscope
