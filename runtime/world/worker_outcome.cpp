// Worker: what comes of a run: its result, the jobs that follow, and whether its message is done
// with.

#include <fmt/format.h>

#include <utility>

#include "runtime/world/worker.h"

namespace coroscope {

namespace {

std::string in_seconds(Duration time) {
    return fmt::format("{:g}", std::chrono::duration<double>(time).count());
}

}  // namespace

void Worker::conclude(Serial serial, End end) {
    Held& held = held_.at(serial);
    const detail::JobDefinition& type = *held.delivery.message->type;
    switch (end) {
    case End::HardLimit: {
        const Duration limit = type.time_limit.value_or(app_->conf.task_time_limit);
        fail(serial, fmt::format("TimeLimitExceeded: {}", in_seconds(limit)), true);
        return;
    }
    case End::SoftLimit: raise(serial, "SoftTimeLimitExceeded"); return;
    case End::Terminated:
        place_.end(held.job, "Terminated: 15");
        store(held, JobState::Revoked, "terminated");
        tell(held, "task-revoked");
        settle(serial, true, false);
        return;
    case End::Cancelled:
        place_.end(held.job, "worker shut down");
        if (!acks_late(held)) {
            store(held, JobState::Retry, "");
        }
        return;  // closing the connection gives a late one back
    case End::Itself: break;
    }
    switch (held.run.end()) {
    case JobRun::End::Returns: succeed(serial); return;
    case JobRun::End::Raises: raise(serial, held.run.text()); return;
    case JobRun::End::Retries: retry(serial, held.run.text()); return;
    case JobRun::End::KillsProcess: lose_process(serial); return;
    }
}

void Worker::succeed(Serial serial) {
    Held& held = held_.at(serial);
    const detail::JobMessage& job = *held.delivery.message;
    const std::string& value = held.run.text();
    place_.end(held.job);
    held.run.effect();
    store(held, JobState::Success, value);
    tell(held, "task-succeeded", value);
    try {
        for (const std::shared_ptr<const Signature>& next : job.link) {
            app_->publish(*next, app_->new_id(next->type.name()), value, from(held));
        }
        if (!job.chain.empty()) {
            app_->publish_chain(job.chain, job.chain_ids, value, from(held));
        }
    } catch (const Error& error) {  // the broker is gone: what should follow is lost
        tell(held, "task-rejected", error.type());
    }
    end_part(held);
    settle(serial, true, false);
}

void Worker::raise(Serial serial, const std::string& error) {
    if (held_.at(serial).delivery.message->type->autoretry) {
        retry(serial, error);
    } else {
        fail(serial, error, false);
    }
}

void Worker::fail(Serial serial, const std::string& error, bool timed_out) {
    Held& held = held_.at(serial);
    const detail::JobMessage& job = *held.delivery.message;
    place_.end(held.job, error);
    store(held, JobState::Failure, error);
    tell(held, "task-failed", error);
    if (job.link_error) {
        job.link_error(job.id, error);
    }
    end_part(held);
    const bool acks =
        job.type->acks_on_failure_or_timeout.value_or(app_->conf.task_acks_on_failure_or_timeout);
    settle(serial, acks, timed_out);
}

void Worker::retry(Serial serial, const std::string& error) {
    Held& held = held_.at(serial);
    const detail::JobMessage& job = *held.delivery.message;
    const std::optional<int> most = job.type->max_retries;
    if (most && job.retries >= *most) {
        const bool given = !error.empty();
        fail(serial, given ? error : fmt::format("MaxRetriesExceededError: {}", job.id), false);
        return;
    }
    const std::optional<Duration> said = held.run.countdown();
    const Duration delay = said ? *said : job.type->retry_delay(job.retries);
    detail::JobMessage again = job;
    again.retries = job.retries + 1;
    again.eta = delay > Duration::zero() ? std::optional(now() + delay) : std::nullopt;
    place_.end(held.job, "Retry: " + error);
    try {
        app_->publish(std::move(again), from(held), {});
    } catch (const Error&) {  // the broker is gone
        tell(held, "task-rejected");
        settle(serial, false, false);
        return;
    }
    store(held, JobState::Retry, error);
    tell(held, "task-retried", error);
    settle(serial, true, false);
}

void Worker::lose_process(Serial serial) {
    Held& held = held_.at(serial);
    const std::string error = "WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL)";
    const bool requeues = held.delivery.message->type->reject_on_worker_lost.value_or(
        app_->conf.task_reject_on_worker_lost);
    place_.end(held.job, error);
    if (acks_late(held) && requeues) {
        settle(serial, false, true);
        return;
    }
    store(held, JobState::Failure, error);
    tell(held, "task-failed", error);
    const detail::JobMessage& job = *held.delivery.message;
    if (job.link_error) {
        job.link_error(job.id, error);
    }
    end_part(held);
    settle(serial, true, false);
}

void Worker::end_part(const Held& held) {
    const std::uint64_t chord = held.delivery.message->chord;
    if (chord == 0) {
        return;
    }
    const std::string id = held.delivery.message->id;
    const detail::CeleryApp::Sender sender = from(held);
    const Duration hop = app_->conf.network_hop;
    if (hop == Duration::zero()) {
        app_->end_part(chord, id, sender);
    } else {
        agenda_.after(hop, [this, chord, id, sender] { app_->end_part(chord, id, sender); });
    }
}

void Worker::store(const Held& held, JobState state, std::string_view text) {
    const detail::JobMessage& job = *held.delivery.message;
    if (!job.ignore_result) {
        app_->results.store(place_, from(held).row, job.id, state, text);
    }
}

void Worker::tell(const Held& held, std::string_view type, std::string_view text) {
    if (!app_->conf.worker_send_task_events) {
        return;
    }
    const detail::JobMessage& job = *held.delivery.message;
    JobEvent event{.type = std::string(type), .id = job.id, .name = job.type->name};
    event.worker = name();
    event.text = text;
    app_->emit(std::move(event));
}

bool Worker::runs(const std::string& id) const {
    for (const auto& [serial, held] : held_) {
        if (held.row >= 0 && held.delivery.message->id == id) {
            return true;
        }
    }
    return false;
}

void Worker::revoke(const std::string& id, bool terminate) {
    if (status_ == Status::Gone || status_ == Status::Hung) {
        return;
    }
    revoked_.insert(id);
    if (!terminate || pool_ != WorkerPool::Prefork) {
        return;
    }
    const std::vector<Serial> rows = rows_;
    for (const Serial serial : rows) {
        if (serial != kFree && serial != kStarting && held_.at(serial).delivery.message->id == id) {
            finish(serial, End::Terminated);
        }
    }
}

void Worker::mark_revoked(const std::string& id) {
    app_->results.store(place_, kNoRow, id, JobState::Revoked, "revoked");
}

}  // namespace coroscope
