// What coroscope-gui is asked to do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gui/model/session.h"

namespace coroscope::gui {

struct Options {
    std::string run;         ///< RUN as on the command line, "" for none
    std::string compare;     ///< another RUN to put beside it, "" for none
    std::string screenshot;  ///< PNG to write instead of opening a window
    std::string dump_state;  ///< JSON to write whenever the state changes
    int width = 1600;
    int height = 900;
    float scale = 0.0F;      ///< 0: the monitor's, 1 for a screenshot
    std::uint64_t step = 0;  ///< where to put the cursor; kNoEvent = the end
    bool at_given = false;   ///< somebody has said where the cursor shall be
    bool at_finding =
        false;           ///< no --at for a screenshot: where the first finding is, else the end
    std::string select;  ///< a task's or a resource's name
    std::vector<std::string> commands;  ///< ids, to be done before the picture is taken
    bool predict = false;               ///< predict mode is on
    bool list_keys = false;             ///< print the keys instead
    Settings settings;
};

struct Exit {
    int status = 0;
};

/// Reads the command line; prints help or what is wrong with it. `kept`: what holds where it says
/// nothing.
[[nodiscard]] std::variant<Options, Exit> parse_options(int argc, char** argv,
                                                        const Settings& kept = {});

}  // namespace coroscope::gui
