// Fan out, fan in
//
// A job is cut into parts. One queue deals them out to workers, another brings the results back,
// and one collector puts them in order: the parts come back as they are done. The job takes as long
// as its slowest part.
//
// Watch:  with slow = 5 three workers are long done while one works on part 5.
// Source: Dean and Barroso, "The tail at scale" (2013), for what the slowest part does.

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Part {
    int number;
    int square;
};

Coroutine<> work(Queue<int>& parts, Queue<Part>& results, Duration length, int slow) {
    for (;;) {
        const int number = co_await parts.get();
        co_await sleep(number == slow ? 10 * length : length);
        co_await results.put(Part{.number = number, .square = number * number});
    }
}

/// The squares in the order of the parts.
Coroutine<std::vector<int>> collect(Queue<Part>& results, int count) {
    std::vector<int> squares(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const Part part = co_await results.get();
        log("part {} is back", part.number);
        squares.at(static_cast<std::size_t>(part.number - 1)) = part.square;
    }
    co_return squares;
}

Coroutine<std::string> run(Stage& stage) {
    const int count = stage.integer("parts");
    const Duration length = stage.duration("work");
    const int slow = stage.integer("slow");
    Queue<int> parts("parts");
    Queue<Part> results("results");
    std::vector<Task<>> workers;
    for (int i = 1; i <= stage.integer("workers"); ++i) {
        workers.push_back(create_task(work(parts, results, length, slow), name("worker", i)));
    }
    for (int number = 1; number <= count; ++number) {
        parts.put_nowait(number);
    }
    const std::vector<int> squares = co_await collect(results, count);
    for (const Task<>& worker : workers) {
        worker.cancel();
    }
    co_await gather(return_exceptions, workers);
    std::int64_t sum = 0;
    for (const int square : squares) {
        sum += square;
    }
    co_return fmt::format("the sum of {} squares is {}", count, sum);
}

}  // namespace

const Scenario kFanOutFanIn{
    ScenarioId("patterns/fan-out-fan-in"),
    Title("Fan out, fan in", "扇出与扇入"),
    Difficulty::Easy,
    Params()
        .integer("parts", 12, AtLeast(1), AtMost(500))
        .integer("workers", 4, AtLeast(1), AtMost(50))
        .integer("slow", 0, AtLeast(0), AtMost(500))
        .duration("work", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(run, Expected().ends_at(300ms).result("the sum of 12 squares is 650")),
};

}  // namespace coroscope
