// A queue made by hand
//
// A buffer with room for three, one lock, and two conditions that share it: "not full", for which
// producers wait, and "not empty", for which the consumer waits. Who waits lets go of the lock; who
// changes the buffer notifies one of the other side. This is how a bounded queue works inside.
//
// Watch:  at 300 ms a producer waits for "not full", and holds no lock meanwhile.
// Source: Hoare, "Monitors: an operating system structuring concept" (1974); asyncio's
//         documentation of Condition.

#include <deque>

#include "scenarios/scenario.h"
#include "scenarios/sync/topic.h"

namespace coroscope {
namespace {

struct Buffer {
    explicit Buffer(int room) : capacity(room) {}
    int capacity;
    std::deque<std::string> items;
    Shared<int> depth{"in the buffer", 0};
    Lock lock{"lock"};
    Condition not_full{lock, "not full"};
    Condition not_empty{lock, "not empty"};
};

Coroutine<> put(Buffer& buffer, std::string item) {
    const auto held = co_await buffer.lock.hold();
    while (buffer.depth.read() == buffer.capacity) {
        co_await buffer.not_full.wait();  // lets go of the lock, and has it again when it returns
    }
    buffer.items.push_back(item);
    buffer.depth.write(static_cast<int>(buffer.items.size()));
    buffer.not_empty.notify();
}

Coroutine<std::string> get(Buffer& buffer) {
    const auto held = co_await buffer.lock.hold();
    while (buffer.depth.read() == 0) {
        co_await buffer.not_empty.wait();
    }
    const std::string item = buffer.items.front();
    buffer.items.pop_front();
    buffer.depth.write(static_cast<int>(buffer.items.size()));
    buffer.not_full.notify();
    co_return item;
}

Coroutine<> producer(Buffer& buffer, char letter, int items, Duration pace) {
    for (int n = 1; n <= items; ++n) {
        co_await sleep(pace);
        const std::string item = fmt::format("{}{}", letter, n);
        co_await put(buffer, item);
        log("{} is in", item);
    }
}

Coroutine<> consumer(Buffer& buffer, int items, Duration work) {
    for (int n = 1; n <= items; ++n) {
        const std::string item = co_await get(buffer);
        log("{} is out", item);
        co_await sleep(work);
    }
}

Coroutine<std::string> condition(Stage& stage) {
    const int producers = stage.integer("producers");
    const int items = stage.integer("items");
    Buffer buffer(stage.integer("capacity"));

    std::vector<Task<>> tasks;
    for (int i = 0; i < producers; ++i) {
        const char letter = static_cast<char>('a' + i);
        tasks.push_back(create_task(producer(buffer, letter, items, stage.duration("pace")),
                                    name("producer", i + 1)));
    }
    tasks.push_back(
        create_task(consumer(buffer, producers * items, stage.duration("work")), "consumer"));
    co_await gather(tasks);

    stage.expect(buffer.items.empty(), "everything that was put in was taken out");
    co_return fmt::format("{} items", producers * items);
}

}  // namespace

const Scenario kCondition{
    ScenarioId("sync/condition"),
    Title("A queue made by hand", "手工打造的队列"),
    Difficulty::Medium,
    Params()
        .integer("capacity", 3, AtLeast(1), AtMost(100))
        .integer("producers", 2, AtLeast(1), AtMost(20))
        .integer("items", 4, AtLeast(1), AtMost(200))
        .duration("pace", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("work", 250ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(condition, Expected().ends_at(2100ms).result("8 items")),
};

}  // namespace coroscope
