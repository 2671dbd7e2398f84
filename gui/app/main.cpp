// coroscope-gui: the desktop window.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "gui/app/key_list.h"
#include "gui/app/options.h"
#include "gui/app/screenshot.h"
#include "gui/app/window.h"

using namespace coroscope;
using namespace coroscope::gui;

namespace {

// So long a window that was closed may wait for what it did in the background.
constexpr std::chrono::milliseconds kPatience{300};

int run(int argc, char** argv) {
    const auto parsed = parse_options(argc, argv);
    if (const auto* exit = std::get_if<Exit>(&parsed)) {
        return exit->status;
    }
    const Options& options = std::get<Options>(parsed);
    if (options.list_keys) {
        std::fputs(key_list(options.settings.language).c_str(), stdout);
        return 0;
    }
    Session session;
    session.settings = options.settings;
    session.prediction.turn(options.predict);
    if (!options.run.empty()) {
        const auto request = parse_run(options.run);
        if (const auto* problem = std::get_if<SpecError>(&request)) {
            std::fprintf(stderr, "coroscope: %s\n", problem->text.c_str());
            return 2;
        }
        session.open(std::get<RunRequest>(request), options.step);
    }
    const int status = options.screenshot.empty() ? run_window(options, session)
                                                  : take_screenshot(options, session);
    if (!session.end_work(kPatience)) {
        // A pass over a huge trace, or a step that never ends. It owns nothing that others see: a
        // file that is being written has no name yet.
        std::fflush(nullptr);
        std::_Exit(status);
    }
    return status;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "coroscope: internal error: %s: please report it\n", error.what());
        return 4;
    }
}
