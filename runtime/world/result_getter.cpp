#include "runtime/world/result_getter.h"

#include <utility>

namespace coroscope::detail {

namespace {

std::exception_ptr error_of(const ResultBackend::Entry& entry) {
    if (entry.state == JobState::Revoked) {
        const std::string why = entry.text.empty() ? "revoked" : entry.text;
        return std::make_exception_ptr(Error("TaskRevokedError", why));
    }
    const std::size_t colon = entry.text.find(": ");
    const bool has_message = colon != std::string::npos;
    const std::string message = has_message ? entry.text.substr(colon + 2) : "";
    return std::make_exception_ptr(Error(entry.text.substr(0, colon), message));
}

}  // namespace

ResultGetter::ResultGetter(const std::shared_ptr<CeleryApp>& app, std::vector<std::string> ids,
                           std::vector<std::string> parents, std::optional<Duration> timeout,
                           Caller caller)
    : app_(app),
      ids_(std::move(ids)),
      parents_(std::move(parents)),
      timeout_(timeout),
      caller_(std::move(caller)),
      asked_by_(get_running_loop().current_task_id()) {}

void ResultGetter::begin() {
    const auto app = app_.lock();
    if (!app->conf.result_push) {
        poll();
        return;
    }
    if (look(*app, false)) {
        return;
    }
    std::vector<std::string> ids = parents_;
    ids.insert(ids.end(), ids_.begin(), ids_.end());
    app->results.subscribe(ids, [self = shared_from_this()] { return self->told(); });
    if (timeout_) {
        expiry_ = app->results.agenda().after(*timeout_,
                                              [self = shared_from_this()] { self->time_out(); });
    }
}

bool ResultGetter::told() {
    const auto app = app_.lock();
    const bool over = over_ || caller_.gone() || (app != nullptr && look(*app, true));
    if (over && app != nullptr) {
        app->results.agenda().cancel(std::exchange(expiry_, Agenda::kNone));
    }
    return over;
}

void ResultGetter::time_out() {
    expiry_ = Agenda::kNone;
    if (!std::exchange(over_, true)) {
        caller_.fail(std::make_exception_ptr(TimeoutError("The operation timed out.")));
    }
}

// As Celery's wait_for(): it asks, sleeps, and only then looks whether it has waited too long.
void ResultGetter::poll() {
    const auto app = app_.lock();
    if (app == nullptr || over_ || caller_.gone() || look(*app, true)) {
        return;
    }
    const Duration interval = app->conf.result_polling_interval;
    app->results.agenda().after(interval, [self = shared_from_this(), interval] {
        self->waited_ += interval;
        if (self->timeout_ && self->waited_ >= *self->timeout_) {
            self->time_out();
        } else {
            self->poll();
        }
    });
}

/// True if there is an answer, which has been given.
bool ResultGetter::look(CeleryApp& app, bool from_afar) {
    for (const std::string& parent : parents_) {
        const ResultBackend::Entry entry = app.results.peek(parent);
        if (is_ready(entry.state) && entry.state != JobState::Success) {
            over_ = true;
            caller_.fail(error_of(entry));
            return true;
        }
    }
    while (values_.size() < ids_.size()) {
        const std::string& id = ids_[values_.size()];
        const ResultBackend::Entry entry =
            app.conf.result_push ? app.results.peek(id) : app.results.query(id);
        if (!is_ready(entry.state)) {
            return false;
        }
        answer_by(app, entry.state, from_afar);
        if (entry.state != JobState::Success) {
            over_ = true;
            caller_.fail(error_of(entry));
            return true;
        }
        values_.push_back(entry.text);
    }
    over_ = true;
    caller_.answer(values_);
    return true;
}

void ResultGetter::answer_by(CeleryApp& app, JobState state, bool from_afar) const {
    if (from_afar && asked_by_ != 0) {
        const SentMessage answer(app.results.place(), kNoRow, state_name(state));
        answer.arrive(asked_by_);
    }
}

}  // namespace coroscope::detail
