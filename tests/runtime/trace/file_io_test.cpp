#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <thread>

#include "runtime/trace/ctrace.h"
#include "tests/support/random_trace.h"

#ifndef _WIN32
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#endif

using namespace coroscope;
namespace fs = std::filesystem;

namespace {

class TemporaryFolder {
public:
    TemporaryFolder() {
        for (int i = 0;; ++i) {
            path_ = fs::temp_directory_path() / ("coroscope-file-test-" + std::to_string(i));
            if (fs::create_directory(path_)) {
                return;
            }
        }
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] fs::path operator/(std::string_view name) const { return path_ / name; }
    [[nodiscard]] std::set<std::string> names() const {
        std::set<std::string> result;
        for (const auto& entry : fs::directory_iterator(path_)) {
            result.insert(entry.path().filename().string());
        }
        return result;
    }

private:
    fs::path path_;
};

std::string content(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

using Names = std::set<std::string>;

}  // namespace

TEST_CASE("a file is written, replaced, and nothing else remains in its folder") {
    const TemporaryFolder folder;
    CHECK(write_file(folder / "a.txt", "one") == "");
    CHECK(content(folder / "a.txt") == "one");
    const std::string large(3'000'000, 'x');
    CHECK(write_file(folder / "a.txt", large) == "");
    CHECK(content(folder / "a.txt") == large);
    CHECK(write_file(folder / "a.txt", "") == "");
    CHECK(content(folder / "a.txt").empty());
    CHECK(folder.names() == Names{"a.txt"});
}

TEST_CASE("a trace is written to a file and read back equal") {
    const TemporaryFolder folder;
    const Trace trace = random_trace({.events = 5000});
    CHECK(write_ctrace(folder / "run.ctrace", trace) == "");
    const CtraceResult result = read_ctrace(folder / "run.ctrace");
    CHECK(result.problem == "");
    CHECK(*result.trace == trace);
}

TEST_CASE("what cannot be read is told in one sentence with its name") {
    const TemporaryFolder folder;
    const std::string missing = (folder / "missing.ctrace").string();
    CHECK(read_ctrace(missing).problem == "cannot read " + missing + ": No such file or directory");
    CHECK_FALSE(read_ctrace(missing).trace);
    CHECK(write_file(folder / "empty.ctrace", "") == "");
    CHECK(read_ctrace(folder / "empty.ctrace").problem ==
          (folder / "empty.ctrace").string() + ": the file is empty");
    CHECK(write_file(folder / "text.ctrace", "hello") == "");
    CHECK(read_ctrace(folder / "text.ctrace").problem.find("this is not a .ctrace file") !=
          std::string::npos);
}

TEST_CASE("a target that is a folder, or in a folder that is not there, is a message") {
    const TemporaryFolder folder;
    const std::string base = (folder / "").parent_path().string();
    CHECK(write_file(base, "x") == "cannot write " + base + ": it is a folder");
    const std::string nowhere = (folder / "no/such/run.svg").string();
    CHECK(write_file(nowhere, "x") == "cannot write " + nowhere + ": No such file or directory");
    CHECK(write_file("", "x") == "cannot write: no file name was given");
    CHECK(folder.names().empty());
}

#ifndef _WIN32

TEST_CASE("a path through a regular file is a message, and that file stays") {
    const TemporaryFolder folder;
    CHECK(write_file(folder / "file", "old") == "");
    const std::string through = (folder / "file/run.svg").string();
    CHECK(write_file(through, "x") == "cannot write " + through + ": Not a directory");
    CHECK(read_ctrace(through).problem == "cannot read " + through + ": Not a directory");
    CHECK(content(folder / "file") == "old");
}

TEST_CASE("a folder cannot be read as a file") {
    const TemporaryFolder folder;
    const std::string base = (folder / "").parent_path().string();
    CHECK(read_ctrace(base).problem == "cannot read " + base + ": Is a directory");
}

TEST_CASE("a new file cannot be made where the system forbids it") {
    CHECK(write_file("/proc/coroscope-test", "x").find("cannot write /proc/coroscope-test: ") == 0);
}

TEST_CASE("a full disk is a message") {
    CHECK(write_file("/dev/full", "x") == "cannot write /dev/full: No space left on device");
}

TEST_CASE("a file too large for its disk leaves the old one whole and no other") {
    const TemporaryFolder folder;
    const fs::path path = folder / "run.svg";
    REQUIRE(write_file(path, "old") == "");
    const std::string large(100'000, 'x');
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{5000, 5000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const std::string problem = write_file(path, large);
        ::_exit(problem == "cannot write " + path.string() + ": File too large" ? 0 : 1);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
    CHECK(content(path) == "old");
    CHECK(folder.names() == Names{"run.svg"});
}

TEST_CASE("a pipe and a device are written directly") {
    const TemporaryFolder folder;
    const fs::path pipe = folder / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    const std::string large(300'000, 'p');
    std::string received;
    std::thread reader([&] { received = content(pipe); });
    CHECK(write_file(pipe, large) == "");
    reader.join();
    CHECK(received == large);
    CHECK(fs::is_fifo(pipe));
    CHECK(write_file("/dev/null", large) == "");
    CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("an endless device is not read to its end") {
    CHECK(read_ctrace("/dev/zero").problem.find("this is not a .ctrace file") != std::string::npos);
}

TEST_CASE("a symbolic link stays one, and permissions stay as they are") {
    const TemporaryFolder folder;
    REQUIRE(write_file(folder / "real", "old") == "");
    fs::permissions(folder / "real", fs::perms(0640));
    fs::create_symlink("real", folder / "link");
    CHECK(write_file(folder / "link", "new") == "");
    CHECK(fs::is_symlink(folder / "link"));
    CHECK(content(folder / "real") == "new");
    CHECK(fs::status(folder / "real").permissions() == fs::perms(0640));
    CHECK(folder.names() == Names{"link", "real"});
}

TEST_CASE("what a killed process left is removed, what a living one writes is not") {
    const TemporaryFolder folder;
    constexpr auto kLongAgo = std::chrono::hours(1);
    const auto leave = [&](const std::string& name, bool old) {
        std::ofstream(folder / name) << "half";
        if (old) {
            fs::last_write_time(folder / name, fs::file_time_type::clock::now() - kLongAgo);
        }
    };
    // No process has so high a number.
    leave(".coroscope-999999999-0.tmp", true);
    leave(".coroscope-999999999-1.tmp", false);
    leave(".coroscope-1-0.tmp", true);
    leave(".coroscope-x-0.tmp", true);
    CHECK(write_file(folder / "a", "whole").empty());
    CHECK(folder.names() ==
          Names{".coroscope-1-0.tmp", ".coroscope-999999999-1.tmp", ".coroscope-x-0.tmp", "a"});
}

TEST_CASE("whoever cancels finds the old file and nothing else") {
    const TemporaryFolder folder;
    CHECK(write_file(folder / "a", "old").empty());
    Work work;
    work.cancel();
    CHECK_THROWS_AS((void)write_file(folder / "a", "new", &work), WorkCancelled);
    CHECK(content(folder / "a") == "old");
    CHECK(folder.names() == Names{"a"});
}

TEST_CASE("a relative name is written in the current folder") {
    const TemporaryFolder folder;
    const fs::path before = fs::current_path();
    fs::current_path(folder / "");
    const std::string problem = write_file("relative.txt", "here");
    fs::current_path(before);
    CHECK(problem == "");
    CHECK(content(folder / "relative.txt") == "here");
}

#endif
