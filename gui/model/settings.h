// Settings: what outlives a run and a session: language, look, layout, thresholds. Kept in
// settings.json (settings_file.h).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "gui/model/stops.h"
#include "runtime/analysis/finding.h"
#include "runtime/picture/axis.h"
#include "runtime/text/message.h"

namespace coroscope::gui {

enum class LeftTab : std::uint8_t { Library, Lesson, Parameters };
enum class RightTab : std::uint8_t { Explain, Findings, Log };

/// The panels that can be hidden. The timeline always stays.
inline constexpr std::array<std::string_view, 6> kPanelNames{"library", "source",     "inspector",
                                                             "ready",   "wait-graph", "explain"};

/// Sizes that splitters change, in design pixels; 0 = as tokens.md has them for this window size.
struct PanelSizes {
    float left = 0.0F;
    float right = 0.0F;
    float bottom = 0.0F;
    float library = 0.0F;
    float ready = 0.0F;
    float explain = 0.0F;
    friend bool operator==(const PanelSizes&, const PanelSizes&) = default;
};

struct WindowSize {
    int width = 1600;
    int height = 900;
    friend bool operator==(const WindowSize&, const WindowSize&) = default;
};

struct Settings {
    Language language = Language::English;
    bool dark = true;
    AxisKind axis = AxisKind::Elastic;
    Granularity granularity = Granularity::Step;
    double speed = 1.0;      ///< 0.1 to 16
    bool legend = true;      ///< the row at the foot of the timeline
    bool fold_lanes = true;  ///< of very many tasks alike only the first have lanes
    LeftTab left_tab = LeftTab::Library;
    RightTab right_tab = RightTab::Explain;
    bool motion = true;          ///< short movements of the cursor
    double ui_scale = 0.0;       ///< 0: the monitor's, else 1 to 4
    bool play_by_steps = false;  ///< also on the time axis
    int steps_per_second = 2;    ///< at 1x, where playing goes by steps
    bool skip_idle = true;       ///< an idle gap takes a third of a second at most
    PanelSizes sizes{};
    WindowSize window{};
    std::set<std::string, std::less<>> hidden{};  ///< of kPanelNames
    /// Thresholds of findings that differ from their defaults, by name (finding_thresholds.h).
    std::map<std::string, std::int64_t, std::less<>> thresholds{};
    /// Colours that differ from the standard ones, by name (custom_colors.h), as 0xRRGGBB.
    std::map<std::string, std::uint32_t, std::less<>> colors{};
    friend bool operator==(const Settings&, const Settings&) = default;
};

/// The thresholds as find_all() takes them.
[[nodiscard]] FindingOptions finding_options(const Settings& settings);

}  // namespace coroscope::gui
