// Tour: what the window shows a newcomer: a few sentences, each beside the panel that it is about.
// The window goes on working meanwhile: what a sentence says can be tried at once.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace coroscope::gui {

struct TourStop {
    std::string_view item;   ///< label of what it points at, "" for the whole window
    std::string_view title;  ///< message ids
    std::string_view text;
};

[[nodiscard]] std::span<const TourStop> tour_stops();

class Tour {
public:
    [[nodiscard]] bool running() const { return running_; }
    void start() {
        running_ = true;
        stop_ = 0;
    }
    void end() { running_ = false; }
    /// Requires: running().
    [[nodiscard]] const TourStop& stop() const { return tour_stops()[stop_]; }
    [[nodiscard]] std::size_t number() const { return stop_ + 1; }
    [[nodiscard]] bool at_last() const { return number() == tour_stops().size(); }
    /// Behind the last stop the tour is over.
    void next();
    void back() { stop_ -= stop_ > 0 ? 1 : 0; }

private:
    bool running_ = false;
    std::size_t stop_ = 0;
};

}  // namespace coroscope::gui
