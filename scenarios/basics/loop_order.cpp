// Who runs next
//
// Callbacks, tasks and timers in one loop. There is one queue for all of them, first in, first out.
// A turn of the loop runs what is in the queue when it begins; timers that are due come behind
// that, and what is queued meanwhile has to wait for the next turn.
//
// Watch:  the log, turn by turn; equal timers fire in the order in which they were set.
// Source: articles A and C, how the event loop works.

#include <algorithm>

#include "scenarios/basics/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

class Diary {
public:
    void note(std::string_view what) {
        log("{} runs", what);
        text_ += (text_.empty() ? "" : " ") + std::string(what);
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

Coroutine<> worker(Diary& diary) {
    diary.note("task");
    co_return;
}

Coroutine<std::string> loop_order(Stage& stage) {
    const Duration one = stage.duration("timer-1");
    const Duration two = stage.duration("timer-2");
    const Duration hold = stage.duration("hold");
    EventLoop& loop = get_running_loop();
    Diary diary;

    loop.call_later(one, {[&] { diary.note("timer-1"); }, "timer-1"});
    loop.call_later(two, {[&] { diary.note("timer-2"); }, "timer-2"});
    loop.call_later(0ms, {[&] { diary.note("timer-0"); }, "timer-0"});
    loop.call_soon({[&] {
                        diary.note("soon-A");
                        loop.call_soon({[&] { diary.note("soon-C"); }, "soon-C"});
                    },
                    "soon-A"});
    loop.call_soon({[&] { diary.note("soon-B"); }, "soon-B"});
    auto task = create_task(worker(diary), "task");
    diary.note("main");

    if (hold > 0ms) {
        busy(hold);
    }
    co_await sleep(0ms);
    diary.note("main-again");
    const Duration rest = std::max(one, two);
    co_await sleep(std::max<Duration>(rest, 1ms));  // until both timers have fired
    co_await task;
    stage.expect(diary.text().starts_with("main soon-A soon-B task main-again timer"),
                 "first in, first out, and then the timers");
    co_return diary.text();
}

}  // namespace

const Scenario kLoopOrder{
    ScenarioId("basics/loop-order"),
    Title("Who runs next", "下一个轮到谁"),
    Difficulty::Medium,
    Params()
        .duration("timer-1", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(1s))
        .duration("timer-2", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(1s))
        .duration("hold", 0ms, AtLeast<Duration>(0ms), AtMost<Duration>(1s)),
    Variants().only(loop_order,
                    Expected().ends_at(10ms).result("main soon-A soon-B task main-again timer-0 "
                                                    "soon-C timer-1 timer-2")),
};

}  // namespace coroscope
