// One failure, all results gone
//
// Ten jobs, of which every third fails. A plain gather raises the first error and hands out no
// result at all, though two jobs had succeeded by then and five more would have. With
// return_exceptions an error is a result like any other, and has a place in the list.
//
// Watch:  main wakes up at the first failure in the broken twin, after the last job in the fixed
//         one.
// Source: articles A, B, C and D; the ten jobs, three of which fail, are article C's.

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<int> job(int number, Duration takes, bool fails) {
    co_await sleep(takes);
    if (fails) {
        throw ValueError(fmt::format("job {} failed", number));
    }
    log("job {} is done", number);
    co_return number;
}

std::vector<Task<int>> start_jobs(const Stage& stage) {
    std::vector<Task<int>> jobs;
    for (int i = 1; i <= stage.integer("jobs"); ++i) {
        const bool fails = i % stage.integer("failing") == 0;
        jobs.push_back(create_task(job(i, i * stage.duration("unit"), fails), name("job", i)));
    }
    return jobs;
}

void check_used(const Stage& stage, int used) {
    const int failures = stage.integer("jobs") / stage.integer("failing");
    stage.expect(used == stage.integer("jobs") - failures, "every job that succeeds counts");
}

Coroutine<std::string> all_or_nothing(Stage& stage) {
    const auto jobs = start_jobs(stage);
    int used = 0;
    try {
        const auto results = co_await gather(jobs);
        used = static_cast<int>(results.size());
    } catch (const ValueError& error) {
        log("no results: {}", error.message());
    }
    check_used(stage, used);
    co_return fmt::format("{} of {} results used", used, jobs.size());
}

Coroutine<std::string> each_for_itself(Stage& stage) {
    const auto jobs = start_jobs(stage);
    int used = 0;
    const auto results = co_await gather(return_exceptions, jobs);
    for (const Result<int>& result : results) {
        if (result.ok()) {
            ++used;
        } else {
            log("left out: {}", describe(result.error()));
        }
    }
    check_used(stage, used);
    co_return fmt::format("{} of {} results used", used, jobs.size());
}

}  // namespace

const Scenario kGatherReturnExceptions{
    ScenarioId("combinators/gather-return-exceptions"),
    Title("One failure, all results gone", "一个失败，结果全丢"),
    Difficulty::Easy,
    Params()
        .integer("jobs", 10, AtLeast(1), AtMost(200))
        .integer("failing", 3, AtLeast(1), AtMost(201))
        .duration("unit", 200ms, AtLeast<Duration>(0s), AtMost<Duration>(1min)),
    Variants()
        .broken(all_or_nothing, Expected()
                                    .finding("task-leak")
                                    .check_fails("every job that succeeds counts")
                                    .ends_at(600ms)
                                    .result("0 of 10 results used"))
        .fixed(each_for_itself, Expected().ends_at(2s).result("7 of 10 results used")),
};

}  // namespace coroscope
