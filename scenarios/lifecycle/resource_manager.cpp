// Files left open
//
// A program opens three files, merges them, and closes them. The third cannot be opened. The error
// jumps over the lines that close the first two. An exit stack closes whatever was opened, in
// reverse order, however the block is left.
//
// Watch:  the variable "open files": 2 at the end, or back at 0.
// Source: article C, a resource manager whose clean-up walks a list; contextlib.AsyncExitStack.

#include "scenarios/lifecycle/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct FileNotFoundError : Error {
    explicit FileNotFoundError(std::string name) : Error("FileNotFoundError", std::move(name)) {}
};

class File {
public:
    File(int number, const Stage& stage, Shared<int>& open_files)
        : name_(name("part", number)),
          exists_(number != stage.integer("missing")),
          opening_(stage.duration("open")),
          closing_(stage.duration("close")),
          open_files_(&open_files) {}

    Coroutine<> open() {
        co_await sleep(opening_);
        if (!exists_) {
            throw FileNotFoundError(name_);
        }
        open_files_->write(open_files_->read() + 1);
        log("{} is open", name_);
    }
    Coroutine<> close() {
        co_await sleep(closing_);
        open_files_->write(open_files_->read() - 1);
        log("{} is closed", name_);
    }
    Coroutine<> aenter() { return open(); }
    Coroutine<bool> aexit(std::exception_ptr /*error*/) {
        co_await close();
        co_return false;
    }

private:
    std::string name_;
    bool exists_;
    Duration opening_;
    Duration closing_;
    Shared<int>* open_files_;
};

Coroutine<> merge_by_hand(std::vector<File>& files, Duration merge) {
    for (File& file : files) {
        co_await file.open();
    }
    co_await sleep(merge);
    log("merged");
    for (File& file : files) {
        co_await file.close();
    }
}

Coroutine<> merge_on_a_stack(std::vector<File>& files, Duration merge) {
    co_await async_with(AsyncExitStack(), [&](AsyncExitStack& stack) -> Coroutine<> {
        for (File& file : files) {
            co_await stack.enter_async_context(file);
        }
        co_await sleep(merge);
        log("merged");
    });
}

template <class Merge>
Coroutine<std::string> run(Stage& stage, Merge merge) {
    Shared<int> open_files("open files", 0);
    std::vector<File> files;
    for (int number = 1; number <= stage.integer("files"); ++number) {
        files.emplace_back(number, stage, open_files);
    }
    try {
        co_await merge(files, stage.duration("merge"));
    } catch (const FileNotFoundError& error) {
        log("FileNotFoundError: {}", error.message());
    }
    const int left = open_files.read();
    stage.expect(left == 0, "every file is closed");
    co_return fmt::format("{} files left open", left);
}

Coroutine<std::string> by_hand(Stage& stage) { return run(stage, merge_by_hand); }

Coroutine<std::string> on_a_stack(Stage& stage) { return run(stage, merge_on_a_stack); }

}  // namespace

const Scenario kResourceManager{
    ScenarioId("lifecycle/resource-manager"),
    Title("Files left open", "没有关闭的文件"),
    Difficulty::Medium,
    Params()
        .integer("files", 3, AtLeast(0), AtMost(1000))
        .integer("missing", 3, AtLeast(0), AtMost(1000))
        .duration("open", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .duration("merge", 200ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("close", 30ms, AtLeast<Duration>(0ms), AtMost<Duration>(1min)),
    Variants()
        .broken(by_hand, Expected()
                             .check_fails("every file is closed")
                             .ends_at(150ms)
                             .result("2 files left open"))
        .fixed(on_a_stack, Expected().ends_at(210ms).result("0 files left open")),
};

}  // namespace coroscope
