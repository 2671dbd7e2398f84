#include "bench/whole_window.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "bench/stopwatch.h"
#include "bench/work.h"
#include "gui/app/context.h"
#include "gui/model/command.h"
#include "gui/model/session.h"
#include "gui/views/views.h"
#include "tests/support/heavy_runs.h"

namespace coroscope::bench {
namespace {

using namespace coroscope::gui;
namespace heavy = coroscope::test::heavy;

constexpr float kWidth = 1600;
constexpr float kHeight = 900;
constexpr int kFrames = 200;
constexpr double kPartsPerThousand = 1000;

/// A window and the CPU milliseconds of its frames.
class Window {
public:
    explicit Window(std::string name) : name_(std::move(name)), context_(kWidth, kHeight, 1.0F) {}

    Session session;

    void frame() {
        const Stopwatch watch;
        context_.frame([&] { draw_window(context_.ui, session, state_); });
        each_.push_back(watch.thread_cpu() * 1e3);
    }
    void do_and_draw(std::string_view command) {
        const Stopwatch watch;
        run_command(session, command);
        const double spent = watch.thread_cpu() * 1e3;
        frame();
        each_.back() += spent;  // the key is handled in the frame
    }
    /// Draws some frames that do not count: child windows settle, caches fill.
    void settle() {
        for (int i = 0; i < 4; ++i) {
            frame();
        }
        each_.clear();
    }
    /// Says how long the frames since the last report took.
    void report(std::string_view what) {
        std::ranges::sort(each_);
        const std::size_t last = each_.size() - 1;
        std::printf(
            R"({"name": "%s: %s", "frames": %zu, "median": %.3f, "p99": %.3f, "worst": %.3f})"
            "\n",
            name_.c_str(), std::string(what).c_str(), each_.size(), each_[last / 2],
            each_[last * 99 / 100], each_[last]);
        std::fflush(stdout);
        each_.clear();
    }

private:
    std::string name_;
    HeadlessContext context_;
    ViewState state_;
    std::vector<double> each_;
};

void zoom_in_and_out(Window& window) {
    window.session.fit();
    const double least = window.session.axis().length() /
                         static_cast<double>(window.session.timeline().trace().size());
    while (window.session.visible().last - window.session.visible().first > 2 * least) {
        const View before = window.session.visible();
        window.do_and_draw("zoom-in");
        if (window.session.visible() == before) {
            break;
        }
    }
    while (!window.session.view().all()) {
        window.do_and_draw("zoom-out");
    }
    window.report("zoom from all to one event and back");
}

void pan(Window& window, double part) {
    const double length = window.session.axis().length();
    window.session.set_view({length * 0.4, length * (0.4 + part)});
    window.settle();
    for (int i = 0; i < kFrames; ++i) {
        window.do_and_draw(i % 20 < 10 ? "pan-right" : "pan-left");
    }
    window.report("pan, " + std::to_string(part) + " of the run visible");
}

void seek(Window& window) {
    Durations somewhere(7);
    const EventIndex size = window.session.timeline().trace().size();
    for (int i = 0; i < kFrames; ++i) {
        const Stopwatch watch;
        window.session.seek(size / 1001 * (somewhere.next() % 1000));
        window.frame();
    }
    window.report("seek to random places");
}

void step(Window& window, double place, std::string_view command) {
    const auto size = static_cast<double>(window.session.timeline().trace().size());
    window.session.seek(static_cast<EventIndex>(place * size));
    window.settle();
    for (int i = 0; i < kFrames; ++i) {
        window.do_and_draw(command);
    }
    window.report(std::string(command) + " at " +
                  std::to_string(static_cast<int>(place * kPartsPerThousand)) + " of 1000");
}

void play(Window& window) {
    window.session.seek(window.session.timeline().trace().size() / 2);
    window.session.settings.speed = 16;
    window.settle();
    run_command(window.session, "play");
    for (int i = 0; i < kFrames; ++i) {
        window.frame();
    }
    window.session.playback.stop();
    window.report("play at 16x");
}

void use(Window& window) {
    window.frame();
    window.report("first frame");
    window.session.fit();
    window.settle();
    for (int i = 0; i < kFrames; ++i) {
        window.frame();
    }
    window.report("nothing happens, whole run visible");
    zoom_in_and_out(window);
    pan(window, 0.03);
    pan(window, 0.0001);
    step(window, 0.5, "step-on");
    step(window, 0.99, "step-back");
    seek(window);
    play(window);
    for (int i = 0; i < 3; ++i) {
        window.do_and_draw("axis");
        while (window.session.changing_axis()) {
            window.frame();
        }
    }
    window.report("another axis");
}

void use(std::string name, const Trace& trace) {
    Window window(std::move(name));
    window.session.show(trace);
    use(window);
}

void draw_while_simulating(std::string name, const heavy::Simulation& simulation) {
    Window window(std::move(name));
    window.session.show(heavy::named("heavy"), simulation);
    while (window.session.loading()) {
        window.frame();
    }
    window.frame();
    window.report("while it is simulated");
}

}  // namespace

void measure_window(const std::filesystem::path& file) {
    Window window("10 M events");
    window.session.open_file(file);
    while (window.session.busy()) {
        window.frame();
    }
    window.report("while it is opened");
    use(window);
}

void measure_heavy_windows() {
    constexpr std::size_t kLongName = 10'000;
    draw_while_simulating("endless run", heavy::endless(5'000'000));
    draw_while_simulating("100,000 tasks", heavy::many_tasks(100'000));
    use("100,000 tasks", heavy::made(heavy::many_tasks(100'000)));
    use("ring of 1,000 locks", heavy::made(heavy::ring_of_locks(1'000)));
    use("100,000 log lines", heavy::made(heavy::log_flood(100'000)));
    use("10,000 jobs of 100 workers", heavy::made(heavy::task_queue(10'000, 100, 5)));
    use("names of 10 kB", heavy::made(heavy::long_names(kLongName)));
}

}  // namespace coroscope::bench
