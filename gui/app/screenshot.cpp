#include "gui/app/screenshot.h"

#include <chrono>
#include <cstdio>
#include <thread>

#include "gui/app/context.h"
#include "gui/app/state_dump.h"
#include "gui/model/command.h"
#include "gui/views/views.h"

namespace coroscope::gui {
namespace {

static constexpr int kFrames = 4;  // child windows and scroll areas settle within three
constexpr std::chrono::seconds kPatience{60};

void finish_loading(Session& session) {
    const auto limit = std::chrono::steady_clock::now() + kPatience;
    const auto busy = [&] {
        const Comparison& comparison = session.comparison();
        return session.loading() || (comparison.is_open() && !comparison.shown());
    };
    while (busy() && std::chrono::steady_clock::now() < limit) {
        session.poll();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

// The step of the run's first finding, as its explanation stands at the end of that step.
void show_finding(Session& session) {
    if (session.findings().empty()) {
        return;
    }
    const Timeline& timeline = session.timeline();
    const auto step = timeline.step_at(session.findings().front().at);
    session.seek(step ? timeline.steps()[*step].last : session.findings().front().at);
}

}  // namespace

int take_screenshot(const Options& options, Session& session) {
    const float scale = options.scale > 0.0F ? options.scale : 1.0F;
    finish_loading(session);
    if (session.empty() && !session.load_problem().empty()) {
        std::fprintf(stderr, "coroscope: %s\n", session.load_problem().c_str());
        return 3;
    }
    if (!options.compare.empty() && !session.comparison().shown()) {
        std::fprintf(stderr, "coroscope: %s\n", session.comparison().problem().c_str());
        return 3;
    }
    if (options.at_finding) {
        show_finding(session);
    }
    if (!options.select.empty() && !session.select_name(options.select)) {
        std::fprintf(
            stderr,
            "coroscope: nothing has this name: %s: choose a task or a resource of the run\n",
            options.select.c_str());
        return 2;
    }
    HeadlessContext context(static_cast<float>(options.width), static_cast<float>(options.height),
                            scale);
    if (!context.fonts.problem.empty()) {
        std::fprintf(stderr, "%s\n", context.fonts.problem.c_str());
    }
    if (!context.fonts.chinese) {
        session.settings.language = Language::English;  // rather than question marks
    }
    for (const std::string& id : options.commands) {
        run_command(session, id);
    }
    ViewState state;
    const auto draw = [&] { context.frame([&] { draw_window(context.ui, session, state); }); };
    for (int i = 0; i < kFrames; ++i) {
        draw();
    }
    while (session.choices.searching() || session.previews.working()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        draw();
    }
    draw();
    if (!options.dump_state.empty()) {
        StateDump(options.dump_state).write(session, context.ui);
    }
    const std::string problem = write_png(options.screenshot, context.image());
    if (!problem.empty()) {
        std::fprintf(stderr, "coroscope: %s\n", problem.c_str());
        return 3;
    }
    return 0;
}

}  // namespace coroscope::gui
