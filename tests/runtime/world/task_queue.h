// What the tests of the task queue share.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/trace/timeline.h"
#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "tests/support/ran.h"

namespace coroscope::test {

/// When jobs began, in seconds, as a list: "0 1.5 4".
inline std::string seconds(const std::vector<Duration>& times) {
    std::string text;
    for (const Duration time : times) {
        text += text.empty() ? "" : " ";
        text += fmt::format("{:g}", std::chrono::duration<double>(time).count());
    }
    return text;
}
inline std::string seconds(Duration time) { return seconds(std::vector<Duration>{time}); }

inline WorkerOptions slots(int count) { return WorkerOptions().concurrency(count); }

/// When what is stored of each of them was written; the last.
inline Duration last_done(const std::vector<AsyncResult>& results) {
    Duration last = {};
    for (const AsyncResult& result : results) {
        last = std::max(last, result.date_done().value_or(Duration::max()));
    }
    return last;
}

/// Runs it and expects that it finishes.
inline void run(Coroutine<> program) {
    const Ran ran(std::move(program));
    CHECK(ran.outcome == Outcome::Finished);
    if (ran.error) {
        FAIL_CHECK(describe(ran.error));
    }
}

}  // namespace coroscope::test
