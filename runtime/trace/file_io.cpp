// read_ctrace and write_file: the two places where a trace meets the file system.
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <new>
#include <string>
#include <system_error>

#include "runtime/trace/ctrace.h"
#include "runtime/trace/ctrace_format.h"

#ifdef _WIN32
#include <process.h>
#include <fstream>
#else
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace coroscope {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = std::size_t{2} << 30;

std::string reason(int error) { return std::generic_category().message(error); }

std::string cannot(std::string_view what, const fs::path& path, const std::string& why) {
    return "cannot " + std::string(what) + " " + path.string() + ": " + why;
}

/// Returns "" or why it failed.
std::string read_bytes(const fs::path& path, std::string& bytes,
                       bool (*is_wanted)(std::string_view), Work* work) {
#ifdef _WIN32
    std::FILE* opened = _wfopen(path.c_str(), L"rb");
#else
    std::FILE* opened = std::fopen(path.c_str(), "rb");
#endif
    if (opened == nullptr) {
        return reason(errno);
    }
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(opened, &std::fclose);
    std::error_code unknown;  // a pipe has no size
    const std::uintmax_t size = fs::file_size(path, unknown);
    expect(work, unknown ? 0 : size);
    std::string block(1U << 16U, '\0');
    errno = 0;
    while (const std::size_t count = std::fread(block.data(), 1, block.size(), file.get())) {
        bytes.append(block, 0, count);
        advance(work, count);
        if (!is_wanted(bytes)) {
            return "";
        }
        if (bytes.size() > kLargestFile) {
            return "it is larger than 2 GiB";
        }
    }
    return std::ferror(file.get()) != 0 ? reason(errno) : "";
}

/// These may lead to a regular file (`> file`), which the shell has opened and perhaps written to
/// already: a new file in its place, or a second opening of it, would lose that.
bool is_own_output(const fs::path& path) { return path == "/dev/stdout" || path == "/dev/stderr"; }

#ifdef _WIN32

std::string write_bytes(const fs::path& path, std::string_view bytes, Work* work) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    advance(work, bytes.size());
    file.close();
    return file ? "" : reason(errno);
}

std::string replace_file(const fs::path& path, std::string_view bytes, Work* work) {
    fs::path temporary = path;
    temporary += "." + std::to_string(_getpid()) + ".tmp";
    std::string problem = write_bytes(temporary, bytes, work);
    std::error_code error;
    if (problem.empty()) {
        fs::rename(temporary, path, error);
        problem = error ? error.message() : "";
    }
    if (!problem.empty()) {
        fs::remove(temporary, error);
    }
    return problem;
}

#else

/// Closes in its destructor, for the ways out that have something worse to tell.
class Descriptor {
public:
    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int get() const { return descriptor_; }
    int close() {
        const int result = descriptor_ < 0 ? 0 : ::close(descriptor_);
        descriptor_ = -1;
        return result;
    }

private:
    int descriptor_;
};

/// So that whoever watches sees it go on, and a cancellation is soon heard.
constexpr std::size_t kBytesPerWrite = std::size_t{1} << 22;

/// Returns 0 or errno.
int write_all(int descriptor, std::string_view bytes, Work* work) {
    expect(work, bytes.size());
    while (!bytes.empty()) {
        const ssize_t count =
            ::write(descriptor, bytes.data(), std::min(bytes.size(), kBytesPerWrite));
        if (count < 0 && errno != EINTR) {
            return errno;
        }
        const std::size_t written = count < 0 ? 0 : static_cast<std::size_t>(count);
        bytes.remove_prefix(written);
        if (work != nullptr && !work->go_on(written)) {
            return ECANCELED;
        }
    }
    return 0;
}

/// For what is no regular file: a pipe, a terminal, a device.
std::string write_bytes(const fs::path& path, std::string_view bytes, Work* work) {
    if (is_own_output(path)) {
        const int error =
            write_all(path == "/dev/stdout" ? STDOUT_FILENO : STDERR_FILENO, bytes, work);
        return error == 0 ? "" : reason(error);
    }
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (file.get() < 0) {
        return reason(errno);
    }
    if (const int error = write_all(file.get(), bytes, work); error != 0) {
        return reason(error);
    }
    return file.close() == 0 ? "" : reason(errno);
}

/// Calls `create(name)` with names beside `path` until one was free; returns what it returned, or
/// -1 and errno.
template <class Create>
int create_beside(const fs::path& path, fs::path& created, Create&& create) {
    for (int attempt = 0; attempt < 100; ++attempt) {
        created = path.parent_path() / (".coroscope-" + std::to_string(::getpid()) + "-" +
                                        std::to_string(attempt) + ".tmp");
        const int result = create(created);
        if (result >= 0 || errno != EEXIST) {
            return result;
        }
    }
    return -1;
}

/// The process that a temporary file's name tells of; 0 if it is no such name.
pid_t maker_of(std::string_view name) {
    constexpr std::string_view kBegin = ".coroscope-";
    constexpr std::string_view kEnd = ".tmp";
    if (!name.starts_with(kBegin) || !name.ends_with(kEnd)) {
        return 0;
    }
    name.remove_prefix(kBegin.size());
    pid_t maker = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), maker);
    return read.ec == std::errc() && *read.ptr == '-' ? maker : 0;
}

/// What a process that was killed has left behind. A file that is still young may belong to another
/// machine that shares the folder.
void remove_stale(const fs::path& folder) {
    constexpr auto kYoung = std::chrono::minutes(1);
    std::error_code error;
    for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        const pid_t maker = maker_of(entry->path().filename().native());
        if (maker <= 0 || ::kill(maker, 0) == 0 || errno != ESRCH) {
            continue;
        }
        std::error_code gone;
        const auto written = fs::last_write_time(entry->path(), gone);
        if (!gone && fs::file_time_type::clock::now() - written > kYoung) {
            fs::remove(entry->path(), gone);
        }
    }
}

/// Returns 0 or errno.
int fill(int descriptor, std::string_view bytes, Work* work) {
    const int error = write_all(descriptor, bytes, work);
    return error == 0 && ::fsync(descriptor) != 0 ? errno : error;
}

/// What will replace the file at a path.
struct Replacement {
    fs::path temporary;  ///< its name until then, "" while it has none
    int error = 0;       ///< errno
};

/// Written under no name, so that whatever ends the program leaves nothing behind. `possible` turns
/// false where the system or the file system does not know such files.
Replacement make_unnamed(const fs::path& path, mode_t mode, std::string_view bytes, Work* work,
                         bool& possible) {
    Replacement made;
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
#ifdef O_TMPFILE
    const Descriptor file(::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666));
    possible = file.get() >= 0;
    if (!possible) {
        return made;
    }
    if (mode != 0) {
        (void)::fchmod(file.get(), mode);  // a file system without modes is no reason to fail
    }
    made.error = fill(file.get(), bytes, work);
    if (made.error != 0) {
        return made;
    }
    const std::string self = "/proc/self/fd/" + std::to_string(file.get());
    possible =
        create_beside(path, made.temporary, [&](const fs::path& name) {
            return ::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW);
        }) >= 0;
#else
    possible = false;
#endif
    return made;
}

Replacement make_named(const fs::path& path, mode_t mode, std::string_view bytes, Work* work) {
    Replacement made;
    Descriptor file(create_beside(path, made.temporary, [](const fs::path& name) {
        return ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }));
    if (file.get() < 0) {
        return {.temporary = {}, .error = errno};
    }
    if (mode != 0) {
        (void)::fchmod(file.get(), mode);
    }
    made.error = fill(file.get(), bytes, work);
    if (made.error == 0 && file.close() != 0) {
        made.error = errno;
    }
    return made;
}

std::string replace_file(const fs::path& path, std::string_view bytes, Work* work) {
    struct stat old = {};
    const mode_t mode = ::stat(path.c_str(), &old) == 0 ? old.st_mode & 07777 : 0;
    bool possible = false;
    Replacement made = make_unnamed(path, mode, bytes, work, possible);
    if (!possible) {
        made = make_named(path, mode, bytes, work);
    }
    if (made.error == 0 && ::rename(made.temporary.c_str(), path.c_str()) != 0) {
        made.error = errno;
    }
    if (made.error != 0) {
        if (!made.temporary.empty()) {
            ::unlink(made.temporary.c_str());
        }
        return reason(made.error);
    }
    // The new name is on the disk only when its folder is. Not every file system can say so.
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() >= 0) {
        (void)::fsync(directory.get());
    }
    remove_stale(folder);
    return "";
}

#endif

}  // namespace

std::string write_file(const fs::path& path, std::string_view bytes, Work* work) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    std::string problem;
    if (path.empty()) {
        return "cannot write: no file name was given";
    }
    if (fs::is_directory(status)) {
        problem = "it is a folder";
    } else if (is_own_output(path) || (fs::exists(status) && !fs::is_regular_file(status))) {
        problem = write_bytes(path, bytes, work);
    } else {
        // Through a symbolic link to the file itself: the link stays.
        const fs::path target = fs::exists(status) ? fs::canonical(path, error) : path;
        problem = replace_file(error || target.empty() ? path : target, bytes, work);
    }
    if (!problem.empty() && work != nullptr && work->is_cancelled()) {
        throw WorkCancelled();
    }
    return problem.empty() ? "" : cannot("write", path, problem);
}

std::string read_file(const fs::path& path, std::string& bytes, bool (*is_wanted)(std::string_view),
                      Work* work) {
    const std::string problem = read_bytes(path, bytes, is_wanted, work);
    return problem.empty() ? "" : cannot("read", path, problem);
}

bool may_be_ctrace(std::string_view bytes) {
    const std::string_view magic = detail::kCtraceMagic;
    return bytes.substr(0, magic.size()) == magic.substr(0, bytes.size());
}

CtraceResult read_ctrace(const fs::path& path) {
    try {
        std::string bytes;
        if (std::string problem = read_file(path, bytes, may_be_ctrace); !problem.empty()) {
            return {std::nullopt, std::move(problem)};
        }
        CtraceResult result = decode_ctrace(bytes);
        if (!result.problem.empty()) {
            result.problem = path.string() + ": " + result.problem;
        }
        return result;
    } catch (const std::bad_alloc&) {
        return {std::nullopt, cannot("read", path, "there is not enough memory")};
    }
}

}  // namespace coroscope
