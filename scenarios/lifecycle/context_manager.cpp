// A connection and its block
//
// A database connection is opened at the beginning of a block and closed at its end. Both take
// time, so both are awaited. The end is awaited however the block is left: after the last query, by
// an error, or by a timeout.
//
// Watch:  the variable "connection" is open exactly as long as the block.
// Source: articles A and C, the asynchronous context manager of a database connection.

#include "scenarios/lifecycle/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

class Connection {
public:
    explicit Connection(const Stage& stage) : stage_(stage) {}

    Coroutine<> aenter() {
        log("connecting");
        co_await sleep(stage_.duration("connect"));
        state_.write("open");
        log("connected");
    }
    Coroutine<bool> aexit(std::exception_ptr /*error*/) {
        log("closing");
        co_await sleep(stage_.duration("close"));
        state_.write("closed");
        log("closed");
        co_return false;  // an error goes on to whoever awaits the block
    }
    Coroutine<> query(int number) {
        log("query {}", number);
        co_await sleep(stage_.duration("query"));
        if (number == stage_.integer("fails")) {
            throw ValueError(fmt::format("query {} is wrong", number));
        }
    }
    [[nodiscard]] std::string state() const { return state_.read(); }

private:
    const Stage& stage_;
    Shared<std::string> state_{"connection", "closed"};
};

Coroutine<> ask(Connection& connection, int queries, int& answers) {
    co_await async_with(connection, [&](Connection& open) -> Coroutine<> {
        for (int number = 1; number <= queries; ++number) {
            co_await open.query(number);
            ++answers;
        }
    });
}

Coroutine<std::string> context_manager(Stage& stage) {
    Connection connection(stage);
    const int queries = stage.integer("queries");
    int answers = 0;
    try {
        co_await wait_for(ask(connection, queries, answers), stage.duration("limit"));
    } catch (const ValueError& error) {
        log("error: {}", error.message());
    } catch (const TimeoutError&) {
        log("error: out of time");
    }
    const std::string state = connection.state();
    stage.expect(state == "closed", "the connection is closed after the block");
    co_return fmt::format("{} of {} answers, connection {}", answers, queries, state);
}

}  // namespace

const Scenario kContextManager{
    ScenarioId("lifecycle/context-manager"),
    Title("A connection and its block", "连接与它的 async with 块"),
    Difficulty::Easy,
    Params()
        .duration("connect", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("query", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("close", 300ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .integer("queries", 2, AtLeast(0), AtMost(1000))
        .integer("fails", 0, AtLeast(0), AtMost(1000))
        .duration("limit", 10s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(context_manager,
                    Expected().ends_at(1s).result("2 of 2 answers, connection closed")),
};

}  // namespace coroscope
