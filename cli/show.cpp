#include <ostream>

#include "cli/commands.h"
#include "cli/values.h"
#include "runtime/analysis/await_tree.h"
#include "runtime/analysis/end_of_run.h"
#include "runtime/formats/run_title.h"
#include "runtime/picture/terminal.h"

namespace coroscope::cli {

int show(const ShowOptions& options, Console& console) {
    TerminalOptions look;
    look.language = language_option("--lang", options.lang);
    look.width = console.width;
    if (options.width) {
        const std::uint64_t width = number_option("--width", *options.width);
        if (width < 40 || width > 10'000) {
            throw usage("out of range", "--width " + *options.width, "give 40 to 10000 columns");
        }
        look.width = static_cast<int>(width);
    }
    look.ascii = options.ascii;
    look.color = console.color;
    look.light = console.light;
    const Timeline timeline = load(options.request, console);
    const TraceInfo& info = timeline.trace().info();
    look.title = info.title.empty() ? "" : run_title(info, look.language);
    look.axis = axis_option(options.axis, timeline);
    if (options.at) {
        look.cursor = cursor_at_step(timeline, "--at", *options.at);
    }
    if (options.tree) {
        const AwaitTree tree = await_tree(timeline, look.cursor.value_or(end_of_run(timeline)));
        const std::string text =
            to_text(timeline, tree, {.language = look.language, .ascii = look.ascii});
        console.out << (text.empty() ? "no task is left\n" : text);
        return kDone;
    }
    console.out << draw_terminal(timeline, look);
    return kDone;
}

}  // namespace coroscope::cli
