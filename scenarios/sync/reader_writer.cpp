// Many readers or one writer
//
// asyncio has no lock for readers and writers; a condition and three numbers are enough to build
// one. Readers share it, a writer has it alone. While a writer waits, new readers wait behind it:
// otherwise these three readers, one of whom is always reading, would keep it out to the end.
//
// Watch:  the writer comes at 150 ms; reader-3, at 200 ms, has to wait although all who hold the
//         lock are readers.
// Source: Courtois, Heymans and Parnas, "Concurrent control with 'readers' and 'writers'" (1971).

#include "scenarios/scenario.h"
#include "scenarios/sync/topic.h"

namespace coroscope {
namespace {

class ReadWriteLock {
public:
    explicit ReadWriteLock(bool readers_first) : readers_first_(readers_first) {}

    Coroutine<> begin_read() {
        const auto held = co_await changed_.hold();
        const auto may_read = [this] {
            return !writing_ && (readers_first_ || writers_waiting_ == 0);
        };
        co_await changed_.wait_for(may_read);
        ++readers_;
    }
    Coroutine<> end_read() {
        const auto held = co_await changed_.hold();
        --readers_;
        changed_.notify_all();
    }
    Coroutine<> begin_write() {
        const auto held = co_await changed_.hold();
        ++writers_waiting_;
        co_await changed_.wait_for([this] { return !writing_ && readers_ == 0; });
        --writers_waiting_;
        writing_ = true;
    }
    Coroutine<> end_write() {
        const auto held = co_await changed_.hold();
        writing_ = false;
        changed_.notify_all();
    }

private:
    Condition changed_{"changed"};
    int readers_ = 0;
    int writers_waiting_ = 0;
    bool writing_ = false;
    bool readers_first_;
};

struct Page {
    Shared<int> top{"top half", 1};
    Shared<int> bottom{"bottom half", 1};
    int torn = 0;
};

Coroutine<> reader(Stage& stage, ReadWriteLock& lock, Page& page, int number) {
    co_await sleep((number - 1) * stage.duration("read") / 2);
    for (int i = 1; i <= stage.integer("reads"); ++i) {
        co_await lock.begin_read();
        const int top = page.top.read();
        log("reader {} reads version {}", number, top);
        co_await sleep(stage.duration("read"));
        const int bottom = page.bottom.read();
        page.torn += top == bottom ? 0 : 1;
        co_await lock.end_read();
        co_await sleep(stage.duration("read") / 2);
    }
}

Coroutine<Duration> writer(Stage& stage, ReadWriteLock& lock, Page& page) {
    co_await sleep(stage.duration("comes"));
    log("the writer is there");
    const Duration asked = now();
    co_await lock.begin_write();
    const Duration waited = now() - asked;
    log("the writer writes");
    page.top.write(page.top.read() + 1);
    co_await sleep(stage.duration("write"));
    page.bottom.write(page.bottom.read() + 1);
    co_await lock.end_write();
    co_return waited;
}

Coroutine<std::string> reader_writer(Stage& stage) {
    ReadWriteLock lock(stage.integer("writers_first") == 0);
    Page page;
    std::vector<Task<>> readers;
    for (int i = 1; i <= stage.integer("readers"); ++i) {
        readers.push_back(create_task(reader(stage, lock, page, i), name("reader", i)));
    }
    auto writing = create_task(writer(stage, lock, page), "writer");
    co_await gather(readers);
    const Duration waited = co_await writing;

    stage.expect(page.torn == 0, "nobody reads half of each version");
    co_return fmt::format("the writer waited {} ms", waited / 1ms);
}

}  // namespace

const Scenario kReaderWriter{
    ScenarioId("sync/reader-writer"),
    Title("Many readers or one writer", "多个读者，或一个写者"),
    Difficulty::Hard,
    Params()
        .integer("readers", 3, AtLeast(1), AtMost(50))
        .integer("reads", 3, AtLeast(1), AtMost(50))
        .duration("read", 200ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("write", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("comes", 150ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .integer("writers_first", 1, AtLeast(0), AtMost(1)),
    Variants().only(reader_writer, Expected().ends_at(1300ms).result("the writer waited 150 ms")),
};

}  // namespace coroscope
