#include "runtime/core/choice_log.h"

#include <doctest/doctest.h>

#include <numeric>

#include "runtime/core/event_loop.h"
#include "runtime/sync/gather.h"

using namespace coroscope;

namespace {

std::vector<TaskId> tasks(std::size_t count) {
    std::vector<TaskId> ids(count);
    std::iota(ids.begin(), ids.end(), TaskId{1});
    return ids;
}

ChoiceLog log_of_three() {
    ChoiceLog log;
    log.add({10, 0, 2, ChoiceKind::Task}, tasks(2));
    log.add({10, 2, 3, ChoiceKind::TimerTie}, tasks(3));
    log.add({20, 1, 100'000, ChoiceKind::Task}, tasks(100'000));
    return log;
}

}  // namespace

TEST_CASE("a choice log keeps the first nine candidates of each choice, however many there are") {
    const ChoiceLog log = log_of_three();
    CHECK(log.candidates(0).size() == 2);
    CHECK(log.candidates(1).size() == 3);
    CHECK(log.candidates(2).size() == ChoiceLog::kKept);
    CHECK(log.candidates(2).back() == 9);
    CHECK(log[2].count == 100'000);
}

TEST_CASE("a choice log finds the first choice behind a cursor") {
    const ChoiceLog log = log_of_three();
    CHECK(log.next(0) == 0);
    CHECK(log.next(9) == 0);
    CHECK(log.next(10) == 2);
    CHECK(log.next(20) == log.size());
    CHECK(ChoiceLog().next(5) == 0);
}

TEST_CASE("the script of a choice log is what was taken, up to a choice") {
    const ChoiceLog log = log_of_three();
    CHECK(log.script(0).empty());
    CHECK(log.script(2) == std::vector<std::uint32_t>{0, 2});
    CHECK(log.script(99) == std::vector<std::uint32_t>{0, 2, 1});
}

TEST_CASE("a choice log that is cut forgets the choices from an event on") {
    ChoiceLog log = log_of_three();
    log.cut(21);
    CHECK(log.size() == 3);
    log.cut(20);
    REQUIRE(log.size() == 2);
    CHECK(log.candidates(1).size() == 3);
    log.cut(0);
    CHECK(log.empty());
}

namespace {

Coroutine<> nothing() { co_return; }

Coroutine<> crowd(int count) {
    std::vector<Task<>> tasks;
    for (int i = 0; i < count; ++i) {
        tasks.push_back(create_task(nothing(), "one"));
    }
    co_await gather(tasks);
}

}  // namespace

TEST_CASE("a crowd of ready tasks is a choice for each but the last, and a script repeats it") {
    constexpr int kTasks = 20'000;
    ChoiceLog log;
    LoopOptions options;
    options.choices = &log;
    Recorder recorder;
    options.recorder = &recorder;
    EventLoop(options).run(crowd(kTasks));
    CHECK(log.size() >= kTasks - 1);
    CHECK(log[0].count == kTasks);
    CHECK(log.candidates(0).size() == ChoiceLog::kKept);

    ChoiceLog again;
    const auto policy = make_scripted({0, 4, kTasks - 3}, make_policy("fifo", 1));
    options.policy = policy.get();
    options.choices = &again;
    Recorder other;
    options.recorder = &other;
    EventLoop(options).run(crowd(kTasks));
    CHECK(again.size() == log.size());
    CHECK(again[2].taken == kTasks - 3);
    CHECK(again.script(2) == std::vector<std::uint32_t>{0, 4});
}
