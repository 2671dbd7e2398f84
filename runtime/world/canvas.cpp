#include "runtime/world/canvas.h"

#include <algorithm>
#include <utility>

#include "runtime/core/error.h"
#include "runtime/world/result_getter.h"

namespace coroscope {

namespace {

std::vector<Signature> not_empty(std::vector<Signature> calls) {
    if (calls.empty()) {
        throw ValueError("there must be at least one call");
    }
    return calls;
}

std::vector<std::string> ids_for(detail::CeleryApp& app, const std::vector<Signature>& calls) {
    std::vector<std::string> ids;
    ids.reserve(calls.size());
    for (const Signature& call : calls) {
        ids.push_back(app.new_id(call.type.name()));
    }
    return ids;
}

}  // namespace

bool GroupResult::ready() const { return completed_count() == static_cast<int>(results_.size()); }

bool GroupResult::successful() const {
    return std::all_of(results_.begin(), results_.end(),
                       [](const AsyncResult& result) { return result.successful(); });
}

int GroupResult::completed_count() const {
    return static_cast<int>(std::count_if(results_.begin(), results_.end(),
                                          [](const auto& result) { return result.ready(); }));
}

Reply<std::vector<std::string>> GroupResult::get(std::optional<Duration> timeout) const {
    const Reply<std::vector<std::string>> reply(app_->results.place());
    const detail::ResultGetter::Caller caller{
        .answer = [reply](const std::vector<std::string>& values) { reply.set(values); },
        .fail = [reply](const std::exception_ptr& error) { reply.fail(error); },
        .gone = [reply] { return reply.done(); },
    };
    std::vector<std::string> ids;
    for (const AsyncResult& result : results_) {
        ids.push_back(result.id());
    }
    const std::vector<std::string> no_parents;
    std::make_shared<detail::ResultGetter>(app_, ids, no_parents, timeout, caller)->begin();
    return reply;
}

Chain chain(std::vector<Signature> calls) { return Chain(not_empty(std::move(calls))); }

AsyncResult Chain::apply_async(std::source_location where) const {
    const auto& app = calls_.front().type.app();
    std::vector<std::string> ids = ids_for(*app, calls_);
    app->publish_chain(calls_, ids, {}, {}, where);
    std::string last = ids.back();
    ids.pop_back();
    return AsyncResult(app, std::move(last), std::move(ids));
}

Group group(std::vector<Signature> calls) { return Group(not_empty(std::move(calls))); }

GroupResult Group::apply_async(std::source_location where) const {
    std::vector<AsyncResult> results;
    results.reserve(calls_.size());
    for (const Signature& call : calls_) {
        results.push_back(call.apply_async(where));
    }
    return GroupResult(calls_.front().type.app(), std::move(results));
}

Chord chord(std::vector<Signature> header, const Signature& body) {
    return Chord(not_empty(std::move(header)), body);
}

AsyncResult Chord::apply_async(std::source_location where) const {
    const auto& app = body_.type.app();
    const std::vector<std::string> parts = ids_for(*app, header_);
    std::string body_id = app->new_id(body_.type.name());
    const std::uint64_t number = app->begin_chord(parts, body_, body_id);
    for (std::size_t i = 0; i < header_.size(); ++i) {
        detail::JobMessage part = app->make_message(header_[i], parts[i], {});
        part.chord = number;
        app->publish(std::move(part), {}, where);
    }
    if (!app->conf.chords_counted) {
        app->watch_chord(number, where);
    }
    return AsyncResult(app, std::move(body_id));
}

}  // namespace coroscope
