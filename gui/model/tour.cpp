#include "gui/model/tour.h"

#include <array>

namespace coroscope::gui {

std::span<const TourStop> tour_stops() {
    static constexpr std::array<TourStop, 8> kStops{{
        {"panel/top-bar", "ui.tour.step.title", "ui.tour.step"},
        {"panel/timeline", "ui.tour.timeline.title", "ui.tour.timeline"},
        {"panel/explain", "ui.tour.explain.title", "ui.tour.explain"},
        {"panel/source", "ui.tour.source.title", "ui.tour.source"},
        {"panel/ready", "ui.tour.ready.title", "ui.tour.ready"},
        {"panel/wait-graph", "ui.tour.wait_graph.title", "ui.tour.wait_graph"},
        {"panel/library", "ui.tour.library.title", "ui.tour.library"},
        {"", "ui.tour.end.title", "ui.tour.end"},
    }};
    return kStops;
}

void Tour::next() {
    if (at_last()) {
        end();
    } else {
        ++stop_;
    }
}

}  // namespace coroscope::gui
