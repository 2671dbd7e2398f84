// What coroscope-gui is asked to do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "gui/model/session.h"

namespace coroscope::gui {

struct Options {
    std::string run;         ///< RUN as on the command line, "" for none
    std::string screenshot;  ///< PNG to write instead of opening a window
    std::string dump_state;  ///< JSON to write whenever the state changes
    int width = 1600;
    int height = 900;
    float scale = 0.0F;      ///< 0: the monitor's, 1 for a screenshot
    std::uint64_t step = 0;  ///< where to put the cursor; kNoEvent = the end
    bool at_finding =
        false;               ///< no --at for a screenshot: where the first finding is, else the end
    bool list_keys = false;  ///< print the keys instead
    std::string select;      ///< a task's or a resource's name
    bool predict = false;    ///< predict mode is on
    Settings settings;
};

struct Exit {
    int status = 0;
};

/// Reads the command line; prints help or what is wrong with it.
[[nodiscard]] std::variant<Options, Exit> parse_options(int argc, char** argv);

}  // namespace coroscope::gui
