#include <filesystem>

#include "cli/commands.h"

namespace coroscope::cli {

int gui(const GuiOptions& options, Console& console) {
    if (!console.display && !options.screenshot) {
        throw usage("cannot open the window",
                    "no display (DISPLAY and WAYLAND_DISPLAY are not set)",
                    "use --screenshot FILE.png, or coroscope show in the terminal");
    }
    const std::filesystem::path window = console.program.parent_path() / "coroscope-gui";
    std::error_code error;
    if (!std::filesystem::exists(window, error)) {
        throw unreadable("the window is not installed", window.string(), "",
                         "install coroscope-gui beside coroscope");
    }
    std::vector<std::string> command{window.string()};
    command.insert(command.end(), options.arguments.begin(), options.arguments.end());
    const std::string problem = console.exec ? console.exec(command) : "not possible here";
    if (!problem.empty()) {
        throw unreadable("cannot start the window", window.string(), problem, "");
    }
    return kDone;
}

}  // namespace coroscope::cli
