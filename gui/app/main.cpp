// coroscope-gui: the desktop window.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

#include "gui/app/key_list.h"
#include "gui/app/options.h"
#include "gui/app/screenshot.h"
#include "gui/app/window.h"
#include "gui/model/keeper.h"

using namespace coroscope;
using namespace coroscope::gui;

namespace {

// So long a window that was closed may wait for what it did in the background.
constexpr std::chrono::milliseconds kPatience{300};
// Opens a run and, if asked to, another one beside it. Returns false and says why if it cannot.
bool open_runs(const Options& options, Session& session) {
    const auto request = [](const std::string& text) -> std::optional<RunRequest> {
        auto parsed = parse_run(text);
        if (const auto* problem = std::get_if<SpecError>(&parsed)) {
            std::fprintf(stderr, "coroscope: %s\n", problem->text.c_str());
            return std::nullopt;
        }
        return std::get<RunRequest>(std::move(parsed));
    };
    const auto run = request(options.run);
    const auto other = options.compare.empty() ? run : request(options.compare);
    if (!run || !other) {
        return false;
    }
    session.open(*run, options.step);
    if (!options.compare.empty()) {
        session.compare_with(*other, !options.at_given);
    }
    return true;
}

// As gettext finds it: the first of these that is set.
Language language_of_desktop() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* const value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            return std::string_view(value).starts_with("zh") ? Language::Chinese
                                                             : Language::English;
        }
    }
    return Language::English;
}

// Who opens the window for the first time sees a small run, and what is where.
void begin_with_tour(Session& session) {
    const auto first = parse_run("basics/hello-gather");
    if (const auto* request = std::get_if<RunRequest>(&first)) {
        session.open(*request);
        session.tour.start();
    }
}

int run(int argc, char** argv) {
    auto parsed = parse_options(argc, argv);
    if (const auto* exit = std::get_if<Exit>(&parsed)) {
        return exit->status;
    }
    if (const Options& asked = std::get<Options>(parsed); asked.list_keys) {
        std::fputs(key_list(asked.settings.language).c_str(), stdout);
        return 0;
    }
    Session session;
    Keeper keeper(kept_paths());
    // A picture depends on its command line alone.
    const bool keeps = std::get<Options>(parsed).screenshot.empty();
    if (keeps) {
        keeper.load(session);
        if (session.first_start) {
            session.settings.language = language_of_desktop();
        }
        parsed = parse_options(argc, argv, session.settings);
    }
    const Options& options = std::get<Options>(parsed);
    session.settings = options.settings;
    session.settings.motion = session.settings.motion && keeps;
    session.prediction.turn(options.predict);
    if (!options.run.empty()) {
        if (!open_runs(options, session)) {
            return 2;
        }
    } else if (keeps && session.first_start) {
        begin_with_tour(session);
    } else if (keeps) {
        session.open_last();
    }
    const int status =
        keeps ? run_window(options, session, keeper) : take_screenshot(options, session);
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
