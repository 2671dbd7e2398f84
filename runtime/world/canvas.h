// chain, group, chord: jobs that belong together (Celery's canvas).
//
//     const AsyncResult last = chain({fetch.s("page"), parse.s(), store.s()}).apply_async();
//     const GroupResult all = group({add.s(1, 1), add.s(2, 2)}).apply_async();
//     const AsyncResult sum = chord({add.s(1, 1), add.s(2, 2)}, total.s()).apply_async();
//     const std::vector<std::string> values = co_await all.get();    // in the order of the calls
//
// chain: each job gets the result of the one before as its first argument, and is published when
// that one has succeeded; after a failure the rest stays PENDING, and get() raises the failed one's
// error. chord: the body gets all results as one text "[2, 4]" when every part has ended; if a part
// failed it does not run and is a FAILURE, ChordError. Only plain calls can be in them. Source:
// Celery 5.6, docs/userguide/canvas.rst, celery/canvas.py.
#pragma once

#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <vector>

#include "runtime/world/async_result.h"
#include "runtime/world/job_type.h"
#include "runtime/world/place.h"

namespace coroscope {

/// The results of the jobs of a group, in the order of the calls.
class GroupResult {
public:
    GroupResult(std::shared_ptr<detail::CeleryApp> app, std::vector<AsyncResult> results)
        : app_(std::move(app)), results_(std::move(results)) {}
    [[nodiscard]] const std::vector<AsyncResult>& results() const { return results_; }
    [[nodiscard]] bool ready() const;
    [[nodiscard]] bool successful() const;
    [[nodiscard]] int completed_count() const;
    /// All values. Errors: that of the first call, in their order, that did not succeed; the others
    /// run on. TimeoutError.
    [[nodiscard]] Reply<std::vector<std::string>> get(std::optional<Duration> timeout = {}) const;

private:
    std::shared_ptr<detail::CeleryApp> app_;
    std::vector<AsyncResult> results_;
};

// Errors of the functions: ValueError if there is no call.

class Chain {
public:
    explicit Chain(std::vector<Signature> calls) : calls_(std::move(calls)) {}
    /// The result of the last job.
    AsyncResult apply_async(std::source_location where = std::source_location::current()) const;

private:
    std::vector<Signature> calls_;
};
[[nodiscard]] Chain chain(std::vector<Signature> calls);

class Group {
public:
    explicit Group(std::vector<Signature> calls) : calls_(std::move(calls)) {}
    GroupResult apply_async(std::source_location where = std::source_location::current()) const;

private:
    std::vector<Signature> calls_;
};
[[nodiscard]] Group group(std::vector<Signature> calls);

class Chord {
public:
    Chord(std::vector<Signature> header, Signature body)
        : header_(std::move(header)), body_(std::move(body)) {}
    /// The result of the body.
    AsyncResult apply_async(std::source_location where = std::source_location::current()) const;

private:
    std::vector<Signature> header_;
    Signature body_;
};
[[nodiscard]] Chord chord(std::vector<Signature> header, const Signature& body);

}  // namespace coroscope
