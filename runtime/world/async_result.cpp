#include "runtime/world/async_result.h"

#include <utility>

#include "runtime/world/celery_app.h"
#include "runtime/world/result_getter.h"

namespace coroscope {

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
    const Reply<std::string> reply(app_->results.place());
    const detail::ResultGetter::Caller caller{
        .answer = [reply](const std::vector<std::string>& values) { reply.set(values[0]); },
        .fail = [reply](const std::exception_ptr& error) { reply.fail(error); },
        .gone = [reply] { return reply.done(); },
    };
    const std::vector<std::string> ids = {id_};
    std::make_shared<detail::ResultGetter>(app_, ids, parents_, timeout, caller)->begin();
    return reply;
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
