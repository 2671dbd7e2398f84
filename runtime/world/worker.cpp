// Worker: how it lives: connects, loses its connection, shuts down, dies.

#include "runtime/world/worker.h"

#include <algorithm>
#include <utility>

namespace coroscope {

namespace {
constexpr Duration kReconnectStep = std::chrono::seconds(2);
constexpr Duration kLastReconnect = std::chrono::seconds(32);
}  // namespace

WorkerOptions& WorkerOptions::concurrency(int number_of_slots) {
    slots = number_of_slots;
    return *this;
}
WorkerOptions& WorkerOptions::prefetch_multiplier(int times) {
    multiplier = times;
    return *this;
}
WorkerOptions& WorkerOptions::pool(WorkerPool pool) {
    pool_kind = pool;
    return *this;
}
WorkerOptions& WorkerOptions::queues(std::vector<std::string> names) {
    queue_names = std::move(names);
    return *this;
}

Worker::Worker(const Celery& app, std::string_view name, const WorkerOptions& options,
               std::source_location where)
    : app_(app.app()),
      place_(name, options.slots.value_or(app.conf.worker_concurrency), where),
      multiplier_(options.multiplier.value_or(app.conf.worker_prefetch_multiplier)),
      pool_(options.pool_kind.value_or(app.conf.worker_pool)),
      queues_(options.queue_names),
      rows_(static_cast<std::size_t>(place_.rows()), kFree),
      exited_(place_) {
    if (queues_.empty()) {
        queues_.push_back(app.conf.task_default_queue);
    }
    app_->add_member(*this);
    app_->heart_beats(place_.name());
    connect();
}

Worker::~Worker() {
    app_->remove_member(*this);
    app_->broker.forget(connection_);
}

int Worker::running() const {
    return static_cast<int>(std::count_if(rows_.begin(), rows_.end(), [](Serial serial) {
        return serial != kFree && serial != kStarting;
    }));
}

int Worker::holds() const { return static_cast<int>(held_.size()) - running(); }

bool Worker::acks_late(const Held& held) const {
    return held.delivery.message->type->acks_late.value_or(app_->conf.task_acks_late);
}

bool Worker::has_room() const {
    if (status_ != Status::Running || connection_ == 0) {
        return false;
    }
    const int eta_limit = app_->conf.worker_eta_task_limit;
    if (eta_limit != 0 && with_eta_ >= eta_limit) {
        return false;
    }
    if (app_->conf.worker_disable_prefetch && app_->broker.transport() == Transport::Redis) {
        const auto free = std::count(rows_.begin(), rows_.end(), kFree);
        return static_cast<int>(waiting_.size()) < free;
    }
    if (multiplier_ == 0) {
        return true;
    }
    const int limit = multiplier_ * std::max(slots() - from_before_, 1);
    return unacked_ < limit + with_eta_;
}

void Worker::connect() {
    connection_ = app_->broker.connect(*this);
    unacked_ = 0;
}

void Worker::lose_connection() {
    app_->broker.close(connection_, true, false);
    connection_lost();
}

void Worker::connection_lost() {
    connection_ = 0;
    if (status_ == Status::Gone) {
        return;
    }
    drop_held();
    from_before_ = 0;
    for (auto& [serial, held] : held_) {
        held.lost = true;
        ++from_before_;
    }
    unacked_ = 0;
    if (app_->conf.worker_cancel_long_running_tasks_on_connection_loss) {
        const std::vector<Serial> rows = rows_;
        for (const Serial serial : rows) {
            if (serial != kFree && serial != kStarting && acks_late(held_.at(serial))) {
                finish(serial, End::Cancelled);
            }
        }
    }
    if (status_ == Status::Running) {
        reconnect({});
    }
}

// Tries at once, and then after 2, 4, 6, ... 32 s (kombu/utils/functional.py, retry_over_time).
void Worker::reconnect(Duration delay) {
    agenda_.after(delay, [this, delay] {
        if (status_ != Status::Running) {
            return;
        }
        if (app_->broker.is_up()) {
            connect();
        } else {
            reconnect(std::min(delay + kReconnectStep, kLastReconnect));
        }
    });
}

// What it holds and has not begun belongs to the connection.
void Worker::drop_held() {
    std::vector<Serial> idle;
    for (const auto& [serial, held] : held_) {
        if (held.row < 0) {
            idle.push_back(serial);
        }
    }
    for (const Serial serial : idle) {
        discard(serial);
    }
    waiting_.clear();
    for (auto& [type, bucket] : buckets_) {
        bucket.waiting.clear();
        agenda_.cancel(std::exchange(bucket.entry, Agenda::kNone));
    }
}

void Worker::discard(Serial serial) {
    Held& held = held_.at(serial);
    agenda_.cancel(held.end);
    with_eta_ -= held.waits_for_time ? 1 : 0;
    place_.end(held.job);
    held_.erase(serial);
}

void Worker::shutdown() {
    if (status_ != Status::Running) {
        return;
    }
    status_ = Status::Stopping;
    app_->broker.stop_consuming(connection_);
    drop_held();
    exit_if_idle();
}

void Worker::shutdown_soft(Duration timeout) {
    shutdown();
    if (status_ == Status::Stopping) {
        agenda_.after(timeout, [this] { shutdown_cold(); });
    }
}

void Worker::shutdown_cold() {
    if (status_ == Status::Gone) {
        return;
    }
    status_ = Status::Stopping;
    app_->broker.stop_consuming(connection_);
    drop_held();
    const std::vector<Serial> rows = rows_;
    for (const Serial serial : rows) {
        if (serial != kFree && serial != kStarting) {
            finish(serial, End::Cancelled);
        }
    }
    exit();
}

void Worker::exit_if_idle() {
    if (status_ == Status::Stopping && running() == 0) {
        exit();
    }
}

void Worker::exit() {
    if (status_ == Status::Gone) {
        return;
    }
    status_ = Status::Gone;
    agenda_.clear();
    app_->broker.close(std::exchange(connection_, 0), false, true);
    app_->heart_stops(name(), true);
    exited_.set();
}

void Worker::stop_everything(std::string_view error) {
    agenda_.clear();
    drop_held();
    for (const auto& [serial, held] : held_) {
        place_.end(held.job, error);
    }
    held_.clear();
    std::fill(rows_.begin(), rows_.end(), kFree);
    buckets_.clear();
}

void Worker::crash() {
    if (status_ == Status::Gone) {
        return;
    }
    status_ = Status::Gone;
    stop_everything("worker died");
    const int connection = std::exchange(connection_, 0);
    const Duration delay = app_->conf.heartbeat_delay;
    app_->broker.leave(connection, delay);
    app_->heart_stops(name(), false);
    exited_.set();
}

void Worker::crash_at(Duration time) {
    agenda_.at(time, [this] { crash(); });
}

void Worker::hang() {
    if (status_ == Status::Gone) {
        return;
    }
    status_ = Status::Hung;
    agenda_.clear();
    app_->heart_stops(name(), false);
}

void Worker::start() {
    if (status_ != Status::Gone) {
        return;
    }
    status_ = Status::Running;
    unacked_ = 0;
    with_eta_ = 0;
    from_before_ = 0;
    revoked_.clear();
    exited_ = Reply<>(place_);
    app_->heart_beats(name());
    connect();
}

}  // namespace coroscope
