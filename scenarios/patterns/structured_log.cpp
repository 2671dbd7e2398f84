// A log with request ids
//
// Three requests at once, and each line of the log shall say whose it is. With the id in a global
// variable every request overwrites that of the others, and after the first await the log says what
// the last one has set. A context variable belongs to the task: what a task sets the others do not
// see, and the tasks that it starts inherit it.
//
// Watch:  the log: three times r3 for three different requests, against r1, r2, r3.
// Source: article D, a structured log with a request id; PEP 567.

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

const ContextVar<std::string> kRequest("request", "none");

/// One place for everybody, as a module's global variable is.
class GlobalId {
public:
    void set(const std::string& id) { id_.write(id); }
    [[nodiscard]] std::string get() const { return id_.read(); }

private:
    Shared<std::string> id_{"request_id", "none"};
};

class ContextId {
public:
    void set(const std::string& id) { kRequest.set(id); }
    [[nodiscard]] std::string get() const { return kRequest.get(); }
};

template <class Id>
Coroutine<int> query(Id& id, std::string mine, Duration latency) {
    co_await sleep(latency);
    log("[{}] the rows are here", id.get());
    co_return id.get() == mine ? 0 : 1;
}

/// Returns how many of its lines name another request.
template <class Id>
Coroutine<int> handle(Id& id, int number, Duration latency) {
    const std::string mine = fmt::format("r{}", number);
    id.set(mine);
    log("[{}] GET /orders/{}", id.get(), number);
    auto rows = create_task(query(id, mine, latency), name("query", number));
    const int wrong = co_await rows;
    log("[{}] 200 OK", id.get());
    co_return wrong + (id.get() == mine ? 0 : 1);
}

template <class Id>
Coroutine<std::string> serve(Stage& stage) {
    Id id;
    std::vector<Task<int>> requests;
    for (int number = 1; number <= stage.integer("requests"); ++number) {
        requests.push_back(
            create_task(handle(id, number, stage.duration("latency")), name("request", number)));
    }
    const std::vector<int> wrong = co_await gather(requests);
    int all = 0;
    for (const int each : wrong) {
        all += each;
    }
    stage.expect(all == 0, "each line names its own request");
    co_return fmt::format("{} lines name another request", all);
}

Coroutine<std::string> global(Stage& stage) { return serve<GlobalId>(stage); }
Coroutine<std::string> in_context(Stage& stage) { return serve<ContextId>(stage); }

}  // namespace

const Scenario kStructuredLog{
    ScenarioId("patterns/structured-log"),
    Title("A log with request ids", "带请求编号的日志"),
    Difficulty::Medium,
    Params()
        .integer("requests", 3, AtLeast(1), AtMost(100))
        .duration("latency", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(global, Expected()
                            .check_fails("each line names its own request")
                            .ends_at(100ms)
                            .result("4 lines name another request"))
        .fixed(in_context, Expected().ends_at(100ms).result("0 lines name another request")),
};

}  // namespace coroscope
