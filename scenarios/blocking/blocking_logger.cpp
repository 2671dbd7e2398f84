// A logger that writes, and one that hands over
//
// Five requests take 100 ms each and log two lines; the disk takes 20 ms for a line. A logger that
// writes at once blocks the loop 10 times: the requests take up to 220 ms. One that puts the line
// into a queue returns at once, a thread writes, and every request takes 100 ms.
//
// Watch:  the red bars of the writes, and the depth of the queue instead.
// Source: article D, a log handler that hands its records to a thread.

#include <algorithm>

#include "scenarios/blocking/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

class Logger {
public:
    Logger() = default;
    Logger(const Logger&) = delete;
    Logger& operator=(const Logger&) = delete;
    virtual ~Logger() = default;
    virtual void write(const std::string& line) = 0;
};

class DiskLogger : public Logger {
public:
    explicit DiskLogger(Duration disk) : disk_(disk) {}
    void write(const std::string& line) override {
        blocking(disk_);
        log("written: {}", line);
    }

private:
    Duration disk_;
};

class QueueLogger : public Logger {
public:
    explicit QueueLogger(Queue<std::string>& lines) : lines_(lines) {}
    void write(const std::string& line) override { lines_.put_nowait(line); }

private:
    Queue<std::string>& lines_;
};

/// Takes the lines out of the queue and has a thread write them.
Coroutine<> write_lines(Queue<std::string>& lines, DiskLogger& disk) {
    ThreadPoolExecutor thread(1, "writer thread");
    while (true) {
        const std::string line = co_await lines.get();
        const auto written = run_in_executor(thread, [&disk, line] { disk.write(line); }, "write");
        co_await written;
        lines.task_done();
    }
}

Coroutine<Duration> serve(int request, Logger& logger, Duration work) {
    const Duration start = now();
    logger.write(fmt::format("request {} begins", request));
    co_await sleep(work);
    logger.write(fmt::format("request {} is done", request));
    co_return now() - start;
}

Coroutine<std::string> serve_all(const Stage& stage, Logger& logger) {
    const Duration start = now();
    std::vector<Task<Duration>> requests;
    for (int i = 1; i <= stage.integer("requests"); ++i) {
        requests.push_back(
            create_task(serve(i, logger, stage.duration("work")), name("request", i)));
    }
    co_await gather(requests);
    const Duration took = now() - start;
    log("all requests are served after {} ms", took / 1ms);
    stage.expect(took <= stage.duration("work"), "no request waits for the log");
    co_return fmt::format("served in {} ms", took / 1ms);
}

Coroutine<std::string> writes_at_once(Stage& stage) {
    DiskLogger disk(stage.duration("disk"));
    co_return co_await serve_all(stage, disk);
}

Coroutine<std::string> hands_over(Stage& stage) {
    DiskLogger disk(stage.duration("disk"));
    Queue<std::string> lines("lines");
    QueueLogger logger(lines);
    auto writer = create_task(write_lines(lines, disk), "writer");
    const std::string result = co_await serve_all(stage, logger);
    co_await lines.join();  // or the last lines would be lost
    writer.cancel();
    co_await gather(return_exceptions, writer);
    co_return result;
}

}  // namespace

const Scenario kBlockingLogger{
    ScenarioId("blocking/blocking-logger"),
    Title("A logger that writes, and one that hands over", "自己写盘的日志，和只管交出去的日志"),
    Difficulty::Medium,
    Params()
        .integer("requests", 5, AtLeast(0), AtMost(200))
        .duration("work", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("disk", 20ms, AtLeast<Duration>(0ms), AtMost<Duration>(1s)),
    Variants()
        .broken(writes_at_once, Expected()
                                    .finding("blocking-call")
                                    .check_fails("no request waits for the log")
                                    .ends_at(220ms)
                                    .result("served in 220 ms"))
        .fixed(hands_over, Expected().ends_at(200ms).result("served in 100 ms")),
};

}  // namespace coroscope
