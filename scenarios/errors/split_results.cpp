// Splitting what gather returns
//
// Some users are fetched at once. Some fetches fail, and main loses patience with one of them and
// cancels it. With return_exceptions the gather waits for everybody and returns a list in which
// results and errors stand side by side. Main sorts it into three.
//
// Watch:  user 3 fails at once, but the gather goes on to the end and its list has no gap.
// Source: article A, handling several coroutines.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> fetch_user(int number, bool exists, Duration work) {
    if (!exists) {
        throw ValueError("no such user");
    }
    co_await sleep(work);
    co_return fmt::format("user {}", number);
}

Coroutine<std::string> split_results(Stage& stage) {
    const int users = stage.integer("users");
    const int missing = stage.integer("missing");  // every so many; 0: none
    const int cancelled_one = stage.integer("cancelled");
    std::vector<Task<std::string>> tasks;
    for (int i = 1; i <= users; ++i) {
        const bool exists = missing == 0 || i % missing != 0;
        tasks.push_back(
            create_task(fetch_user(i, exists, stage.duration("work")), name("user", i)));
    }
    co_await sleep(stage.duration("patience"));
    if (1 <= cancelled_one && cancelled_one <= users) {
        tasks[static_cast<std::size_t>(cancelled_one) - 1].cancel();
    }

    const auto results = co_await gather(return_exceptions, tasks);
    std::vector<int> succeeded;
    std::vector<int> failed;
    std::vector<int> cancelled;
    int number = 0;
    for (const Result<std::string>& result : results) {
        ++number;
        if (result.ok()) {
            succeeded.push_back(number);
        } else if (is_cancellation(result.error())) {
            log("user {}: cancelled", number);
            cancelled.push_back(number);
        } else {
            log("user {}: {}", number, describe(result.error()));
            failed.push_back(number);
        }
    }
    const std::size_t sorted = succeeded.size() + failed.size() + cancelled.size();
    stage.expect(sorted == tasks.size(), "everybody is in one of the three lists");
    co_return fmt::format("here {}, failed {}, cancelled {}", succeeded, failed, cancelled);
}

}  // namespace

const Scenario kSplitResults{
    ScenarioId("errors/split-results"),
    Title("Splitting what gather returns", "拆分 gather 的结果"),
    Difficulty::Easy,
    Params()
        .integer("users", 6, AtLeast(1), AtMost(200))
        .integer("missing", 3, AtLeast(0), AtMost(200))
        .integer("cancelled", 4, AtLeast(0), AtMost(200))
        .duration("work", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("patience", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(split_results, Expected().ends_at(100ms).result(
                                       "here [1, 2, 5], failed [3, 6], cancelled [4]")),
};

}  // namespace coroscope
