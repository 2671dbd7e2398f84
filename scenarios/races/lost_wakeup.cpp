// The wake-up that nobody heard
//
// A postman puts a letter into the box, sets the event and clears it at once. Whoever waits just
// then is woken. The reader is busy with the letter before: it misses the call, and in the end it
// waits for ever beside a box with a letter in it.
//
// Watch:  at 200 ms event and box change, and the reader sleeps; at 450 ms it waits, and the box is
//         not empty.
// Source: asyncio's documentation of Event; the lost wake-up is older than asyncio.

#include "scenarios/races/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Box {
    Shared<std::vector<int>> letters{"box", {}};
    Event arrived{"arrived"};

    void put(int letter) {
        std::vector<int> more = letters.read();
        more.push_back(letter);
        letters.write(more);
    }
    int take() {
        std::vector<int> rest = letters.read();
        const int letter = rest.front();
        rest.erase(rest.begin());
        letters.write(rest);
        return letter;
    }
};

Coroutine<> postman(Box& box, int letters, Duration every) {
    for (int letter = 1; letter <= letters; ++letter) {
        co_await sleep(every);
        box.put(letter);
        log("letter {} is in the box", letter);
        box.arrived.set();
        box.arrived.clear();  // too early: who is busy never hears of it
    }
}

Coroutine<> reader(Box& box, int letters, Duration reading) {
    for (int read = 0; read < letters; ++read) {
        co_await box.arrived.wait();
        const int letter = box.take();
        co_await sleep(reading);
        log("has read letter {}", letter);
    }
}

Coroutine<> postman_who_only_sets(Box& box, int letters, Duration every) {
    for (int letter = 1; letter <= letters; ++letter) {
        co_await sleep(every);
        box.put(letter);
        log("letter {} is in the box", letter);
        box.arrived.set();
    }
}

Coroutine<> reader_who_clears(Box& box, int letters, Duration reading) {
    for (int read = 0; read < letters; ++read) {
        co_await box.arrived.wait();
        const int letter = box.take();
        if (box.letters.read().empty()) {
            box.arrived.clear();  // the event says what is true: there is nothing in the box
        }
        co_await sleep(reading);
        log("has read letter {}", letter);
    }
}

Coroutine<std::string> set_and_clear(Stage& stage) {
    const int letters = stage.integer("letters");
    Box box;
    auto post = create_task(postman(box, letters, stage.duration("every")), "postman");
    auto reads = create_task(reader(box, letters, stage.duration("reading")), "reader");
    co_await gather(post, reads);
    stage.expect(box.letters.read().empty(), "no letter stays in the box");
    co_return fmt::format("{} letters read", letters);
}

Coroutine<std::string> reader_clears(Stage& stage) {
    const int letters = stage.integer("letters");
    Box box;
    auto post =
        create_task(postman_who_only_sets(box, letters, stage.duration("every")), "postman");
    auto reads = create_task(reader_who_clears(box, letters, stage.duration("reading")), "reader");
    co_await gather(post, reads);
    stage.expect(box.letters.read().empty(), "no letter stays in the box");
    co_return fmt::format("{} letters read", letters);
}

}  // namespace

const Scenario kLostWakeup{
    ScenarioId("races/lost-wakeup"),
    Title("The wake-up that nobody heard", "没人听到的唤醒"),
    Difficulty::Medium,
    Params()
        .integer("letters", 3, AtLeast(1), AtMost(500))
        .duration("every", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("reading", 150ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(set_and_clear, Expected().finding("hang").hangs().ends_at(450ms))
        .fixed(reader_clears, Expected().ends_at(550ms).result("3 letters read")),
};

}  // namespace coroscope
