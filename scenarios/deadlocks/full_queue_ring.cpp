// A ring of full queues
//
// A crawler: the fetcher takes addresses and gives pages to the parser, the parser takes pages and
// gives the links in them back to the fetcher. Both queues have little room. When both are full
// each waits for the other to take something.
//
// Watch:  both queues at their capacity, and both tasks waiting for room in the other's queue.
// Source: bounded queues as in articles A, B and D, put in a ring.

#include "scenarios/deadlocks/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Crawl {
    Queue<int> urls;  // each as its depth: 1 is the start
    Queue<int> pages;
    Shared<int> parsed{"parsed", 0};
};

Coroutine<> fetcher(Crawl& crawl, Duration latency) {
    while (true) {
        const int depth = co_await crawl.urls.get();
        co_await sleep(latency);
        co_await crawl.pages.put(depth);
    }
}

Coroutine<> parser(Crawl& crawl, int links, int deepest) {
    while (true) {
        const int depth = co_await crawl.pages.get();
        log("a page of depth {}", depth);
        for (int link = 1; link <= links && depth < deepest; ++link) {
            co_await crawl.urls.put(depth + 1);
        }
        crawl.parsed.write(crawl.parsed.read() + 1);
        crawl.urls.task_done();
    }
}

Coroutine<std::string> crawl_all(Stage& stage, int room_for_urls) {
    Crawl crawl{.urls = Queue<int>("urls", room_for_urls),
                .pages = Queue<int>("pages", stage.integer("capacity"))};
    const int links = stage.integer("links");
    const int depth = stage.integer("depth");
    std::vector<Task<>> tasks;
    tasks.push_back(create_task(fetcher(crawl, stage.duration("latency")), "fetcher"));
    tasks.push_back(create_task(parser(crawl, links, depth), "parser"));
    co_await crawl.urls.put(1);
    co_await crawl.urls.join();
    for (const Task<>& task : tasks) {
        task.cancel();
    }
    co_await gather(return_exceptions, tasks);
    co_return fmt::format("{} pages", crawl.parsed.read());
}

Coroutine<std::string> both_bounded(Stage& stage) {
    return crawl_all(stage, stage.integer("capacity"));
}

/// What feeds itself has no bound: the parser never waits.
Coroutine<std::string> one_unbounded(Stage& stage) { return crawl_all(stage, 0); }

}  // namespace

const Scenario kFullQueueRing{
    ScenarioId("deadlocks/full-queue-ring"),
    Title("A ring of full queues", "首尾相接的满队列"),
    Difficulty::Hard,
    Params()
        .integer("capacity", 2, AtLeast(1), AtMost(100))
        .integer("links", 3, AtLeast(1), AtMost(5))
        .integer("depth", 3, AtLeast(1), AtMost(5))
        .duration("latency", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(both_bounded, Expected().finding("hang").hangs())
        .fixed(one_unbounded, Expected().ends_at(1300ms).result("13 pages")),
};

}  // namespace coroscope
