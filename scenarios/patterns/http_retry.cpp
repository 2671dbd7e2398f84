// Retries that count
//
// A client that retries a request up to three times when it raises, and keeps statistics. The
// server is overloaded and answers 503 twice. But an answer with a 503 is an answer: nothing
// raises, nothing is retried, and the statistics look well. The fixed client calls
// raise_for_status(), tries again what may be better next time, and counts every request.
//
// Watch:  one short request in the broken twin; three with growing pauses in the fixed one.
// Source: article E, get_with_retry and get_stats; article C has the check of the status.

#include "runtime/world/http_client.h"
#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Stats {
    int requests = 0;
    int failed = 0;
    Duration time{0};

    [[nodiscard]] std::string text() const {
        const Duration mean = requests == 0 ? Duration(0) : time / requests;
        return fmt::format("{} requests, {} failed, mean {} ms", requests, failed, mean / 1ms);
    }
};

bool is_transient(int status) { return status == 429 || status >= 500; }

/// As the article has it: what raises is tried again.
class Client {
public:
    Client(ClientSession& session, const Stage& stage) : session_(session), stage_(stage) {}

    Coroutine<int> get(std::string path) {
        const Duration start = now();
        Response response = co_await session_.get("https://api.example" + path);
        co_await response.text();
        ++stats_.requests;
        stats_.time += now() - start;
        co_return response.status();
    }

    Coroutine<int> get_with_retry(std::string path) {
        Duration delay = stage_.duration("delay");
        for (int attempt = 1;; ++attempt) {
            try {
                co_return co_await get(path);
            } catch (const ClientError&) {
                if (attempt == stage_.integer("attempts")) {
                    throw;
                }
            }
            log("{}: attempt {} failed", path, attempt);
            co_await sleep(delay);
            delay *= 2;
        }
    }

    [[nodiscard]] const Stats& stats() const { return stats_; }

private:
    ClientSession& session_;
    const Stage& stage_;
    Stats stats_;
};

/// A bad status raises; only what may be better next time is tried again; all requests count.
class CarefulClient {
public:
    CarefulClient(ClientSession& session, const Stage& stage) : session_(session), stage_(stage) {}

    Coroutine<int> get(std::string path) {
        const Duration start = now();
        ++stats_.requests;
        ++stats_.failed;  // until it is well
        Response response = co_await session_.get("https://api.example" + path);
        co_await response.text();
        stats_.time += now() - start;
        response.raise_for_status();
        --stats_.failed;
        co_return response.status();
    }

    Coroutine<int> get_with_retry(std::string path) {
        Duration delay = stage_.duration("delay");
        for (int attempt = 1;; ++attempt) {
            try {
                co_return co_await get(path);
            } catch (const ClientResponseError& error) {
                log("{}: attempt {}, status {}", path, attempt, error.status());
                if (!is_transient(error.status()) || attempt == stage_.integer("attempts")) {
                    throw;
                }
            }
            co_await sleep(delay);
            delay *= 2;
        }
    }

    [[nodiscard]] const Stats& stats() const { return stats_; }

private:
    ClientSession& session_;
    const Stage& stage_;
    Stats stats_;
};

template <class AnyClient>
Coroutine<std::string> two_calls(Stage& stage) {
    Web web;
    HttpService& api = web.serve("api.example");
    api.at("/posts/1", Endpoint().latency(stage.duration("answer")).body("the first post"));
    api.at("/", Endpoint().latency(stage.duration("answer")).status(404));
    const int overloaded = stage.integer("overloaded");
    if (overloaded > 0) {
        api.fault(HttpFault::status(503).requests(1, overloaded).path("/posts/1"));
    }

    ClientSession session(web);
    AnyClient client(session, stage);
    bool has_post = false;
    for (const std::string path : {"/posts/1", "/nowhere"}) {
        try {
            const int status = co_await client.get_with_retry(path);
            log("{} is fetched, status {}", path, status);
            has_post |= path == "/posts/1" && status == 200;
        } catch (const ClientResponseError& error) {
            log("{} is given up, status {}", path, error.status());
        }
    }

    stage.expect(has_post, "the post is there in the end");
    co_return client.stats().text();
}

Coroutine<std::string> status_is_no_error(Stage& stage) { return two_calls<Client>(stage); }
Coroutine<std::string> raises_for_status(Stage& stage) { return two_calls<CarefulClient>(stage); }

}  // namespace

const Scenario kHttpRetry{
    ScenarioId("patterns/http-retry"),
    Title("A bad status is no error", "状态码不好，并不是异常"),
    Difficulty::Medium,
    Params()
        .integer("overloaded", 2, AtLeast(0), AtMost(100))
        .integer("attempts", 3, AtLeast(1), AtMost(20))
        .duration("delay", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(60s))
        .duration("answer", 200ms, AtLeast<Duration>(0ms), AtMost<Duration>(60s)),
    Variants()
        .broken(status_is_no_error, Expected()
                                        .check_fails("the post is there in the end")
                                        .ends_at(400ms)
                                        .result("2 requests, 0 failed, mean 200 ms"))
        .fixed(raises_for_status,
               Expected().ends_at(3800ms).result("4 requests, 3 failed, mean 200 ms")),
};

}  // namespace coroscope
