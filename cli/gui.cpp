#include <filesystem>
#include <sstream>

#include "cli/commands.h"

namespace coroscope::cli {
namespace {

constexpr const char* kWindow = "coroscope-gui";

bool is_file(const std::filesystem::path& path) {
    std::error_code error;
    return std::filesystem::is_regular_file(path, error);
}

}  // namespace

std::optional<std::filesystem::path> find_window(const Console& console) {
    if (const auto beside = console.program.parent_path() / kWindow; is_file(beside)) {
        return beside;
    }
    std::istringstream folders(console.search_path);
    for (std::string folder; std::getline(folders, folder, ':');) {
        const auto window = std::filesystem::path(folder) / kWindow;
        // An empty entry would be the current folder, which may be anybody's.
        if (!folder.empty() && is_file(window)) {
            return window;
        }
    }
    return std::nullopt;
}

int gui(const GuiOptions& options, Console& console) {
    if (!console.display && !options.screenshot && !options.keys) {
        throw usage("cannot open the window",
                    "no display (DISPLAY and WAYLAND_DISPLAY are not set)",
                    "use --screenshot FILE.png, or coroscope show in the terminal");
    }
    const auto window = find_window(console);
    if (!window) {
        throw unreadable("the window is not installed",
                         (console.program.parent_path() / kWindow).string(), "",
                         "install coroscope-gui beside coroscope, or into a folder of PATH");
    }
    std::vector<std::string> command{window->string()};
    command.insert(command.end(), options.arguments.begin(), options.arguments.end());
    const std::string problem = console.exec ? console.exec(command) : "not possible here";
    if (!problem.empty()) {
        throw unreadable("cannot start the window", window->string(), problem, "");
    }
    return kDone;
}

}  // namespace coroscope::cli
