#include "runtime/world/async_result.h"

#include <utility>

#include "runtime/world/celery_app.h"

namespace coroscope {

namespace {

Error error_of(const ResultBackend::Entry& entry) {
    if (entry.state == JobState::Revoked) {
        return Error("TaskRevokedError", entry.text.empty() ? "revoked" : entry.text);
    }
    const std::size_t colon = entry.text.find(": ");
    if (colon == std::string::npos) {
        return Error(entry.text, "");
    }
    return Error(entry.text.substr(0, colon), entry.text.substr(colon + 2));
}

/// One get() that waits: who waits, for what, and since when.
class Getter : public std::enable_shared_from_this<Getter> {
public:
    Getter(const std::shared_ptr<detail::CeleryApp>& app, std::string id,
           std::vector<std::string> parents, std::optional<Duration> timeout)
        : reply(app->results.place()),
          app_(app),
          id_(std::move(id)),
          parents_(std::move(parents)),
          timeout_(timeout),
          asked_by_(get_running_loop().current_task_id()) {}

    const Reply<std::string> reply;

    void begin() {
        const auto app = app_.lock();
        if (app->conf.result_push) {
            if (look(*app, false)) {
                return;
            }
            std::vector<std::string> ids = parents_;
            ids.push_back(id_);
            app->results.subscribe(ids, [self = shared_from_this()] { return self->told(); });
            if (timeout_) {
                expiry_ = app->results.agenda().after(
                    *timeout_, [self = shared_from_this()] { self->fail(); });
            }
        } else {
            poll();
        }
    }

private:
    bool told() {
        const auto app = app_.lock();
        const bool over = reply.done() || (app != nullptr && look(*app, true));
        if (over && app != nullptr) {
            app->results.agenda().cancel(std::exchange(expiry_, Agenda::kNone));
        }
        return over;
    }
    void fail() {
        expiry_ = Agenda::kNone;
        reply.fail(TimeoutError("The operation timed out."));
    }
    // As Celery's wait_for(): it asks, sleeps, and only then looks whether it has waited too long.
    void poll() {
        const auto app = app_.lock();
        if (app == nullptr || reply.done() || look(*app, true)) {
            return;
        }
        const Duration interval = app->conf.result_polling_interval;
        app->results.agenda().after(interval, [self = shared_from_this(), interval] {
            self->waited_ += interval;
            if (self->timeout_ && self->waited_ >= *self->timeout_) {
                self->fail();
            } else {
                self->poll();
            }
        });
    }
    /// True if there is an answer, which has been given.
    bool look(detail::CeleryApp& app, bool from_afar) {
        for (const std::string& parent : parents_) {
            const ResultBackend::Entry entry = app.results.peek(parent);
            if (entry.state == JobState::Failure || entry.state == JobState::Revoked) {
                reply.fail(error_of(entry));
                return true;
            }
        }
        const ResultBackend::Entry entry =
            app.conf.result_push ? app.results.peek(id_) : app.results.query(id_);
        if (!is_ready(entry.state)) {
            return false;
        }
        if (from_afar && !reply.done() && asked_by_ != 0) {
            const Message answer(app.results.place(), kNoRow, state_name(entry.state));
            answer.arrive(asked_by_);
        }
        if (entry.state == JobState::Success) {
            reply.set(entry.text);
        } else {
            reply.fail(error_of(entry));
        }
        return true;
    }

    std::weak_ptr<detail::CeleryApp> app_;
    std::string id_;
    std::vector<std::string> parents_;
    std::optional<Duration> timeout_;
    TaskId asked_by_;
    Duration waited_ = {};
    Agenda::Entry expiry_ = Agenda::kNone;
};

}  // namespace

AsyncResult::AsyncResult(std::shared_ptr<detail::CeleryApp> app, std::string id,
                         std::vector<std::string> parents)
    : app_(std::move(app)), id_(std::move(id)), parents_(std::move(parents)) {}

std::string_view AsyncResult::state() const { return state_name(app_->results.query(id_).state); }
bool AsyncResult::ready() const { return is_ready(app_->results.query(id_).state); }
bool AsyncResult::successful() const { return app_->results.query(id_).state == JobState::Success; }
bool AsyncResult::failed() const { return app_->results.query(id_).state == JobState::Failure; }

std::string AsyncResult::result() const {
    const ResultBackend::Entry entry = app_->results.query(id_);
    return entry.state == JobState::Pending ? "None" : entry.text;
}

Reply<std::string> AsyncResult::get(std::optional<Duration> timeout) const {
    const auto getter = std::make_shared<Getter>(app_, id_, parents_, timeout);
    getter->begin();
    return getter->reply;
}

void AsyncResult::revoke(bool terminate) const { app_->revoke(id_, terminate); }

void AsyncResult::forget() const { app_->results.forget(id_); }

std::vector<Duration> AsyncResult::starts() const { return app_->starts(id_); }

std::optional<Duration> AsyncResult::date_done() const {
    const ResultBackend::Entry entry = app_->results.peek(id_);
    if (entry.state == JobState::Pending) {
        return {};
    }
    return entry.stored_at;
}

}  // namespace coroscope
