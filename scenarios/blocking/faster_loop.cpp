// What a faster loop is worth
//
// Ten clients send a hundred messages each. The loop's own work for a step takes 4 us, or 1 us
// with a faster implementation of the loop. If the messages are all there is to do, the program is
// four times as fast. If each takes 20 us of computing, or a wait of 1 ms, hardly anything
// changes.
//
// Watch:  the three pairs of times, and the sum that explains each.
// Source: article D, another implementation of the event loop (uvloop).

#include "runtime/core/runner.h"
#include "scenarios/blocking/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> client(int messages, Duration computing, Duration waiting) {
    for (int i = 0; i < messages; ++i) {
        busy(computing);
        co_await sleep(waiting);
    }
}

Coroutine<Duration> run_clients(const Stage& stage, Duration computing, Duration waiting) {
    const Duration start = now();
    std::vector<Task<>> clients;
    for (int i = 1; i <= stage.integer("clients"); ++i) {
        auto body = client(stage.integer("messages"), computing, waiting);
        clients.push_back(create_task(std::move(body), name("client", i)));
    }
    co_await gather(clients);
    co_return now() - start;
}

Coroutine<std::string> on_both_loops(const Stage& stage, std::string_view work, Duration computing,
                                     Duration waiting) {
    EventLoop& loop = get_running_loop();
    Runner::set_step_cost(loop, stage.duration("step"));
    const Duration standard = co_await run_clients(stage, computing, waiting);
    Runner::set_step_cost(loop, stage.duration("faster-step"));
    const Duration faster = co_await run_clients(stage, computing, waiting);
    Runner::set_step_cost(loop, 0ns);
    log("{}: {} us, on the faster loop {} us", work, standard / 1us, faster / 1us);
    const double times =
        static_cast<double>(standard.count()) / static_cast<double>(faster.count());
    co_return fmt::format("{:.2f}", times);
}

Coroutine<std::string> faster_loop(Stage& stage) {
    const Duration computing = stage.duration("compute");
    const Duration waiting = stage.duration("wait");
    const std::string messages = co_await on_both_loops(stage, "messages", 0ms, 0ms);
    const std::string computed = co_await on_both_loops(stage, "computing", computing, 0ms);
    const std::string waited = co_await on_both_loops(stage, "waiting", 0ms, waiting);
    co_return fmt::format("{}, {} and {} times as fast", messages, computed, waited);
}

}  // namespace

const Scenario kFasterLoop{
    ScenarioId("blocking/faster-loop"),
    Title("What a faster loop is worth", "更快的事件循环值多少"),
    Difficulty::Medium,
    Params()
        .integer("clients", 10, AtLeast(1), AtMost(200))
        .integer("messages", 100, AtLeast(1), AtMost(1000))
        .duration("step", 4us, AtLeast<Duration>(1ns), AtMost<Duration>(1ms))
        .duration("faster-step", 1us, AtLeast<Duration>(1ns), AtMost<Duration>(1ms))
        .duration("compute", 20us, AtLeast<Duration>(0us), AtMost<Duration>(10ms))
        .duration("wait", 1ms, AtLeast<Duration>(0us), AtMost<Duration>(100ms)),
    Variants().only(faster_loop,
                    Expected().ends_at(250'165us).result("4.00, 1.14 and 1.00 times as fast")),
};

}  // namespace coroscope
