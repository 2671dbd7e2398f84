#include "runtime/world/celery_app.h"

#include <utility>

#include "runtime/core/error.h"
#include "runtime/core/sleep.h"

namespace coroscope::detail {

namespace {

constexpr Duration kHeartbeat = std::chrono::seconds(2);

template <class T>
T first_of(const std::optional<T>& call, const std::optional<T>& type, const T& otherwise) {
    return call ? *call : type.value_or(otherwise);
}

}  // namespace

JobMessage CeleryApp::make_message(std::string id, const JobType& type,
                                   const std::vector<JobArg>& args, const Call& call) const {
    const JobDefinition& definition = *type.definition();
    const Call::Options& options = call.options();
    JobMessage job;
    job.id = std::move(id);
    job.type = type.definition();
    for (const JobArg& arg : args) {
        job.args.push_back(arg.text);
    }
    job.eta = options.eta;
    if (options.countdown) {
        job.eta = now() + *options.countdown;
    }
    if (options.expires || definition.expires) {
        job.expires = now() + (options.expires ? *options.expires : *definition.expires);
    }
    const auto route = conf.task_routes.find(definition.name);
    const std::string routed =
        route == conf.task_routes.end() ? conf.task_default_queue : route->second;
    job.queue = first_of(options.queue, definition.queue, routed);
    job.priority = options.priority ? options.priority : definition.priority;
    job.persistent = conf.task_persistent && !options.transient;
    job.ignore_result =
        first_of(options.ignore_result, definition.ignore_result, conf.task_ignore_result);
    job.link = options.link;
    job.link_error = options.link_error;
    return job;
}

void CeleryApp::publish(JobMessage job, Sender from, std::source_location where) {
    if (!broker.is_up() && from.place == nullptr) {
        wait_for_broker();
    }
    if (!broker.is_up()) {
        throw Error("OperationalError", "[Errno 111] Connection refused");
    }
    emit({.type = "task-sent", .id = job.id, .name = job.type->name});
    const auto sent = std::make_shared<const JobMessage>(std::move(job));
    if (from.place == nullptr) {
        broker.publish(sent, SentMessage(sent->id, where));
    } else {
        broker.publish(sent, SentMessage(*from.place, from.row, sent->id));
    }
}

JobMessage CeleryApp::make_message(const Signature& call, std::string id,
                                   const std::optional<std::string>& result) const {
    std::vector<JobArg> args;
    if (result && !call.immutable) {
        args.emplace_back(*result);
    }
    args.insert(args.end(), call.args.begin(), call.args.end());
    return make_message(std::move(id), call.type, args, call.call);
}

void CeleryApp::publish(const Signature& call, std::string id,
                        const std::optional<std::string>& result, Sender from) {
    publish(make_message(call, std::move(id), result), from, {});
}

void CeleryApp::publish_chain(const std::vector<Signature>& calls,
                              const std::vector<std::string>& ids,
                              const std::optional<std::string>& result, Sender from,
                              std::source_location where) {
    JobMessage job = make_message(calls.front(), ids.front(), result);
    job.chain.assign(calls.begin() + 1, calls.end());
    job.chain_ids.assign(ids.begin() + 1, ids.end());
    publish(std::move(job), from, where);
}

// Publishing is a blocking call: three tries more, as the source of Celery has it.
void CeleryApp::wait_for_broker() {
    for (const Duration delay : {0ms, 200ms, 400ms}) {
        if (delay > Duration::zero()) {
            blocking(delay);
        }
        if (broker.is_up()) {
            return;
        }
    }
}

int CeleryApp::count_run(const std::string& id) {
    ++runs_;
    std::vector<Duration>& starts = starts_[id];
    starts.push_back(now());
    return static_cast<int>(starts.size());
}

std::vector<Duration> CeleryApp::starts(const std::string& id) const {
    const auto found = starts_.find(id);
    return found == starts_.end() ? std::vector<Duration>{} : found->second;
}

void CeleryApp::revoke(const std::string& id, bool terminate) {
    Member* there = nullptr;
    bool runs = false;
    const std::vector<Member*> members = members_;
    for (Member* const member : members) {
        runs = runs || (member->is_there() && member->runs(id));
        member->revoke(id, terminate);
        there = there == nullptr && member->is_there() ? member : there;
    }
    if (there != nullptr && !runs && !is_ready(results.peek(id).state)) {
        there->mark_revoked(id);
    }
}

void CeleryApp::heart_beats(const std::string& worker) { hearts_[worker] = {.since = now()}; }

void CeleryApp::heart_stops(const std::string& worker, bool says_so) {
    hearts_[worker].until = now();
    hearts_[worker].offline = says_so;
}

bool CeleryApp::hears_heart_of(const std::string& worker) const {
    const auto found = hearts_.find(worker);
    if (found == hearts_.end() || found->second.offline) {
        return false;
    }
    const Heart& heart = found->second;
    const Duration until = heart.until.value_or(now());
    const Duration last = heart.since + (until - heart.since) / kHeartbeat * kHeartbeat;
    return now() - last <= 2 * kHeartbeat;
}

void CeleryApp::emit(JobEvent event) {
    if (!conf.worker_send_task_events || listeners_.empty()) {
        return;
    }
    event.time = now();
    const auto listeners = listeners_;
    for (const auto& [number, listener] : listeners) {
        listener(event);
    }
}

std::uint64_t CeleryApp::listen(std::function<void(const JobEvent&)> listener) {
    listeners_.emplace(++last_listener_, std::move(listener));
    return last_listener_;
}

}  // namespace coroscope::detail
