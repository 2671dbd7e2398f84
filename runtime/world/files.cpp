#include "runtime/world/files.h"

#include "runtime/core/sleep.h"
#include "runtime/sync/executor.h"

namespace coroscope {

namespace {

constexpr std::size_t kKib = 1024;

Duration transfer(Duration first, Duration per_kib, std::size_t bytes) {
    const std::size_t further = bytes == 0 ? 0 : (bytes - 1) / kKib;
    return first + per_kib * static_cast<std::int64_t>(further);
}

}  // namespace

namespace detail {

std::size_t DiskState::used() const {
    std::size_t bytes = 0;
    for (const auto& [name, text] : files) {
        bytes += text.size();
    }
    return bytes;
}

void DiskState::append(std::string_view name, std::string_view text) {
    const std::size_t taken = used();
    const std::size_t room = capacity == 0 ? text.size() : capacity > taken ? capacity - taken : 0;
    files.find(name)->second += text.substr(0, room);
    if (room < text.size()) {
        throw OSError("[Errno 28] No space left on device");
    }
}

}  // namespace detail

void AsyncFile::check(bool writing) const {
    if (closed_) {
        throw ValueError("I/O operation on closed file '" + name_ + "'");
    }
    if (writing != writes_) {
        throw OSError(writing ? "not writable" : "not readable", "UnsupportedOperation");
    }
}

Coroutine<std::string> AsyncFile::read(std::source_location where) {
    check(false);
    const auto job = [disk = disk_, name = name_] {
        const auto found = disk->files.find(name);
        std::string text = found == disk->files.end() ? "" : found->second;
        blocking(transfer(disk->reading, disk->per_kib, text.size()));
        return text;
    };
    const auto future = run_in_executor(nullptr, job, "read " + name_, where);
    co_return co_await future;
}

Coroutine<> AsyncFile::write(std::string text, std::source_location where) {
    check(true);
    const auto job = [disk = disk_, name = name_, text] {
        blocking(transfer(disk->writing, disk->per_kib, text.size()));
        disk->append(name, text);
    };
    const auto future = run_in_executor(nullptr, job, "write " + name_, where);
    co_await future;
}

Coroutine<> AsyncFile::close(std::source_location where) {
    if (closed_) {
        co_return;
    }
    closed_ = true;
    const auto job = [disk = disk_] {
        blocking(disk->closing);
        --disk->open;
    };
    const auto future = run_in_executor(nullptr, job, "close " + name_, where);
    co_await future;
}

Coroutine<AsyncFile*> OpenFile::aenter(std::source_location where) {
    if (mode_ != "r" && mode_ != "w" && mode_ != "a") {
        throw ValueError("invalid mode: '" + mode_ + "': give \"r\", \"w\" or \"a\"");
    }
    const auto job = [disk = disk_, name = name_, mode = mode_] {
        blocking(disk->opening);
        if (mode == "r" && !disk->files.contains(name)) {
            throw FileNotFoundError(name);
        }
        if (mode == "w") {
            disk->files[name].clear();
        } else if (mode == "a") {
            disk->files.try_emplace(name);
        }
        ++disk->open;
    };
    const auto future = run_in_executor(nullptr, job, "open " + name_, where);
    co_await future;
    file_ = std::make_unique<AsyncFile>(disk_, name_, mode_ != "r");
    co_return file_.get();
}

Coroutine<bool> OpenFile::aexit(std::exception_ptr /*error*/, std::source_location where) {
    auto closing = file_->close(where);
    co_await closing;
    co_return false;
}

OpenFile open_file(const Disk& disk, std::string_view name, std::string_view mode) {
    return {disk.state(), std::string(name), std::string(mode)};
}

Disk& Disk::put(std::string name, std::string text) {
    state_->files[std::move(name)] = std::move(text);
    return *this;
}
Disk& Disk::opening_takes(Duration duration) {
    state_->opening = duration;
    return *this;
}
Disk& Disk::reading_takes(Duration duration) {
    state_->reading = duration;
    return *this;
}
Disk& Disk::writing_takes(Duration duration) {
    state_->writing = duration;
    return *this;
}
Disk& Disk::closing_takes(Duration duration) {
    state_->closing = duration;
    return *this;
}
Disk& Disk::per_kib_takes(Duration duration) {
    state_->per_kib = duration;
    return *this;
}
Disk& Disk::capacity(std::size_t bytes) {
    state_->capacity = bytes;
    return *this;
}

bool Disk::has(std::string_view name) const { return state_->files.contains(name); }

const std::string& Disk::text(std::string_view name) const {
    const auto found = state_->files.find(name);
    if (found == state_->files.end()) {
        throw FileNotFoundError(name);
    }
    return found->second;
}

Coroutine<> Disk::replace(std::string from, std::string to, std::source_location where) {
    const auto job = [disk = state_, from, to] {
        const auto found = disk->files.find(from);
        if (found == disk->files.end()) {
            throw FileNotFoundError(from);
        }
        std::string text = std::move(found->second);
        disk->files.erase(found);
        disk->files[to] = std::move(text);
    };
    const auto future = run_in_executor(nullptr, job, "replace " + to, where);
    co_await future;
}

}  // namespace coroscope
