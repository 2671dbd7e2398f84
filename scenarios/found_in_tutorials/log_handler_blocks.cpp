// A log handler that waits for its own loop
//
// The handler of a logger writes each record in a coroutine: it hands the coroutine to the loop and
// waits up to a second for the result. But log calls come from the loop's own thread. The loop
// stands still while the handler waits for it, the wait times out, the error is swallowed, and the
// next record costs another second.
//
// Watch:  bars of 1 s in the loop's lane, one for each record; the heart stands still.
// Source: article D, a log handler with run_coroutine_threadsafe and result(timeout=1.0).

#include "scenarios/found_in_tutorials/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> write_record(int record, Duration cost) {
    co_await sleep(cost);
    log("record {} is written", record);
}

/// future.result(timeout) in the loop's own thread: nothing can happen meanwhile.
void result(const Future<>& future, Duration timeout) {
    if (!future.done()) {
        blocking(timeout);
        throw TimeoutError();
    }
}

class BlockingHandler {
public:
    BlockingHandler(Duration cost, Duration patience) : cost_(cost), patience_(patience) {}
    void emit(int record) {
        auto writing = write_record(record, cost_);
        const auto future = run_coroutine_threadsafe(std::move(writing), EventLoop::running());
        try {
            result(future, patience_);
        } catch (const TimeoutError&) {
            // a record that cannot be written must not stop the program
        }
    }
    Coroutine<> close() { co_return; }

private:
    Duration cost_;
    Duration patience_;
};

class QueueHandler {
public:
    QueueHandler(Duration cost, Duration /*patience*/) : cost_(cost) {}
    void emit(int record) { records_.put_nowait(record); }
    Coroutine<> close() {
        co_await records_.join();
        writer_.cancel();
        co_await gather(return_exceptions, writer_);
    }

private:
    Coroutine<> write_all() {
        for (;;) {
            const int record = co_await records_.get();
            co_await write_record(record, cost_);
            records_.task_done();
        }
    }
    Duration cost_;
    Queue<int> records_{"records"};
    Task<> writer_ = create_task(write_all(), "writer");
};

template <class Handler>
Coroutine<> serve(Handler& handler, int records) {
    for (int record = 1; record <= records; ++record) {
        co_await sleep(100ms);
        handler.emit(record);
    }
}

/// Five beats; returns by how much the worst of them was late.
Coroutine<Duration> heartbeat() {
    Duration worst = 0ms;
    for (int beat = 1; beat <= 5; ++beat) {
        const Duration due = now() + 100ms;
        co_await sleep(100ms);
        worst = std::max(worst, now() - due);
    }
    co_return worst;
}

template <class Handler>
Coroutine<std::string> run(Stage& stage) {
    Handler handler(stage.duration("cost"), stage.duration("patience"));
    auto beating = create_task(heartbeat(), "heartbeat");
    auto serving = create_task(serve(handler, stage.integer("records")), "service");
    const Duration worst = co_await beating;
    co_await serving;
    co_await handler.close();
    stage.expect(worst < 100ms, "the heart beats while records are written");
    co_return fmt::format("a beat was {} ms late", worst / 1ms);
}

Coroutine<std::string> waits_for_its_loop(Stage& stage) { return run<BlockingHandler>(stage); }
Coroutine<std::string> leaves_it_to_a_task(Stage& stage) { return run<QueueHandler>(stage); }

}  // namespace

const Scenario kLogHandlerBlocks{
    ScenarioId("found-in-tutorials/log-handler-blocks"),
    Title("A log handler that waits for its own loop", "等待自己循环的日志处理器"),
    Difficulty::Hard,
    Params()
        .integer("records", 3, AtLeast(1), AtMost(100))
        .duration("cost", 20ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("patience", 1s, AtLeast<Duration>(1ms), AtMost<Duration>(10s)),
    Variants()
        .broken(waits_for_its_loop, Expected()
                                        .finding("blocking-call")
                                        .check_fails("the heart beats while records are written")
                                        .ends_at(3400ms)
                                        .result("a beat was 1000 ms late"))
        .fixed(leaves_it_to_a_task, Expected().ends_at(500ms).result("a beat was 0 ms late")),
};

}  // namespace coroscope
