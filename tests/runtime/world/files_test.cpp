// Files: every operation is a job of a thread, and the errors are Python's.
#include "runtime/world/files.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/core/sleep.h"
#include "runtime/sync/async_with.h"
#include "runtime/sync/executor.h"
#include "runtime/sync/gather.h"
#include "runtime/trace/timeline.h"
#include "tests/support/ran.h"

namespace coroscope {
namespace {

using namespace std::chrono_literals;
using test::Ran;

void run(Coroutine<> program) {
    const Ran ran(std::move(program));
    CHECK(ran.outcome == Outcome::Finished);
    if (ran.error) {
        FAIL_CHECK(describe(ran.error));
    }
}

Coroutine<std::string> text_of(const Disk& disk, std::string name) {
    auto open = open_file(disk, name);
    co_return co_await async_with(
        open, [](AsyncFile* file) -> Coroutine<std::string> { co_return co_await file->read(); });
}

Coroutine<> write_text(const Disk& disk, std::string name, std::string text,
                       std::string mode = "w") {
    auto open = open_file(disk, name, mode);
    co_await async_with(open, [&](AsyncFile* file) -> Coroutine<> { co_await file->write(text); });
}

/// "Type: message" of what the coroutine raises, "" if nothing.
Coroutine<std::string> error_of(Coroutine<> program) {
    try {
        co_await std::move(program);
    } catch (...) {
        co_return describe(std::current_exception());
    }
    co_return "";
}

Coroutine<> reads_and_writes() {
    Disk disk;
    disk.put("a", "text").opening_takes(10ms).reading_takes(50ms).closing_takes(5ms);
    disk.writing_takes(30ms);
    const std::string text = co_await text_of(disk, "a");
    CHECK(text == "text");
    CHECK(now() == 65ms);
    co_await write_text(disk, "b", "one");
    CHECK(now() == 110ms);
    co_await write_text(disk, "b", ", two", "a");
    CHECK(disk.text("b") == "one, two");
    co_await write_text(disk, "b", "three");
    CHECK(disk.text("b") == "three");
    CHECK(disk.open_files() == 0);
    CHECK(disk.used() == 9);
}

TEST_CASE("a file is opened, read and closed by three jobs, each with its cost") {
    run(reads_and_writes());
}

Coroutine<> by_size() {
    Disk disk;
    disk.put("small", std::string(1024, 'x')).put("large", std::string(1025, 'x'));
    disk.reading_takes(2ms).per_kib_takes(1ms);
    (void)co_await text_of(disk, "small");
    CHECK(now() == 2ms);
    (void)co_await text_of(disk, "large");
    CHECK(now() == 5ms);
}

TEST_CASE("a long file takes longer") { run(by_size()); }

Coroutine<> waits_for_a_thread() {
    ThreadPoolExecutor threads(2, "threads");
    set_default_executor(threads);
    Disk disk;
    disk.put("a", "").put("b", "").put("c", "").reading_takes(100ms);
    co_await gather(text_of(disk, "a"), text_of(disk, "b"), text_of(disk, "c"));
    CHECK(now() == 200ms);
}

TEST_CASE("who reads while all threads are busy waits for one") { run(waits_for_a_thread()); }

Coroutine<> refused() {
    Disk disk;
    disk.put("a", "text");
    auto missing = open_file(disk, "b");
    const std::string not_found = co_await error_of(
        [](OpenFile& file) -> Coroutine<> { (void)co_await file.aenter(); }(missing));
    CHECK(not_found == "FileNotFoundError: [Errno 2] No such file or directory: 'b'");
    const std::string mode = co_await error_of(write_text(disk, "a", "x", "rw"));
    CHECK(mode == "ValueError: invalid mode: 'rw': give \"r\", \"w\" or \"a\"");
    const std::string readable = co_await error_of(write_text(disk, "a", "x", "r"));
    CHECK(readable == "UnsupportedOperation: not writable");
    CHECK(disk.open_files() == 0);
    auto open = open_file(disk, "a");
    AsyncFile* const file = co_await open.aenter();
    co_await file->close();
    co_await file->close();
    const std::string closed =
        co_await error_of([](AsyncFile& one) -> Coroutine<> { (void)co_await one.read(); }(*file));
    CHECK(closed == "ValueError: I/O operation on closed file 'a'");
}

TEST_CASE("what is not there, not allowed or closed is refused, and the file is closed") {
    run(refused());
}

Coroutine<> full() {
    Disk disk;
    disk.put("old", "abc").capacity(8);
    const std::string error = co_await error_of(write_text(disk, "new", "123456789"));
    CHECK(error == "OSError: [Errno 28] No space left on device");
    CHECK(disk.text("new") == "12345");
    CHECK(disk.open_files() == 0);
    const std::string lost = co_await error_of(write_text(disk, "old", "123456789"));
    CHECK(lost == "OSError: [Errno 28] No space left on device");
    CHECK(disk.text("old") == "123");  // "w" had emptied it before
}

TEST_CASE("a full disk keeps what fitted, and the file that was overwritten is lost") {
    run(full());
}

Coroutine<> replaced() {
    Disk disk;
    disk.put("config", "old");
    co_await write_text(disk, "config.new", "new");
    co_await disk.replace("config.new", "config");
    CHECK(disk.text("config") == "new");
    CHECK_FALSE(disk.has("config.new"));
}

TEST_CASE("a file that is written beside the old one replaces it as a whole") { run(replaced()); }

}  // namespace
}  // namespace coroscope
