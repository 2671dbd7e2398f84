#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/figures.h"
#include "cli/report.h"
#include "cli/values.h"

namespace coroscope::cli {

int stats(const StatsOptions& options, Console& console) {
    const FiguresLook look{.language = language_option("--lang", options.lang),
                           .ascii = options.ascii};
    const Timeline timeline = load(options.request, console);
    const EventIndex cursor = options.at ? cursor_at_step(timeline, "--at", *options.at) : kNoEvent;
    const Figures figures = figures_of(timeline, cursor);
    if (options.json) {
        print_json(to_json(timeline, figures, look.language), console);
    } else {
        print(timeline, figures, look, console);
    }
    return kDone;
}

}  // namespace coroscope::cli
