// coroscope: the command line. This file looks at the outside (terminal, display, signals); the
// rest is options.h.
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <string_view>

#include "cli/options.h"

namespace {

using coroscope::cli::Console;

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : std::string_view(value);
}

/// A closed standard stream must not lend its number to the next file that is opened.
void reserve_standard_streams() {
    for (int number = 0; number <= 2; ++number) {
        if (fcntl(number, F_GETFD) == -1 && errno == EBADF) {
            // Read-only on purpose: writing results there fails and is reported.
            (void)open("/dev/null", O_RDONLY);
        }
    }
}

int terminal_width() {
    winsize size{};
    if (isatty(STDOUT_FILENO) != 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col > 0) {
        return size.ws_col;
    }
    return 80;
}

bool ground_is_light() {
    const std::string_view colours = variable("COLORFGBG");
    const std::string_view ground =
        colours.substr(std::min(colours.rfind(';') + 1, colours.size()));
    return ground == "7" || ground == "15";
}

std::filesystem::path program_path(const char* name) {
    std::error_code error;
    const auto path = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::filesystem::absolute(name, error) : path;
}

std::string execute(const std::vector<std::string>& command) {
    std::vector<std::string> words = command;
    std::vector<char*> pointers;
    for (std::string& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    std::cout.flush();
    execv(pointers.front(), pointers.data());
    return std::strerror(errno);
}

/// True if whoever read our output has gone: no error, as with `| head`.
bool reader_has_gone() {
    pollfd stream{STDOUT_FILENO, POLLOUT, 0};
    return poll(&stream, 1, 0) == 1 && (stream.revents & POLLERR) != 0;
}

int finish(int status, Console& console) {
    errno = 0;
    std::cout.flush();
    if (std::cout.good() || reader_has_gone()) {
        return status;
    }
    const std::string reason = errno == 0 ? "write error" : std::strerror(errno);
    report(console, "cannot write the results: standard output: " + reason);
    return coroscope::cli::kFile;
}

}  // namespace

int main(int argc, char** argv) {
    reserve_standard_streams();
    (void)std::signal(SIGPIPE, SIG_IGN);
    (void)std::signal(SIGXFSZ, SIG_IGN);  // a file that grows too large is a failed write
    std::ios::sync_with_stdio(false);
    const bool terminal = isatty(STDOUT_FILENO) != 0;
    Console console{.out = std::cout,
                    .err = std::cerr,
                    .terminal = terminal,
                    .color = terminal && variable("NO_COLOR").empty() && variable("TERM") != "dumb",
                    .light = ground_is_light(),
                    .width = terminal_width(),
                    .display = !variable("DISPLAY").empty() || !variable("WAYLAND_DISPLAY").empty(),
                    .program = program_path(argc > 0 ? argv[0] : "coroscope"),
                    .search_path = std::string(variable("PATH")),
                    .exec = execute};
    const std::vector<std::string> args(argv + std::min(argc, 1), argv + argc);
    return finish(coroscope::cli::run_command(args, console), console);
}
