// Files: a disk, and files that are read and written without blocking the loop, as aiofiles does
// it: every operation is a job of the loop's default executor.
//
//     Disk disk;
//     disk.put("data.json", "[1, 2]").opening_takes(10ms).reading_takes(50ms);
//     co_await async_with(open_file(disk, "data.json"), [&](AsyncFile& file) -> Coroutine<> {
//         text = co_await file.read();
//     });
//
// Modes: "r" reads a file that is there; "w" empties it or makes it; "a" appends to it or makes it.
// Costs are for each operation, default 0: opening, reading, writing, closing, and as much again
// for each further KiB as per_kib_takes() says. What an operation does to the disk it does when its
// job starts. A cancelled operation goes on in its thread.
//
// Errors, as in Python: FileNotFoundError "[Errno 2] No such file or directory: 'name'"; OSError
// "[Errno 28] No space left on device", when what fits has been written; UnsupportedOperation "not
// readable" or "not writable"; ValueError for another mode or a file that is closed. Source:
// aiofiles, base.py (delegate_to_executor); Python's library reference, io.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>

#include "runtime/core/error.h"
#include "runtime/core/event_loop.h"

namespace coroscope {

struct OSError : Error {
    explicit OSError(std::string message, std::string type = "OSError")
        : Error(std::move(type), std::move(message)) {}
};
struct FileNotFoundError : OSError {
    explicit FileNotFoundError(std::string_view name)
        : OSError("[Errno 2] No such file or directory: '" + std::string(name) + "'",
                  "FileNotFoundError") {}
};

namespace detail {

struct DiskState {
    std::map<std::string, std::string, std::less<>> files;
    Duration opening = {};
    Duration reading = {};
    Duration writing = {};
    Duration closing = {};
    Duration per_kib = {};
    std::size_t capacity = 0;  // bytes, 0: no limit
    int open = 0;

    [[nodiscard]] std::size_t used() const;
    /// Puts it behind what the file has, as far as there is room. Errors: OSError.
    void append(std::string_view name, std::string_view text);
};

}  // namespace detail

class AsyncFile {
public:
    AsyncFile(std::shared_ptr<detail::DiskState> disk, std::string name, bool writes)
        : disk_(std::move(disk)), name_(std::move(name)), writes_(writes) {}

    /// All that is in it.
    [[nodiscard]] Coroutine<std::string> read(
        std::source_location where = std::source_location::current());
    [[nodiscard]] Coroutine<> write(std::string text,
                                    std::source_location where = std::source_location::current());
    /// Does nothing if it is closed.
    [[nodiscard]] Coroutine<> close(std::source_location where = std::source_location::current());
    [[nodiscard]] const std::string& name() const { return name_; }

private:
    void check(bool writing) const;
    std::shared_ptr<detail::DiskState> disk_;
    std::string name_;
    bool writes_;
    bool closed_ = false;
};

class Disk {
public:
    /// A file that is there.
    Disk& put(std::string name, std::string text);
    Disk& opening_takes(Duration duration);
    Disk& reading_takes(Duration duration);
    Disk& writing_takes(Duration duration);
    Disk& closing_takes(Duration duration);
    Disk& per_kib_takes(Duration duration);
    /// Room for so many bytes in all its files. 0: no limit.
    Disk& capacity(std::size_t bytes);

    [[nodiscard]] bool has(std::string_view name) const;
    /// What is in it, without a file being opened. Errors: FileNotFoundError.
    [[nodiscard]] const std::string& text(std::string_view name) const;
    [[nodiscard]] std::size_t used() const { return state_->used(); }
    [[nodiscard]] int open_files() const { return state_->open; }
    /// os.replace(): what was called `from` is called `to` from now on, at once and as a whole.
    [[nodiscard]] Coroutine<> replace(std::string from, std::string to,
                                      std::source_location where = std::source_location::current());
    [[nodiscard]] const std::shared_ptr<detail::DiskState>& state() const { return state_; }

private:
    std::shared_ptr<detail::DiskState> state_ = std::make_shared<detail::DiskState>();
};

/// What async_with takes, and `co_await open_file(...).aenter()` for who closes by hand.
class OpenFile {
public:
    OpenFile(std::shared_ptr<detail::DiskState> disk, std::string name, std::string mode)
        : disk_(std::move(disk)), name_(std::move(name)), mode_(std::move(mode)) {}
    [[nodiscard]] Coroutine<AsyncFile*> aenter(
        std::source_location where = std::source_location::current());
    [[nodiscard]] Coroutine<bool> aexit(
        std::exception_ptr error, std::source_location where = std::source_location::current());

private:
    std::shared_ptr<detail::DiskState> disk_;
    std::string name_;
    std::string mode_;
    std::unique_ptr<AsyncFile> file_;
};

[[nodiscard]] OpenFile open_file(const Disk& disk, std::string_view name,
                                 std::string_view mode = "r");

}  // namespace coroscope
