// Read, transform, write
//
// Six files are read, transformed and written, all at once. Every operation on a file is a job of a
// thread, so that the loop never waits for the disk. One file is missing, and the others do not
// mind.
//
// Watch:  the rows of the threads: as many files are read at a time as there are threads. And the
//         loop: the transforming happens there, one file after the other.
// Source: article C, AsyncDataProcessor.

#include "runtime/world/files.h"
#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

std::string shout(std::string text, Duration cost) {
    busy(cost);
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

Coroutine<std::string> read_file(const Disk& disk, std::string name) {
    auto open = open_file(disk, name);
    co_return co_await async_with(
        open, [](AsyncFile* file) -> Coroutine<std::string> { co_return co_await file->read(); });
}

Coroutine<> write_file(const Disk& disk, std::string name, std::string text) {
    auto open = open_file(disk, name, "w");
    co_await async_with(open, [&](AsyncFile* file) -> Coroutine<> { co_await file->write(text); });
}

Coroutine<bool> process(const Disk& disk, std::string name, Duration transforming) {
    try {
        const std::string text = co_await read_file(disk, name);
        const std::string result = shout(text, transforming);
        co_await write_file(disk, "processed_" + name, result);
        log("{} is done", name);
        co_return true;
    } catch (const OSError& error) {
        log("{} failed: {}", name, error.type());
        co_return false;
    }
}

Coroutine<std::string> pipeline(Stage& stage) {
    const int files = stage.integer("files");
    ThreadPoolExecutor threads(stage.integer("threads"), "threads");
    set_default_executor(threads);
    Disk disk;
    disk.opening_takes(stage.duration("open"));
    disk.reading_takes(stage.duration("transfer")).writing_takes(stage.duration("transfer"));
    disk.capacity(static_cast<std::size_t>(stage.integer("room")));
    for (int i = 1; i <= files; ++i) {
        if (i != stage.integer("missing")) {
            disk.put(fmt::format("data{}.json", i), "[one, two]");
        }
    }

    std::vector<Task<bool>> tasks;
    for (int i = 1; i <= files; ++i) {
        auto one = process(disk, fmt::format("data{}.json", i), stage.duration("transform"));
        tasks.push_back(create_task(std::move(one), name("file", i)));
    }
    const std::vector<bool> done = co_await gather(tasks);
    const auto good = std::ranges::count(done, true);
    stage.expect(disk.open_files() == 0, "every file is closed");
    co_return fmt::format("{} of {} files", good, files);
}

}  // namespace

const Scenario kPipeline{
    ScenarioId("patterns/pipeline"),
    Title("Read, transform, write", "读取、转换、写入"),
    Difficulty::Medium,
    Params()
        .integer("files", 6, AtLeast(1), AtMost(100))
        .integer("missing", 3, AtLeast(0), AtMost(100))
        .integer("threads", 4, AtLeast(1), AtMost(32))
        .integer("room", 0, AtLeast(0), AtMost(10'000))
        .duration("open", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("transfer", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("transform", 20ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s)),
    Variants().only(pipeline, Expected().ends_at(380ms).result("5 of 6 files")),
};

}  // namespace coroscope
