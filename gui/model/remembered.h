// Remembered: what the window remembers of earlier sessions beside the settings: runs, files,
// bookmarks. Kept in state.json (settings_file.h).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gui/model/bookmarks.h"

namespace coroscope::gui {

/// The step of a cursor at the end of its run.
inline constexpr std::uint64_t kEndStep = std::uint64_t{1} << 52;

struct Remembered {
    static constexpr std::size_t kMostRecent = 20;
    static constexpr std::size_t kMostRuns = 200;  ///< with bookmarks

    std::string last_run;               ///< a RUN as on the command line, "" for none
    std::uint64_t last_step = 0;        ///< where its cursor was
    std::vector<std::string> runs;      ///< RunSpec texts, the last one first
    std::vector<std::string> files;     ///< absolute paths, the last one first
    std::vector<std::string> commands;  ///< ids of palette entries, the one used last first
    std::string folder;                 ///< where the file dialog was, "" for nowhere yet
    std::map<std::string, Bookmarks, std::less<>> bookmarks;  ///< by RUN

    /// Puts `item` first in one of the lists above.
    static void put_first(std::vector<std::string>& list, const std::string& item);
    friend bool operator==(const Remembered&, const Remembered&) = default;
};

}  // namespace coroscope::gui
