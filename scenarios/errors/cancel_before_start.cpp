// Cancelled before its first step
//
// Main accepts two connections and makes a task for each, which serves its client and closes the
// connection at the end. Both tasks are cancelled. The one that has begun closes its connection;
// the other was cancelled before its first step, so none of its code runs, not even its clean-up.
//
// Watch:  client-2 ends without a single line of its own; one connection stays open.
// Source: asyncio's Task.cancel; beyond the articles.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

/// Closes the connection when the scope ends: Python's finally.
class Closing {
public:
    Closing(Shared<int>& open, int client) : open_(open), client_(client) {}
    ~Closing() {
        open_.write(open_.read() - 1);
        log("connection {} is closed", client_);
    }
    Closing(const Closing&) = delete;
    Closing& operator=(const Closing&) = delete;

private:
    Shared<int>& open_;
    int client_;
};

Coroutine<> serve(Shared<int>& open, int client) {
    const Closing closing(open, client);
    log("client {} is served", client);
    co_await sleep(1min);
}

Task<> accept(Shared<int>& open, int client) {
    open.write(open.read() + 1);
    log("connection {} is open", client);
    return create_task(serve(open, client), name("client", client));
}

Coroutine<std::string> cancel_before_start(Stage& stage) {
    Shared<int> open("open connections", 0);
    auto first = accept(open, 1);
    co_await sleep(0ms);
    auto second = accept(open, 2);
    for (int turn = 0; turn < stage.integer("turns"); ++turn) {
        co_await sleep(0ms);
    }
    log("main cancels both");
    first.cancel();
    second.cancel();
    co_await gather(return_exceptions, first, second);

    stage.expect(first.cancelled() && second.cancelled(), "both tasks end cancelled");
    const int left = open.read();
    stage.expect(left == 0, "every connection is closed");
    co_return fmt::format("open connections: {}", left);
}

}  // namespace

const Scenario kCancelBeforeStart{
    ScenarioId("errors/cancel-before-start"),
    Title("Cancelled before its first step", "还没走第一步就被取消"),
    Difficulty::Medium,
    Params().integer("turns", 0, AtLeast(0), AtMost(100)),
    Variants().only(cancel_before_start, Expected()
                                             .check_fails("every connection is closed")
                                             .ends_at(0ms)
                                             .result("open connections: 1")),
};

}  // namespace coroscope
