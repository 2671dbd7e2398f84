// A convoy behind a lock
//
// Five tasks each fetch a page, 1 s, and write it into a file, 10 ms. The file needs a lock. In the
// broken twin the lock is taken before the fetch: four tasks stand behind one that waits for the
// network, and the second of waiting is paid five times. In the fixed twin it is held only for what
// needs it.
//
// Watch:  the lock's lane: five long bars end to end, or five short ones at the very end.
// Source: Blasgen, Gray, Mitoma and Price, "The convoy phenomenon" (1979).

#include "scenarios/scenario.h"
#include "scenarios/sync/topic.h"

namespace coroscope {
namespace {

Coroutine<std::string> fetch(int page, Duration answer) {
    co_await sleep(answer);
    co_return fmt::format("page {}", page);
}

Coroutine<> append(Shared<int>& lines, std::string text, Duration store) {
    const int end_of_file = lines.read();
    co_await sleep(store);
    lines.write(end_of_file + 1);
    log("{} is line {}", text, end_of_file + 1);
}

Coroutine<> save_locked_early(Stage& stage, Lock& file, Shared<int>& lines, int page) {
    const auto held = co_await file.hold();
    const std::string text = co_await fetch(page, stage.duration("fetch"));
    co_await append(lines, text, stage.duration("store"));
}

Coroutine<> save_locked_late(Stage& stage, Lock& file, Shared<int>& lines, int page) {
    const std::string text = co_await fetch(page, stage.duration("fetch"));
    const auto held = co_await file.hold();
    co_await append(lines, text, stage.duration("store"));
}

template <class Save>
Coroutine<std::string> save_all(Stage& stage, Save save) {
    const int pages = stage.integer("pages");
    Lock file("file");
    Shared<int> lines("lines in the file", 0);

    std::vector<Task<>> tasks;
    for (int page = 1; page <= pages; ++page) {
        tasks.push_back(create_task(save(stage, file, lines, page), name("saver", page)));
    }
    co_await gather(tasks);

    stage.expect(now() == stage.duration("fetch") + pages * stage.duration("store"),
                 "the fetches together take as long as one");
    co_return fmt::format("{} lines", lines.read());
}

Coroutine<std::string> locked_early(Stage& stage) { return save_all(stage, save_locked_early); }
Coroutine<std::string> locked_late(Stage& stage) { return save_all(stage, save_locked_late); }

}  // namespace

const Scenario kUnlockedConvoy{
    ScenarioId("sync/unlocked-convoy"),
    Title("A convoy behind a lock", "锁后面的长队"),
    Difficulty::Easy,
    Params()
        .integer("pages", 5, AtLeast(1), AtMost(500))
        .duration("fetch", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("store", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(locked_early, Expected()
                                  .check_fails("the fetches together take as long as one")
                                  .ends_at(5050ms)
                                  .result("5 lines"))
        .fixed(locked_late, Expected().ends_at(1050ms).result("5 lines")),
};

}  // namespace coroscope
