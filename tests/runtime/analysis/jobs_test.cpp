#include "runtime/analysis/jobs.h"

#include <doctest/doctest.h>

#include "runtime/core/sleep.h"
#include "runtime/sync/executor.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;

namespace {

Coroutine<> two_jobs() {
    ThreadPoolExecutor pool(1, "pool");
    const Future<> first = run_in_executor(pool, [] { blocking(10ms); }, "first");
    const Future<> second = run_in_executor(pool, [] { blocking(5ms); }, "second");
    const Future<> no_job("first");
    co_await second;
    co_await first;
}

}  // namespace

TEST_CASE("a future that stands for a job leads to it, another one of its name does not") {
    const Ran run(two_jobs());
    const Timeline timeline(run.trace);
    std::vector<const JobInfo*> jobs;
    for (const ResourceInfo& resource : timeline.resources()) {
        if (resource.type == ResourceType::Future) {
            jobs.push_back(detail::job_of_future(timeline, resource.id));
        }
    }
    REQUIRE(jobs.size() == 3);
    CHECK(timeline.trace().text(jobs[0]->name) == "first");
    CHECK(timeline.trace().text(jobs[1]->name) == "second");
    CHECK(jobs[2] == nullptr);
    CHECK(detail::job_of_future(timeline, 0) == nullptr);
    CHECK(detail::job_of_future(timeline, 9999) == nullptr);
}
