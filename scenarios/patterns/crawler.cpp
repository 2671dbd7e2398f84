// The crawler that fetches twice
//
// A crawler follows every link of a site, five requests at a time, and keeps a list of the pages
// that it has visited. It looks into the list before a request and adds the page after it. Two
// pages that link to the same third one both find it missing, and it is fetched twice, with all
// that it links to. The fixed crawler adds the page before it awaits anything.
//
// Watch:  tasks of the same name: /3/2 runs twice, /4/2 and /4/3 three times.
// Source: article C, a crawler with a limit, which fetches two addresses ten times each.

#include <algorithm>
#include <iterator>
#include <sstream>

#include "runtime/world/http_client.h"
#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

using Pages = std::vector<std::string>;

struct Crawler {
    ClientSession& session;
    Semaphore& permits;
    Shared<Pages>& visited;
};

bool contains(const Pages& pages, const std::string& page) {
    return std::ranges::find(pages, page) != pages.end();
}
Pages with(Pages pages, const std::string& page) {
    pages.push_back(page);
    return pages;
}

/// The pages that a page links to: the words of its text.
Pages links(const std::string& text) {
    std::istringstream words(text);
    return {std::istream_iterator<std::string>(words), {}};
}

Coroutine<std::string> fetch_page(Crawler& crawler, std::string path) {
    const auto permit = co_await crawler.permits.hold();
    Response response = co_await crawler.session.get("https://site.example" + path);
    co_return co_await response.text();
}

Coroutine<> crawl(Crawler& crawler, std::string path) {
    if (contains(crawler.visited.read(), path)) {
        co_return;
    }
    const std::string text = co_await fetch_page(crawler, path);
    // Too late: others have looked meanwhile.
    crawler.visited.write(with(crawler.visited.read(), path));
    log("{} is fetched", path);

    std::vector<Task<>> tasks;
    for (const std::string& link : links(text)) {
        tasks.push_back(create_task(crawl(crawler, link), link));
    }
    co_await gather(tasks);
}

Coroutine<> crawl_once(Crawler& crawler, std::string path) {
    if (contains(crawler.visited.read(), path)) {
        co_return;
    }
    // No await since the look.
    crawler.visited.write(with(crawler.visited.read(), path));
    const std::string text = co_await fetch_page(crawler, path);
    log("{} is fetched", path);

    std::vector<Task<>> tasks;
    for (const std::string& link : links(text)) {
        tasks.push_back(create_task(crawl_once(crawler, link), link));
    }
    co_await gather(tasks);
}

/// Level n has n pages; each links to two pages of the next level.
void build_site(HttpService& site, int levels, Duration answer) {
    for (int level = 1; level <= levels; ++level) {
        for (int n = 1; n <= level; ++n) {
            std::string text;
            if (level < levels) {
                text = fmt::format("/{}/{} /{}/{}", level + 1, n, level + 1, n + 1);
            }
            site.at(fmt::format("/{}/{}", level, n), Endpoint().latency(answer).body(text));
        }
    }
}

Coroutine<std::string> crawl_site(Stage& stage, Coroutine<> (*crawl_from)(Crawler&, std::string)) {
    const int levels = stage.integer("levels");
    Web web;
    HttpService& site = web.serve("site.example");
    build_site(site, levels, stage.duration("answer"));

    ClientSession session(web);
    Semaphore permits("permits", stage.integer("limit"));
    Shared<Pages> visited("visited", {});
    Crawler crawler{session, permits, visited};
    co_await crawl_from(crawler, "/1/1");

    const int pages = levels * (levels + 1) / 2;
    stage.expect(site.requests() == pages, "every page is fetched once");
    co_return fmt::format("{} pages, {} requests", pages, site.requests());
}

Coroutine<std::string> adds_after(Stage& stage) { return crawl_site(stage, crawl); }
Coroutine<std::string> adds_before(Stage& stage) { return crawl_site(stage, crawl_once); }

}  // namespace

const Scenario kCrawler{
    ScenarioId("patterns/crawler"),
    Title("The crawler that fetches twice", "重复抓取的爬虫"),
    Difficulty::Medium,
    Params()
        .integer("levels", 4, AtLeast(1), AtMost(9))
        .integer("limit", 5, AtLeast(1), AtMost(100))
        .duration("answer", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(60s)),
    Variants()
        .broken(adds_after, Expected()
                                .finding("check-then-act")
                                .check_fails("every page is fetched once")
                                .ends_at(500ms)
                                .result("10 pages, 15 requests"))
        .fixed(adds_before, Expected().ends_at(400ms).result("10 pages, 10 requests")),
};

}  // namespace coroscope
